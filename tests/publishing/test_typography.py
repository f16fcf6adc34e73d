"""Curly quotes and spaces that hold numbers and units together: where, and where not."""

import json
import re
from pathlib import Path

import pytest
from course.publishing import search, typography
from course.publishing.site import Site
from selectolax.lexbor import LexborHTMLParser

from tests.publishing.conftest import tree

NARROW, WIDE = "\u202f", "\u00a0"


def applied(body: str) -> str:
    whole = tree(body)
    typography.apply(whole, "", Site(Path()))
    assert whole.body is not None and whole.body.html is not None
    return whole.body.html.removeprefix("<body>").removesuffix("</body>").replace("&nbsp;", WIDE)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"More data", it\'s said', "“More data”, it’s said"),
        ("the students' guess ('deep')", "the students’ guess (‘deep’)"),
        ("\"'Deep' it is\"", "“‘Deep’ it is”"),
        ("the '90s", "the ’90s"),
        ("92 % of 40 ms, 5 MB", f"92{NARROW}% of 40{NARROW}ms, 5{NARROW}MB"),
        ("92.2 ± 1.2 %", f"92.2{WIDE}±{WIDE}1.2{NARROW}%"),
        ("7.7 points, 1 point, 3 sets, 5 months", f"7.7{WIDE}points, 1{WIDE}point, 3 sets, 5 months"),
        ("34 minutes, 5 h 20 min", f"34{WIDE}minutes, 5{NARROW}h 20{NARROW}min"),
        ("1.5 × 10⁻¹⁵", f"1.5{WIDE}×{WIDE}10⁻¹⁵"),
        ("a × b, in % of 3 samples", "a × b, in % of 3 samples"),
        ("one · two\n · three", f"one{WIDE}· two\n · three"),
    ],
)
def test_prose_is_set_character_for_character(typed: str, printed: str) -> None:
    assert typography.typeset(typed) == printed
    assert len(typed) == len(printed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('<p>"A <em>b</em>" or "<a href="#x">c</a>"</p>', '<p>“A <em>b</em>” or “<a href="#x">c</a>”</p>'),
        ('<p>write "<code>"a"</code>", or \'x\'</p>', '<p>write “<code>"a"</code>”, or ‘x’</p>'),
        ("<ul><li>\"a</li><li>b'</li></ul>", "<ul><li>“a</li><li>b’</li></ul>"),
        ('<summary>"A</summary><pre>\'</pre>"b"', "<summary>“A</summary><pre>'</pre>“b”"),
        ('<p><a href="#x">a</a> · <a href="#y">b</a></p>', f'<p><a href="#x">a</a>{WIDE}· <a href="#y">b</a></p>'),
        ("<p><strong>92</strong> %, 1 &lt; 2 ms</p>", f"<p><strong>92</strong>{NARROW}%, 1 &lt; 2{NARROW}ms</p>"),
    ],
)
def test_a_line_is_read_across_its_elements(typed: str, printed: str) -> None:
    assert applied(typed) == printed


@pytest.mark.parametrize(
    "body",
    [
        "<pre><code>print(\"it's\", 5 % 2)</code></pre>",
        "<p><code>'a'</code><kbd>\"</kbd><samp>92 %</samp></p>",
        "<math><mn>5</mn><mtext> ms \"x\"</mtext></math>",
        "<svg><text>5 % it's</text></svg>",
        "<script>f(\"x\", 5 % 2)</script>",
        '<details class="numbers"><table><tbody><tr><td>it\'s 5 %</td></tr></tbody></table></details>',
        "<p><img alt=\"it's 92 %\" src=\"it's.png\"></p>",
    ],
)  # fmt: skip
def test_code_formulas_drawings_and_attributes_stay_as_they_are(body: str) -> None:
    assert applied(body) == body


def test_page_without_a_body_is_left_alone() -> None:
    typography.apply(LexborHTMLParser(""), "", Site(Path()))


def test_site_is_set_and_its_search_finds_what_a_keyboard_types(site: Path) -> None:
    text = (site / "teach/index.html").read_text(encoding="utf-8")
    assert "“More data is always better”" in text
    faq = (site / "faq/retrieval/index.html").read_text(encoding="utf-8")
    assert re.search(rf">\d+{NARROW}%</a>", faq)
    lab = (site / "labs/layered-architecture/index.html").read_text(encoding="utf-8").replace("&nbsp;", WIDE)
    assert re.search(rf"<td>\d+\.\d{WIDE}±{WIDE}\d+\.\d{NARROW}%</td>", lab)  # a result in the table of them
    index = json.loads((site / search.INDEX).read_text(encoding="utf-8"))
    everything = json.dumps(index["docs"], ensure_ascii=False)
    assert "Python's" in everything
    assert not re.search("[‘’\u202f]", everything)  # double quotes stand where a caption has them
