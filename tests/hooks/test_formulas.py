"""Formulas are MathML when the site is built, in a font that has every character of them."""

import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.formulas import mathml
from fontTools.ttLib import TTFont

from tests.hooks import samples


def test_formula_in_a_line_and_on_its_own(tmp_path: Path) -> None:
    text, faults = samples.page(tmp_path, "a.md", "It is \\(a < b\\) *so*.\n\n\\[ \\frac{1}{2} \\]\n\n- *\\(c\\)*\n")
    soup = BeautifulSoup(text, "html.parser")
    inline, block, emphasised = soup.find_all("math")
    assert inline.get_text() == "a<b" and not inline.get("display")
    assert str(inline.next_sibling) == " " and inline.find_next_sibling("em") is not None
    assert block["display"] == "block" and block.find("mfrac") is not None
    assert emphasised.parent is not None and emphasised.parent.name == "em"
    assert "arithmatex" not in text and not faults


@pytest.mark.parametrize(
    "latex",
    [
        "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}",
        "\\begin{gathered} a \\\\ b \\end{gathered}",
        "f(x) = \\left\\{ \\begin{array}{ll} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{array} \\right.",
        "\\text{\\$}",
        "\\operatorname{softmax}(x) \\mathbb{R} \\boldsymbol{w}",
    ],
)
def test_formula_leaves_no_mark_of_its_latex(latex: str) -> None:
    words = "".join(mathml(latex, True).itertext())
    assert not set(words) & set("\\&") and "begin" not in words


@pytest.mark.parametrize("latex", ["\\frac{1", "\\nonsense{x}", "\\left( x", "\\begin{nothing} x \\end{nothing}"])
def test_formula_that_cannot_be_read_is_one_line_with_its_place(latex: str, tmp_path: Path) -> None:
    text, faults = samples.page(tmp_path, "a.md", f"Words.\n\nIt is \\({latex}\\), and \\(x\\).\n")
    assert len(faults) == 1 and "\n" not in faults[0]
    assert faults[0].startswith(f"{tmp_path.name}/a.md:3: the formula '{latex}' cannot be read (")
    assert faults[0].endswith("); mend its LaTeX")
    assert text.count("<math>") == 1
    with pytest.raises(ValueError, match=r"\w"):
        mathml(latex, False)


def test_contents_show_formulas_of_headings(tmp_path: Path) -> None:
    text, _ = samples.page(tmp_path, "a.md", "## The \\(x^2\\) rule\n")
    assert BeautifulSoup(text, "html.parser").select_one("h2#the-x2-rule msup") is not None


def test_font_has_every_character_of_every_formula(site: Path) -> None:
    font = TTFont(next((site / "assets/fonts").glob("course-math.*.woff2"))).getBestCmap()
    formulas = 0
    for path in site.rglob("*.html"):
        for formula in BeautifulSoup(path.read_bytes(), "html.parser").find_all("math"):
            formulas += 1
            for letter in formula.find_all(["mi", "mo", "mn", "mtext"]):
                text = letter.get_text().strip()
                missing = {c for c in text if ord(c) not in font and unicodedata.category(c)[0] not in "CZ"}
                assert not missing, f"{path}: {missing} are not in course-math.woff2; add them to scripts/vendor"
    assert formulas > 7
