"""Cells of notebooks placed on pages, and numbers held to their runs."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from course.notebook.cells import Placement, inline, show_cell
from course.notebook.hovering import result_card
from course.notebook.markdown import download, facts
from course.notebook.numbers import mismatch
from course.notebook.page import PageProcessor, words_of

PAGE = re.compile(r"(?!\w+:)[^#]*\.(?:ipynb|md)")  # by its path


class LabTree(PageProcessor):
    """Places cells, and holds `[87.4 %](lab.ipynb#result)` to the run: its words are the result, rounded as written."""

    def run(self, root: Element) -> None:
        self.verify([root], own=True)
        self.replace_images(root, self.place_cell)
        for image in root.iter("img"):
            if self.page.target(image.get("src", "")):
                self.page.report(image.get("src", ""), "a figure must stand alone in its paragraph")
            elif PAGE.fullmatch(image.get("src", "")):
                self.page.report(image.get("src", ""), "a page is no picture; place a figure by lab.ipynb#label")
        if lab := self.page.lab:
            below_title = next((at for at, element in enumerate(root, start=1) if element.tag == "h1"), 0)
            root.insert(below_title, self.line(download(lab)))
            root.append(self.line(facts(lab)))

    def line(self, html: str) -> Element:
        """A paragraph kept as HTML: MkDocs would take the download for a link to the page."""
        line = Element("p")
        line.text = self.md.htmlStash.store(html)
        return line

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
            link.attrib.update({"class": "run", **result_card(result)})

    def place_cell(self, image: Element) -> list[Element] | None:
        """What comes in place of a link to a cell: nothing if there is no such cell, None for another picture."""
        href = image.get("src", "")
        target = self.page.target(href)
        if not target:
            return None
        uri, name = target
        own = uri == self.page.uri
        notebook = self.page.notebook(uri)
        cell = notebook.code_cell(name) if notebook else None
        if notebook is None or cell is None:
            if notebook or not (self.page.docs / uri).exists():
                there = ", ".join(notebook.figures) if notebook else "none, as there is no such notebook"
                self.page.report(href, f"no figure '{name}' in {uri}; there are: {there}")
            return []
        alt = inline(self.md, "p", image.get("alt") or str(cell.options.get("fig-alt") or ""))
        path = "" if own else href.partition("#")[0]
        reader = self.page.reader(uri) if name == "results" else None
        look, panel = image.get("class", ""), image.get("panel", "1")
        try:
            placement = Placement(self.md, notebook, cell, path, words_of(self.md, alt), look, int(panel), reader)
            elements = show_cell(placement)
        except ValueError as error:
            if own or look:
                self.page.report(href, str(error))
            return []
        self.verify([alt, *elements], own)
        return elements
