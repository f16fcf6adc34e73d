"""Tree processors of a page: they place cells of notebooks, hold numbers to the runs, and give terms their addresses."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement

from course.notebook.cells import Placement, inline, place
from course.notebook.markdown import facts
from course.notebook.model import Fault, Notebook, load
from course.notebook.numbers import mismatch, result_text
from course.notebook.results import Result
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import render_inner_html, slugify, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX
from markupsafe import Markup


@dataclass
class SourcePage:
    """A page of the course, as its links see the notebooks, and the faults that they have."""

    uri: str
    """Its path below `docs`."""
    docs: Path
    faults: list[str] = field(default_factory=list)

    def target(self, href: str) -> tuple[str, str] | None:
        """Path below docs and anchor of a link to a part of a notebook; None for any other link."""
        parts = urlsplit(href)
        folder = posixpath.dirname(self.uri)
        uri = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else self.uri
        part = not parts.scheme and not parts.netloc and parts.fragment and uri.endswith(".ipynb")
        return (uri, unquote(parts.fragment)) if part else None

    def notebook(self, uri: str) -> Notebook:
        """The notebook with this path below docs. Raises Fault when it cannot be read."""
        return load(self.docs / uri, f"{self.docs.name}/{uri}")

    def result(self, href: str) -> Result | None:
        """The result that a link leads to, if it does; a notebook that cannot be read is a fault of its own page."""
        target = self.target(href)
        try:
            return self.notebook(target[0]).results.get(target[1]) if target else None
        except Fault:
            return None

    def place(self, href: str, words: str) -> str:
        """Where on the page a link with these words stands: its file and the line, or the cell."""
        name = f"{self.docs.name}/{self.uri}"
        if self.uri.endswith(".ipynb"):
            cells = self.notebook(self.uri).cells
            parts = [(f": {cell.place}", "\n".join([cell.source, *map(str, cell.options.values())])) for cell in cells]
        else:
            lines = (self.docs / self.uri).read_text(encoding="utf-8-sig").splitlines()
            parts = [(f":{number}", line) for number, line in enumerate(lines, start=1)]
        hits = [where for where, text in parts if href in text and words in text]
        hits = hits or [where for where, text in parts if href in text]
        return name + "".join(hits[:1])

    def report(self, href: str, words: str, what: str) -> None:
        self.faults.append(f"{self.place(href, words)}: {what}")


class LabTree(Treeprocessor):
    """Places cells, and holds `[87.4 %](lab.ipynb#result)` to the run: its words are the result, rounded as written."""

    def __init__(self, md: Markdown, page: SourcePage) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            self.verify(link)
        for parent in list(root.iter()):
            for child in list(parent):
                if (image := lone_image(child)) is not None and self.page.target(image.get("src", "")):
                    at = list(parent).index(child)
                    parent[at : at + 1] = self.placed(image)
        for image in root.iter("img"):
            if self.page.target(image.get("src", "")):
                self.page.report(image.get("src", ""), "", "a figure must stand alone in its paragraph")

        if self.page.uri.endswith(".ipynb"):
            self.add_facts(root)

    def add_facts(self, root: Element) -> None:
        """Put the facts of a lab under its title. They are HTML: MkDocs would take the download for a link to the page."""
        at = next((number for number, element in enumerate(root, start=1) if element.tag == "h1"), 0)
        line = Element("p")
        line.text = self.md.htmlStash.store(facts(self.page.notebook(self.page.uri)))
        root.insert(at, line)

    def verify(self, link: Element, own: bool = True) -> None:
        """Mark a number link, and report one of the page's own that does not say its result."""
        href, words = link.get("href", ""), words_of(self.md, link)
        result = self.page.result(href)
        if result is None or not re.search(r"\d", words):
            return  # another link; MkDocs reports those that lead nowhere
        if own and (what := mismatch(words, result)):
            target = "#".join(self.page.target(href) or ())
            self.page.report(href, words, f"{what} of {target}; write that, rounded, or run the lab")
        link.attrib.update({"class": "run", "title": f"From a run: {result.what}, {result_text(result)}"})

    def placed(self, image: Element) -> list[Element]:
        """What comes in place of a link to a cell; nothing if there is no such cell."""
        href = image.get("src", "")
        uri, name = self.page.target(href) or ("", "")
        own = uri == self.page.uri
        try:
            notebook = self.page.notebook(uri)
        except Fault as fault:
            if not (self.page.docs / uri).exists():  # else the notebook's own page says why
                self.page.report(href, "", f"no figure '{name}' in {uri}: {fault}")
            return []
        cell = notebook.code_cell(name)
        if cell is None:
            self.page.report(href, "", f"no figure '{name}' in {uri}; there are: {', '.join(notebook.figures)}")
            return []
        alt = inline(self.md, "p", image.get("alt") or str(cell.options.get("fig-alt") or ""))
        path = "" if own else href.rpartition("#")[0]
        try:
            elements = place(Placement(self.md, notebook, cell, path, words_of(self.md, alt), image.get("class") == "card"))
        except ValueError as error:
            self.page.report(href, "", f"{error}; run scripts/labs {Path(uri).stem}")
            return []
        for element in [alt, *elements]:
            for link in element.iter("a"):
                self.verify(link, own)
        return elements


class TermIds(Treeprocessor):
    """Gives each term that a page explains an address, so that MkDocs knows `glossary.md#relu`."""

    def run(self, root: Element) -> None:
        taken = {element.get("id") for element in root.iter() if element.get("id")}
        for term in root.iter("dt"):
            if not term.get("id"):
                term.set("id", unique(slugify(words_of(self.md, term), "-"), taken))


class LabLinks(Extension):
    """The tree processors of a page; MkDocs makes them anew for each."""

    def __init__(self, **settings: SourcePage) -> None:
        self.config = {"page": [SourcePage("", Path()), "the page that is read"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name that Python-Markdown calls
        # After inline patterns (20) and attribute lists (8), before MkDocs collects anchors (5) and mends links (0).
        md.treeprocessors.register(LabTree(md, self.getConfig("page")), "lab-tree", 7)
        md.treeprocessors.register(TermIds(md), "term-ids", 6)


def lone_image(element: Element) -> Element | None:
    """The image that a paragraph consists of."""
    words = "".join(element.itertext()).strip()
    return element[0] if element.tag == "p" and len(element) == 1 and element[0].tag == "img" and not words else None


def words_of(md: Markdown, element: Element) -> str:
    """What an element says; code in a line has been put aside by then."""
    words = "".join(element.itertext())
    return Markup(render_inner_html(element, md)).striptags() if STX in words else words
