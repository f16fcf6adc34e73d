"""A figure on a page is the figure of its lab: drawn with less, and looking the same."""

from __future__ import annotations

import io
import re
from pathlib import Path

import drawing
import notebook
import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser

from tests.conftest import ROOT

LABS = sorted((ROOT / "docs/labs").glob("*.ipynb"))
SHEET = (ROOT / "docs/assets/stylesheets/course.css").read_text(encoding="utf-8")
SVG = """<?xml version="1.0"?>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="72pt" viewBox="0 0 72 72" version="1.1">
 <metadata>when and by what</metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
 <g id="figure_1">
  <!-- a comment -->
  <path d="M 0.128456 72
L 10 20.5004
z
" clip-path="url(#p1)" style="fill: #0b6e75; stroke: #123456"/>
  <g id="tick">
   <defs><path id="m1" d="M 0 0 L 0 3.5" style="stroke: #000000"/><path id="m2" d="M 0 0 L 1 1"/></defs>
   <use xlink:href="#m1" x="1" style="fill: #000000; stroke: #d9dde2"/>
   <use xlink:href="#m1" x="2" style="fill: #000000; stroke: #d9dde2"/>
   <use xlink:href="#m2" x="1" style="stroke: #b8500a"/>
   <use xlink:href="#m2" x="2" style="stroke: #6a737d"/>
   <g transform="translate(1 2)"><text style="font-size: 10px; font-family: 'X', sans; fill: #1b1f24">0.1250</text></g>
   <text style="font-size: 11px; fill: #0b6e75" transform="rotate(-0 1 1)">a b</text>
  </g>
 </g>
 <defs><clipPath id="p1"><rect x="0" y="0" width="72.000" height="72"/></clipPath></defs>
</svg>
"""

# Two grid lines with ticks and words between them, a frame without a line, two bars, a mark by itself.
GRID = """<svg viewBox="0 0 90 90"><path d="M0 0 90 0 90 90z" style="fill:none"/>\
<path d="M10 0 10 50" clip-path="url(#c)" style="fill:none;stroke:red"/>\
<defs><path id="t" d="M0 0 0 3" style="stroke:red"/></defs><use xlink:href="#t" x="10" y="60"/>\
<text style="text-anchor:middle" x="10" y="80">1</text>\
<path d="M30 0 30 50" clip-path="url(#c)" style="fill:none;stroke:red"/><use xlink:href="#t" x="30" y="60"/>{between}\
<path d="M50 0 50 50" clip-path="url(#c)" style="fill:none;stroke:red"/>\
<g clip-path="url(#c)"><use xlink:href="#t" x="40" y="20"/></g><path d="M70 9" style="fill:none;stroke:red"/>\
<defs><clipPath id="c"><rect width="90" height="90"/></clipPath></defs></svg>"""
GRID_DRAWN = """<svg viewBox="0 0 90 90"><defs><marker id="t"><path d="M0 0 0 3" style="stroke:red"/></marker>\
<clipPath id="c"><rect width="90" height="90"/></clipPath></defs>\
<path d="M10 0 10 50M30 0 30 50{joined}" clip-path="url(#c)" style="fill:none;stroke:red"/>\
<path d="M10 60 30 60" style="fill:none;marker:url(#t)"/><text style="text-anchor:middle" x="10" y="80">1</text>{apart}\
<path d="M40 20 40 20" clip-path="url(#c)" style="fill:none;marker-start:url(#t)"/></svg>"""


@pytest.fixture(scope="module")
def inline() -> str:
    return drawing.inline_svg(SVG, "some-figure", 'Lines <up> & "down"')


