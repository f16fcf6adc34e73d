"""Formulas become MathML when the site is built: `\\(…\\)` in a line, `\\[…\\]` on a line of its own.

pymdownx.arithmatex finds them, latex2mathml draws them; no script is needed to read them, by eye or by ear.
"""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)


def mathml(latex: str, block: bool) -> str:
    """One formula as a `<math>` element. Raises ValueError when the LaTeX cannot be read."""
    if latex.count("{") != latex.count("}"):
        raise ValueError("its braces do not match")  # the library guesses
    try:
        text = convert(latex.strip(), display="block" if block else "inline")
    except Exception as error:  # the library has no common base for its errors
        raise ValueError(str(error) or type(error).__name__) from error
    if unknown := re.search(r"<m[io]>(\\[A-Za-z]+)</m[io]>", text):
        raise ValueError(f"unknown command {unknown[1]}")
    return text


def on_page_content(content: str, page: Page, **_: object) -> str:
    """Replace each formula of the page. A formula that cannot be read ends the build with one line."""

    def drawn(match: re.Match[str]) -> str:
        latex = html.unescape(match[2])
        try:
            return mathml(latex, match[1] == "div")
        except ValueError as error:
            what = f"docs/{page.file.src_uri}: the formula '{latex.strip()}' cannot be read ({error}); mend its LaTeX"
            raise PluginError(what) from error

    return FORMULA.sub(drawn, content)
