"""A page while its Markdown is a tree: where its links lead, what its elements say, which faults are found on it."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import render_inner_html
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX
from markupsafe import Markup

from course.notebook.model import Cell, Fault, Notebook, load
from course.notebook.results import Result


@dataclass
class SourcePage:
    """A page of the course as its links see the notebooks, and the faults that are found on it."""

    uri: str
    """Its path below `docs`."""
    docs: Path
    faults: list[str] = field(default_factory=list)

    @property
    def lab(self) -> Notebook | None:
        """The notebook that is the page, if it is one that can be read."""
        return self.notebook(self.uri) if self.uri.endswith(".ipynb") else None

    def path(self, href: str) -> str:
        """Path below docs of the file that a link without an anchor leads to."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.uri), unquote(href)))

    def link(self, uri: str) -> str:
        """Address from here of the page with this path below docs."""
        return posixpath.relpath(uri, posixpath.dirname(self.uri) or ".")

    def text(self, uri: str) -> str:
        """The text of a file below docs; nothing where there is none."""
        file = self.docs / uri
        return file.read_text(encoding="utf-8-sig") if file.is_file() else ""

    def target(self, href: str) -> tuple[str, str] | None:
        """Path below docs and anchor of a link to a part of a notebook; None for any other link."""
        parts = urlsplit(href)
        uri = self.path(parts.path) if parts.path else self.uri
        part = not parts.scheme and not parts.netloc and parts.fragment and uri.endswith(".ipynb")
        return (uri, unquote(parts.fragment)) if part else None

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

    def reader(self, uri: str) -> tuple[str, str] | None:
        """Address from here and title of the page that links most to the parts of a notebook, if any does."""
        pages = [(path, path.read_text(encoding="utf-8-sig")) for path in sorted(self.docs.rglob("*.md"))]
        path, text = max(pages, key=lambda page: page[1].count(f"{uri}#"), default=(self.docs, ""))
        title = re.search(r"^title: *(.+)$", text, re.MULTILINE)
        if f"{uri}#" not in text or not title:
            return None
        return self.link(path.relative_to(self.docs).as_posix()), title[1].strip("\"'")

    def report(self, source: str, what: str, words: str = "") -> None:
        """Note a fault with its place: the file, and the line or cell that holds this source, best with these words."""
        if lab := self.lab:
            parts = [(f": {cell.place}", cell_text(cell)) for cell in lab.cells]
        else:
            lines = self.text(self.uri).splitlines()
            parts = [(f":{number}", line) for number, line in enumerate(lines, start=1)]
        holders = [(words not in text, place) for place, text in parts if source in text]
        place = min(holders, key=itemgetter(0))[1] if holders else ""
        self.faults.append(f"{self.docs.name}/{self.uri}{place}: {what}")


class PageProcessor(Treeprocessor):
    """A tree processor that knows its page."""

    def __init__(self, md: Markdown, page: SourcePage) -> None:
        super().__init__(md)
        self.page = page

    def replace_images(self, root: Element, made_of: Callable[[Element], list[Element] | None]) -> None:
        """Put what is made of an image in place of each paragraph that consists of one; None leaves it as it is."""
        for parent in list(root.iter()):
            for child in list(parent):
                lone = child.tag == "p" and len(child) == 1 and not "".join(child.itertext()).strip()
                if lone and child[0].tag == "img" and (made := made_of(child[0])) is not None:
                    at = list(parent).index(child)
                    parent[at : at + 1] = made

    def above_sources(self, root: Element) -> Iterator[Element]:
        """The blocks of the page up to its list of sources."""
        for block in root:
            if block.tag == "h2" and words_of(self.md, block) == "Sources":
                return
            yield block


def cell_text(cell: Cell) -> str:
    """All that a cell holds, options and outputs too, to look for a part of it."""
    parts = [cell.source, *cell.options.values(), *(output.content for output in cell.outputs)]
    return "\n".join(map(str, parts))


def words_of(md: Markdown, element: Element) -> str:
    """What an element says. Code in a line has been put aside by then."""
    words = "".join(element.itertext())
    return Markup(render_inner_html(element, md)).striptags() if STX in words else words
