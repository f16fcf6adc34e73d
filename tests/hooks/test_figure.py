"""A recorded figure on a page: the page's colours, ids of its own, one alt text, and letters that a phone can show."""

import re
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from course.notebook import figure
from course.notebook.outputs import JPEG, PNG, Output
from markdown import Markdown
from playwright.sync_api import Browser
from recording.panels import record

from tests.conftest import ROOT
from tests.hooks import samples

SHEET = (ROOT / "docs/assets/stylesheets/course.css").read_text(encoding="utf-8")
DRAWINGS = ROOT / "tests/scripts/drawings"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 90">
<g><view viewBox="0 0 90 90"/><defs><clipPath id="p1-0"><rect width="9" height="9"/></clipPath></defs>
<path d="M0 0 9 9" clip-path="url(#p1-0)" style="fill:none;stroke:#0b6e75;marker:url(#p1-0)"/>
<text x="1" y="2">CNN</text></g>
<g><view viewBox="100 0 80.5 90"/><image xlink:href="data:image/png;base64,AA==" style="image-rendering:pixelated"/></g>
</svg>"""


def panels(alt: str = "Lines <up>") -> list[Element]:
    return figure.panels(SVG, "some-figure", alt)


def test_each_panel_is_a_drawing_with_its_own_view_box() -> None:
    first, second = panels()
    assert first.attrib == {
        "role": "img",
        "aria-label": "Lines <up>",
        "viewBox": "0 0 90 90",
        "style": "--width:90",
    }
    assert second.attrib == {"aria-hidden": "true", "viewBox": "100 0 80.5 90", "style": "--width:80.5"}
    assert [child.tag for child in first] == ["defs", "path", "text"]


def test_ids_of_a_panel_begin_with_its_label_and_references_follow() -> None:
    defined, line, _ = panels()[0]
    assert defined[0].attrib["id"] == "some-figure__p1-0"
    assert line.attrib["clip-path"] == "url(#some-figure__p1-0)"
    assert line.attrib["style"] == "fill:none;stroke:var(--learnt);marker:url(#some-figure__p1-0)"


def test_picture_in_a_drawing_keeps_the_name_that_instant_navigation_leaves_alone() -> None:
    (image,) = panels()[1]
    assert image.attrib == {"xlink:href": "data:image/png;base64,AA==", "style": "image-rendering:pixelated"}


def test_what_lies_on_a_picture_of_pixels_keeps_its_inks_and_its_marks_get_an_edge() -> None:
    mark = '<marker id="p1-1"><path d="M0 0 3 0" style="fill:#0b6e75;stroke:#0b6e75"/></marker>'
    line = '<path d="M0 0 9 9" clip-path="url(#p1-0)" style="fill:none;stroke:#b8500a"/>'
    marks = '<path d="M0 0 9 9" clip-path="url(#p1-0)" style="fill:none;marker:url(#p1-1)"/>'
    axis = '<path d="M0 0 0 9" style="fill:none;stroke:#1b1f24"/>'
    head, _, tail = SVG.partition("<g><view")
    body = f'<g><view viewBox="0 0 90 90"/><defs>{mark}</defs>{line}{{}}{line}{marks}{axis}</g>'
    pixels = '<g><image xlink:href="data:image/png;base64,AA=="/></g>'
    below = f"{head}{body.format(pixels)}<g><view{tail}"
    defined, before, _, after, _, frame = figure.panels(below, "some-figure", "")[0]
    assert defined[0][0].attrib["style"] == "fill:#0b6e75;stroke:#fff;stroke-width:2;paint-order:stroke"
    assert "var(--rival)" in before.attrib["style"]
    assert "#b8500a" in after.attrib["style"]
    assert "var(--ink)" in frame.attrib["style"]
    plain = figure.panels(f"{head}{body.format('')}<g><view{tail}", "some-figure", "")[0]
    assert plain[0][0][0].attrib["style"] == "fill:var(--learnt);stroke:var(--learnt)"


def test_words_of_a_drawing_are_no_abbreviations() -> None:
    md = Markdown(extensions=["abbr"])
    root = Element("div")
    root.extend(panels())
    md.convert("*[CNN]: A network")
    md.treeprocessors["abbr"].run(root)
    assert "abbr" not in {element.tag for element in root.iter()}


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        "<svg/>",
        SVG.replace('<view viewBox="0 0 90 90"/>', ""),
        (DRAWINGS / "pictures.svg").read_text(encoding="utf-8"),
    ],
    ids=["broken", "empty", "no view", "as Matplotlib wrote it"],
)
def test_drawing_that_was_not_recorded_says_what_to_do(svg: str) -> None:
    with pytest.raises(ValueError, match="figure 'some-figure' is not a drawing in panels; run its lab: scripts/labs"):
        figure.panels(svg, "some-figure", "")


@pytest.mark.parametrize(("ink", "variable"), figure.INKS.items())
def test_ink_of_a_drawing_is_the_light_value_of_its_variable(ink: str, variable: str) -> None:
    name = variable.removeprefix("var(").removesuffix(")")
    assert ink in ("#000000", "#ffffff") or re.search(rf"{name}: {ink};", SHEET)


def test_picture_of_pixels_has_half_its_size_or_that_which_it_states() -> None:
    data = f"{samples.PNG[:20]}\n{samples.PNG[20:]}"
    image = figure.picture(Output("data", PNG, data), "A dot")
    assert image.attrib["alt"] == "A dot"
    assert (image.attrib["width"], image.attrib["height"]) == ("2", "1")
    assert b64decode(image.attrib["src"].partition(",")[2]) == samples.PIXEL
    stated = figure.picture(Output("data", PNG, data, size={"width": 40}), "A dot")
    assert stated.get("width") == "40" and stated.get("height") is None
    assert figure.picture(Output("data", JPEG, "/9j/2Q=="), "A dot").get("src") == "data:image/jpeg;base64,/9j/2Q=="


def test_picture_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"base64|padding"):
        figure.picture(Output("data", PNG, "iVBORw0KG"), "")


# -- In a browser -----------------------------------------------------------------------------------------------------

MEASURE = """() => ({
  wide: document.documentElement.scrollWidth,
  panels: [...document.querySelectorAll(".lab-frame svg")].filter((svg) => svg.clientWidth).map((svg) => {
    const box = svg.getBoundingClientRect();
    return { left: box.left, top: box.top, wide: box.width, letters: 10 * box.width / svg.viewBox.baseVal.width };
  }),
})"""


def frame(*widths: float) -> str:
    """A figure of panels that are as many points wide."""
    groups = "".join(f'<g><view viewBox="0 0 {wide} 200"/><path d="M0 0 9 9"/></g>' for wide in widths)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{groups}</svg>'
    return f'<div class="lab-frame">{"".join(map(whole, figure.panels(svg, "some-figure", "")))}</div>'


def whole(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode")


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(
    "around",
    [
        "",
        '<details open style="padding: 0 12px">',
        '<div class="cards"><ul style="margin: 0; padding: 0; list-style: none"><li style="padding: 0 18px">',
    ],
    ids=["page", "fold", "card"],
)
@pytest.mark.parametrize("widths", [(260,), (290,), (260, 230), (150, 290, 200)])
def test_letters_have_eleven_pixels_on_the_narrowest_phone(
    around: str, widths: tuple[float, ...], browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(f'<style>{SHEET}</style><body style="margin: 0 16px" class="md-typeset">{around}{frame(*widths)}')
    found = page.evaluate(MEASURE)
    page.close()
    assert found["wide"] == 320, "the page scrolls sideways"
    assert len(found["panels"]) == len(widths)
    for panel in found["panels"]:
        assert panel["letters"] >= 11
        assert panel["left"] >= 0
        assert panel["left"] + panel["wide"] <= 320


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(("screen", "beside"), [(390, 1), (768, 2), (1440, 2)])
def test_panels_stand_side_by_side_where_there_is_room(screen: int, beside: int, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": screen, "height": 800})
    room = min(screen - 32, 690)
    page.set_content(f'<style>{SHEET}</style><body style="margin: 0 16px; width: {room}px">{frame(258, 250)}')
    found = page.evaluate(MEASURE)
    page.close()
    first, second = found["panels"]
    assert (first["top"] == second["top"]) == (beside == 2)
    assert first["letters"] == pytest.approx(second["letters"], rel=0.05)
    assert all(11 < panel["letters"] < 17 for panel in found["panels"])
    assert found["wide"] == screen


@pytest.mark.xdist_group("browser")
def test_words_keep_clear_of_the_grid_but_for_those_on_a_coloured_ground(browser: Browser) -> None:
    page = browser.new_page()
    said = '<text x="9" y="9">on the grid</text><text x="9" y="9" style="fill:#ffffff">on a bar</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><g><view viewBox="0 0 90 90"/>{said}</g></svg>'
    drawn = "".join(map(whole, figure.panels(svg, "some-figure", "")))
    frames = f'<figure class="lab-figure">{drawn}</figure><figure class="lab-figure diagram">{drawn}</figure>'
    page.set_content(f"<style>{SHEET}</style>{frames}")
    looks = page.evaluate(
        """() => [...document.querySelectorAll("text")].map((text) => getComputedStyle(text))
          .map((look) => [look.paintOrder, look.stroke])"""
    )
    page.close()
    assert looks[0] == ["stroke", "rgb(252, 251, 248)"]
    assert [stroke for _, stroke in looks[1:]] == ["none"] * 3


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", sorted(DRAWINGS.glob("*.svg")), ids=lambda path: path.stem)
def test_nothing_of_a_panel_lies_outside_of_it(path: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 2000})
    drawn = "".join(map(whole, figure.panels(record(path.read_text(encoding="utf-8"))[0], "some-figure", "")))
    style = f"{SHEET} :root {{ --md-text-font-family: 'DejaVu Sans' }}"
    page.set_content(f'<style>{style}</style><body style="margin: 0 16px"><div class="lab-frame">{drawn}</div>')
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".lab-frame text")].filter((text) => {
            const box = text.getBoundingClientRect(), panel = text.ownerSVGElement.getBoundingClientRect();
            return box.left < panel.left || box.right > panel.right || box.width === 0;
        }).map((text) => text.textContent)"""
    )
    page.close()
    assert outside == []