@pytest.mark.parametrize(
    "part",
    [
        'aria-label="Lines &lt;up> &amp; &quot;down&quot;" viewBox="0 0 72 72" style="width:6.0em"',
        '<path d="M0.12 72 10 20.5z" clip-path="url(#some-figure__0)" style="fill:var(--learnt);stroke:#123456"/>',
        '<path id="some-figure__1" d="M0 0 0 3.5" style="fill:var(--ink);stroke:var(--ink)"/>',
        '<use xlink:href="#some-figure__1" x="1"/><use xlink:href="#some-figure__1" x="2"/>',
        '<use xlink:href="#some-figure__2" x="1" style="stroke:var(--rival)"/>',
        '<g transform="translate(1 2)"><text>0.1250</text></g>',
        '<text style="font-size:11px;fill:var(--learnt)">a b</text>',
        '<clipPath id="some-figure__0"><rect x="0" y="0" width="72" height="72"/></clipPath>',
    ],
)
def test_drawing_holds_what_it_needs(part: str, inline: str) -> None:
    assert part in inline


def test_drawing_holds_nothing_else(inline: str) -> None:
    assert re.findall(r"<!--|<g>|metadata|<style|font-family|tick|rotate", inline) == []
    assert inline.count("<g ") == inline.count("</g>") == 1


LAST = '<path d="M50 0 50 50" clip-path="url(#c)" style="fill:none;stroke:red"/>'
BESIDE, OVER = (f'<path d="M{x} 9 {x} 11" style="stroke:blue"/>' for x in (80.3, 50))


@pytest.mark.parametrize(
    ("between", "joined", "apart"),
    [
        ("", "M50 0 50 50", ""),
        (BESIDE, "M50 0 50 50", BESIDE),
        (OVER, "", OVER + LAST),
        ('<text x="52.04" y="9">over</text>', "M50 0 50 50", '<text x="52" y="9">over</text>'),
        ('<text x="48" y="9">over</text>', "", f'<text x="48" y="9">over</text>{LAST}'),
        ('<image x="80"/>', "", f'<image x="80"/>{LAST}'),
    ],
    ids=["nothing", "a line beside", "a line over", "words beside", "words over", "a picture"],
)
def test_equal_parts_are_drawn_as_one_past_what_lies_beside_them(between: str, joined: str, apart: str) -> None:
    assert drawing.joined(GRID.format(between=between)) == GRID_DRAWN.format(joined=joined, apart=apart)


@pytest.mark.parametrize(
    "part", ["<g><g></g></g>", '<use xlink:href="#t" style="fill:red"/>', '<use xlink:href="#u"/>']
)
def test_drawing_of_a_kind_that_is_not_known_stays(part: str) -> None:
    svg = GRID.format(between=part)
    assert drawing.joined(svg) == svg


def outside(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of `one` are clearly lighter or darker than `other` is there or beside it."""
    lightest, darkest = other.filter(ImageFilter.MaxFilter(3)), other.filter(ImageFilter.MinFilter(3))
    apart = ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))
    return sum(apart.histogram()[80:])


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("lab", LABS, ids=lambda path: path.stem)
def test_drawing_looks_as_it_was_drawn(lab: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    # One font for both, no bounds to their width, and a colour that shows where a part has lost its own.
    style = SHEET + "* { font-family: sans-serif !important } .lab-frame svg { fill: magenta; max-width: none }"
    seen = 0
    for label, cell in notebook.read(lab).figures.items():
        if svg := cell.data("image/svg+xml"):
            shots = []
            for text in (drawing.LEFT_OUT.sub("", svg), drawing.inline_svg(svg, label, "")):
                text = re.sub(r"<\?xml.*?<svg", "<svg", text, flags=re.DOTALL)
                size = re.search(r'viewBox="0 0 (\S+) (\S+)"', text)
                assert size
                text = re.sub(r"<svg [^>]*>", f'<svg viewBox="{size[0][9:-1]}" width="{size[1]}px">', text, count=1)
                page.set_content(f'<style>{style}</style><div class="lab-frame">{text}</div>')
                shots.append(Image.open(io.BytesIO(page.locator("svg").screenshot())).convert("L"))
            seen += 1
            apart = max(outside(*shots), outside(*reversed(shots)))
            assert apart < 5, f"{lab.name}: {label}: differs from what the lab has drawn in {apart} pixels"
    page.close()
    assert seen or "svg" not in lab.read_text(encoding="utf-8")
