"""What a page has beyond Markdown: cells of notebooks, numbers held to their runs, terms with addresses, formulas."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import render_inner_html, slugify, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX
from markupsafe import Markup

from course.formulas import FormulaTree
from course.notebook.cells import Placement, inline, show_cell
from course.notebook.markdown import facts
from course.notebook.model import Fault, Notebook, load
from course.notebook.numbers import mismatch, result_text
from course.notebook.results import Result


@dataclass
class SourcePage:
    """A page of the course as its links see the notebooks, and the faults that are found on it."""

    uri: str
    """Its path below `docs`."""
    docs: Path
    faults: list[str] = field(default_factory=list)

    def target(self, href: str) -> tuple[str, str] | None:
        """Path below docs and anchor of a link to a part of a notebook; None for any other link."""
        parts = urlsplit(href)
        uri = posixpath.join(posixpath.dirname(self.uri), unquote(parts.path)) if parts.path else self.uri
        part = not parts.scheme and not parts.netloc and parts.fragment and uri.endswith(".ipynb")
        return (posixpath.normpath(uri), unquote(parts.fragment)) if part else None

    def notebook(self, uri: str) -> Notebook | None:
        """The notebook with this path below docs; None when it cannot be read, which its own page says."""
        try:
            return load(self.docs / uri, f"{self.docs.name}/{uri}")
        except Fault:
            return None

    def result(self, href: str) -> Result | None:
        """The result that a link leads to, if any."""
        uri, name = self.target(href) or ("", "")
        notebook = self.notebook(uri) if uri else None
        return notebook.results.get(name) if notebook else None

    def report(self, source: str, what: str, words: str = "") -> None:
        """Note a fault with its place: the file, and the line or cell that holds this source, best with these words."""
        name = f"{self.docs.name}/{self.uri}"
        if notebook := self.notebook(self.uri) if self.uri.endswith(".ipynb") else None:
            cells = notebook.cells
            parts = [(f": {cell.place}", "\n".join([cell.source, *map(str, cell.options.values())])) for cell in cells]
        else:
            lines = (self.docs / self.uri).read_text(encoding="utf-8-sig").splitlines()
            parts = [(f":{number}", line) for number, line in enumerate(lines, start=1)]
        hits = sorted((words not in text, at) for at, (_, text) in enumerate(parts) if source in text)
        self.faults.append(f"{name}{parts[hits[0][1]][0] if hits else ''}: {what}")


class LabTree(Treeprocessor):
    """Places cells, and holds `[87.4 %](lab.ipynb#result)` to the run: its words are the result, rounded as written."""

    def __init__(self, md: Markdown, page: SourcePage) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        self.verify([root], own=True)
        for parent in list(root.iter()):
            for child in list(parent):
                if (image := lone_image(child)) is not None and (target := self.page.target(image.get("src", ""))):
                    at = list(parent).index(child)
                    parent[at : at + 1] = self.place_cell(image, *target)
        for image in root.iter("img"):
            if self.page.target(image.get("src", "")):
                self.page.report(image.get("src", ""), "a figure must stand alone in its paragraph")
        if lab := self.page.notebook(self.page.uri) if self.page.uri.endswith(".ipynb") else None:
            line = Element("p")  # as HTML: MkDocs would take the download for a link to the page
            line.text = self.md.htmlStash.store(facts(lab))
            root.insert(next((at for at, element in enumerate(root, start=1) if element.tag == "h1"), 0), line)

    def verify(self, elements: Iterable[Element], own: bool) -> None:
        """Mark the number links in elements; report those that do not say their result, if they are the page's own."""
        for link in (link for element in elements for link in element.iter("a")):
            href, words = link.get("href", ""), words_of(self.md, link)
            result = self.page.result(href)
            if result is None or not re.search(r"\d", words):
                continue  # another link; MkDocs reports those that lead nowhere
            if own and (what := mismatch(words, result)):
                target = "#".join(self.page.target(href) or ())
                self.page.report(href, f"{what} of {target}; write that, rounded, or run the lab", words)
            link.attrib.update({"class": "run", "title": f"From a run: {result.what}, {result_text(result)}"})

    def place_cell(self, image: Element, uri: str, name: str) -> list[Element]:
        """What comes in place of a link to a cell; nothing if there is no such cell."""
        href, own = image.get("src", ""), uri == self.page.uri
        notebook = self.page.notebook(uri)
        cell = notebook.code_cell(name) if notebook else None
        if notebook is None or cell is None:
            if notebook or not (self.page.docs / uri).exists():
                there = ", ".join(notebook.figures) if notebook else "none, as there is no such notebook"
                self.page.report(href, f"no figure '{name}' in {uri}; there are: {there}")
            return []
        alt = inline(self.md, "p", image.get("alt") or str(cell.options.get("fig-alt") or ""))
        path = "" if own else href.partition("#")[0]
        placement = Placement(self.md, notebook, cell, path, words_of(self.md, alt), image.get("class") == "card")
        try:
            elements = show_cell(placement)
        except ValueError as error:
            if own:
                self.page.report(href, str(error))
            return []
        self.verify([alt, *elements], own)
        return elements


class TermIds(Treeprocessor):
    """Gives each term that a page explains an address, so that MkDocs knows `glossary.md#relu`."""

    def run(self, root: Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        for term in root.iter("dt"):
            term.set("id", term.get("id") or unique(slugify(words_of(self.md, term), "-"), taken))


class PageTree(Extension):
    """The tree processors of a page. MkDocs makes them anew for each."""

    def __init__(self, **settings: SourcePage) -> None:
        self.config = {"page": [SourcePage("", Path()), "the page that is read"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name that Python-Markdown calls
        page: SourcePage = self.getConfig("page")
        # After inline patterns (20), attribute lists (8), abbreviations (7); before anchors and contents are read (5).
        md.treeprocessors.register(LabTree(md, page), "lab-tree", 7)
        md.treeprocessors.register(FormulaTree(md, page.report), "formula-tree", 6)
        md.treeprocessors.register(TermIds(md), "term-ids", 6)


def lone_image(element: Element) -> Element | None:
    """The image that a paragraph consists of."""
    alone = element.tag == "p" and len(element) == 1 and not "".join(element.itertext()).strip()
    return element[0] if alone and element[0].tag == "img" else None


def words_of(md: Markdown, element: Element) -> str:
    """What an element says. Code in a line has been put aside by then."""
    words = "".join(element.itertext())
    return Markup(render_inner_html(element, md)).striptags() if STX in words else words
