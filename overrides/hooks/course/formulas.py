"""Formulas as MathML: no script is needed to read them, by eye or by ear."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML
from selectolax.lexbor import LexborHTMLParser

CONVERTER = LatexToMathML(fancy_error=False)
ENTITY = re.compile(r"&(?!(?:amp|apos|gt|lt|quot);)\w+;")  # of HTML; XML has no other names than these


def mathml(latex: str, display: bool) -> Element:
    """A formula as a `<math>` element, on a line of its own with `display`. Raises ValueError for what is no LaTeX."""
    try:
        text = CONVERTER.convert_with_local_state(latex.strip(), displaystyle=display)
    except LatexError as error:
        raise ValueError(str(error).partition(": ")[2].rstrip(".")) from error
    return ElementTree.fromstring(ENTITY.sub(lambda entity: unescape(entity[0]), text))


class FormulaTree(Treeprocessor):
    """Draws what pymdownx.arithmatex found, and notes what cannot be read."""

    def __init__(self, md: Markdown, faults: list[str]) -> None:
        super().__init__(md)
        self.faults = faults

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for at, child in enumerate(parent):
                if child.get("class") == "arithmatex":
                    latex = unescape((child.text or "")[2:-2])
                    try:
                        parent[at] = mathml(latex, child.tag == "div")
                    except ValueError as error:
                        self.faults.append(f"the formula '{latex.strip()}' cannot be read ({error}); mend its LaTeX")
                    parent[at].tail = child.tail


class Formulas(Extension):
    """The tree processor of a page, which fills a list with the faults of its formulas."""

    def __init__(self, **settings: list[str]) -> None:
        self.config = {"faults": [[], "what cannot be read"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name that Python-Markdown calls
        # After abbreviations (7), before the contents are made of the headings (5).
        md.treeprocessors.register(FormulaTree(md, self.getConfig("faults")), "formulas", 6)


def headings(html: str) -> dict[str, str]:
    """The headings of a page that hold formulas, as HTML without their links, by id."""
    found = {}
    for heading in LexborHTMLParser(html).css(":is(h1, h2, h3, h4, h5, h6)[id]:has(math)"):
        for link in heading.css("a.headerlink"):
            link.decompose()
        found[heading.attributes["id"] or ""] = heading.inner_html or ""
    return found
