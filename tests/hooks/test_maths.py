"""Formulas are MathML when the site is built, in a font that has every character of them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from types import SimpleNamespace

import maths
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from mkdocs.exceptions import PluginError


def page(content: str) -> str:
    return maths.on_page_content(content, SimpleNamespace(file=SimpleNamespace(src_uri="a.md")))  # type: ignore[arg-type]


def test_formula_in_a_line_and_on_its_own() -> None:
    text = page('<p><span class="arithmatex">\\(a &lt; b\\)</span></p><div class="arithmatex">\\[\\frac{1}{2}\\]</div>')
    soup = BeautifulSoup(text, "html.parser")
    inline, block = soup.find_all("math")
    assert inline["display"] == "inline" and inline.get_text() == "a<b"
    assert block["display"] == "block" and block.find("mfrac") is not None
    assert "arithmatex" not in text


@pytest.mark.parametrize("latex", ["\\frac{1", "\\nonsense{x}", "\\left( x"])
def test_formula_that_cannot_be_read_is_one_line(latex: str) -> None:
    with pytest.raises(PluginError) as caught:
        page(f'<span class="arithmatex">\\({latex}\\)</span>')
    message = str(caught.value)
    assert message.startswith(f"docs/a.md: the formula '{latex}' cannot be read")
    assert "\n" not in message


def test_font_has_every_character_of_every_formula(site: Path) -> None:
    font = TTFont(site / "assets/fonts/course-math.woff2").getBestCmap()
    formulas = 0
    for path in site.rglob("*.html"):
        for formula in BeautifulSoup(path.read_bytes(), "html.parser").find_all("math"):
            formulas += 1
            for letter in formula.find_all(["mi", "mo", "mn", "mtext"]):
                text = letter.get_text().strip()
                missing = {c for c in text if ord(c) not in font and unicodedata.category(c)[0] not in "CZ"}
                assert not missing, f"{path}: {missing} are not in course-math.woff2; add them to scripts/vendor"
    assert formulas > 7
