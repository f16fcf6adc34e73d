"""Formulas as MathML: no script is needed to read them, by eye or by ear."""

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML

CONVERTER = LatexToMathML(fancy_error=False)
ENTITY = re.compile(r"&(?!(?:amp|apos|gt|lt|quot);)\w+;")  # of HTML; XML knows only those five by name


def mathml(latex: str, display: bool) -> Element:
    """A formula as a `<math>` element, on a line of its own with `display`. Raises ValueError for what is no LaTeX."""
    try:
        text = CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise ValueError(str(error).partition(": ")[2].rstrip(".")) from error
    return ElementTree.fromstring(ENTITY.sub(lambda entity: unescape(entity[0]), text))


class FormulaTree(Treeprocessor):
    """Draws what pymdownx.arithmatex found: `\\(…\\)` in a line, `\\[…\\]` on a line of its own."""

    def __init__(self, md: Markdown, report: Callable[[str, str], None]) -> None:
        super().__init__(md)
        self.report = report

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for at, child in enumerate(parent):
                if child.get("class") == "arithmatex":
                    latex = unescape(child.text or "")[2:-2].strip()
                    try:
                        parent[at] = mathml(latex, child.tag == "div")
                    except ValueError as error:
                        self.report(latex, f"the formula '{latex}' cannot be read ({error}); mend its LaTeX")
                    parent[at].tail = child.tail
