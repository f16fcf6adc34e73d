"""A page while its Markdown is a tree: where its links lead, what its elements say, which faults are found on it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import render_inner_html
from markdown.util import STX
from markupsafe import Markup

from course.notebook.model import Fault, Notebook, load
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

    def reader(self, uri: str) -> tuple[str, str] | None:
        """Address from here and title of the page that links most to the parts of a notebook, if any does."""
        pages = [(path, path.read_text(encoding="utf-8-sig")) for path in sorted(self.docs.rglob("*.md"))]
        path, text = max(pages, key=lambda page: page[1].count(f"{uri}#"), default=(self.docs, ""))
        title = re.search(r"^title: *(.+)$", text, re.MULTILINE)
        if f"{uri}#" not in text or not title:
            return None
        here = posixpath.dirname(self.uri) or "."
        return posixpath.relpath(path.relative_to(self.docs).as_posix(), here), title[1].strip("\"'")

    def report(self, source: str, what: str, words: str = "") -> None:
        """Note a fault with its place: the file, and the line or cell that holds this source, best with these words."""
        name = f"{self.docs.name}/{self.uri}"
        if notebook := self.notebook(self.uri) if self.uri.endswith(".ipynb") else None:
            cells = notebook.cells
            shown = [[*cell.options.values(), *(output.content for output in cell.outputs)] for cell in cells]
            parts = [
                (f": {cell.place}", "\n".join([cell.source, *map(str, more)]))
                for cell, more in zip(cells, shown, strict=True)
            ]
        else:
            lines = (self.docs / self.uri).read_text(encoding="utf-8-sig").splitlines()
            parts = [(f":{number}", line) for number, line in enumerate(lines, start=1)]
        hits = sorted((words not in text, at) for at, (_, text) in enumerate(parts) if source in text)
        self.faults.append(f"{name}{parts[hits[0][1]][0] if hits else ''}: {what}")


def lone_image(element: Element) -> Element | None:
    """The image that a paragraph consists of."""
    alone = element.tag == "p" and len(element) == 1 and not "".join(element.itertext()).strip()
    return element[0] if alone and element[0].tag == "img" else None


def words_of(md: Markdown, element: Element) -> str:
    """What an element says. Code in a line has been put aside by then."""
    words = "".join(element.itertext())
    return Markup(render_inner_html(element, md)).striptags() if STX in words else words
