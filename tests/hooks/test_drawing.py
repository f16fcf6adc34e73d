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
