"""A recorded drawing looks as Matplotlib drew it, whole and in its panels; what a phone cannot show is a fault."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from pathlib import Path
from xml.etree import ElementTree

import pytest
from course.notebook import figure
from nbformat import NotebookNode, from_dict
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser
from recording import words
from recording.drawing import Drawing, join
from recording.normalise import HEAD, normalise, with_palette
from recording.panels import record
from recording.svg import around, made, matrix, numbers, points, short_path, unusual

DRAWINGS = sorted((Path(__file__).parent / "drawings").glob("*.svg"))
LAB = Path("docs/labs/lab.ipynb")
NAMED = {path.stem: path.read_text(encoding="utf-8") for path in DRAWINGS}
HEAD_OF_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
# One font for both, and on a page the colours of a page.
PAGE = """* { font-family: sans-serif !important } body { margin: 0 } svg { display: block }
svg.page { fill: var(--ink); font-size: 10px; stroke-linejoin: round } :root { --ink: #1b1f24; --rule: #d9dde2;
--learnt: #0b6e75; --rival: #b8500a; --baseline: #6a737d; --violet: #6f4aa5; --blue: #2b67ad; --rose: #a8326b }"""


GROUND = "M 20 80 L 180 80 L 180 20 L 20 20 z"


def plain(*drawn: str) -> str:
    """A drawing as Matplotlib writes it, of one panel with these elements."""
    said = "<metadata><title>Matplotlib v3</title></metadata>"
    axes = f'<g id="patch_2"><path d="{GROUND}" style="fill: none"/></g>{"".join(drawn)}'
    size = 'width="200pt" height="100pt" viewBox="0 0 200 100"'
    return f'{HEAD_OF_SVG} {size}>{said}<g id="figure_1"><g id="axes_1">{axes}</g></g></svg>'


def text(said: str, x: float, y: float, look: str = "", turn: str = "") -> str:
    return f'<g><text style="font-size: 10px; {look}" x="{x}" y="{y}" {turn}>{said}</text></g>'


def parts(svg: str) -> list[ElementTree.Element]:
    """What the first panel of a recorded drawing holds, without its view box."""
    return list(ElementTree.fromstring(svg)[0])[1:]


def ds(svg: str) -> list[str]:
    return [part.attrib["d"] for part in parts(svg) if "d" in part.attrib]


# -- It looks the same ------------------------------------------------------------------------------------------------


def outside(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of `one` are clearly lighter or darker than `other` is there or beside it."""
    lightest, darkest = other.filter(ImageFilter.MaxFilter(3)), other.filter(ImageFilter.MinFilter(3))
    apart = ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))
    return sum(apart.histogram()[80:])


def framed(svg: str, box: str, classes: str = "") -> str:
    """A drawing of which only the box is seen, at two pixels a point."""
    root = ElementTree.fromstring(svg)
    wide, high = (str(2 * size) for size in numbers(box)[2:])
    root.attrib |= {"viewBox": box, "width": wide, "height": high, "class": classes}
    return ElementTree.tostring(root, encoding="unicode").replace("ns0:", "").replace(":ns0", "")


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("drawn", NAMED.values(), ids=NAMED.keys())
def test_recorded_drawing_looks_as_it_was_drawn(drawn: str, browser: Browser) -> None:
    recorded, _ = record(drawn, with_palette)
    page = browser.new_page(viewport={"width": 1600, "height": 900})

    def shot(svg: str) -> Image.Image:
        page.set_content(f"<style>{PAGE}</style>{svg}")
        return Image.open(io.BytesIO(page.locator("svg").screenshot())).convert("L")

    whole = ElementTree.fromstring(recorded).attrib["viewBox"]
    pairs = [(framed(drawn, whole), framed(recorded, whole))]
    for panel in figure.panels(recorded, "some-figure", ""):
        placed = ElementTree.tostring(panel, encoding="unicode")
        box = panel.attrib["viewBox"]
        pairs.append((framed(drawn, box), framed(placed.replace("<svg ", f"{HEAD_OF_SVG} ", 1), box, "page")))
    shots = [tuple(map(shot, pair)) for pair in pairs]
    page.close()
    apart = [max(outside(*pair), outside(*reversed(pair))) for pair in shots]
    assert max(apart) < 5, f"pixels that differ, in the whole and in each panel: {apart}"
    assert all(sum(pair[1].histogram()[:100]) > 20 for pair in shots), "nothing was drawn"


@pytest.mark.parametrize(("name", "panels"), [("error-bars", 2), ("three-panels", 3), ("twin-axis", 1), ("inset", 1)])
def test_axes_are_panels_where_they_do_not_lie_on_each_other(name: str, panels: int) -> None:
    recorded, faults = record(NAMED[name])
    assert recorded.count("<view ") == panels
    assert len(recorded) < len(NAMED[name]) / 3
    assert faults == []


def test_panels_of_a_row_have_one_top() -> None:
    def tops(name: str) -> list[str]:
        return [group[0].attrib["viewBox"].split()[1] for group in ElementTree.fromstring(record(NAMED[name])[0])]

    assert len(set(tops("error-bars"))) == 1, "the longer title of one moves the other's axes"
    rows = tops("kinds")
    assert rows[0] == rows[1] != rows[2] == rows[3]


def test_panel_holds_all_that_it_refers_to() -> None:
    for drawn in NAMED.values():
        for group in ElementTree.fromstring(record(drawn)[0]):
            within = ElementTree.tostring(group, encoding="unicode")
            there = [item.attrib["id"] for item in group.iter() if "id" in item.attrib]
            assert len(there) == len(set(there))
            assert set(there) == {part.partition(")")[0] for part in within.split("url(#")[1:]}


# -- Fewer elements ---------------------------------------------------------------------------------------------------

LINE = '<path d="M {x} 0 \nL {x} 50 \n" style="fill: none; stroke: red"/>'
FIRST, LAST = LINE.format(x=10), LINE.format(x=50)


@pytest.mark.parametrize(
    ("between", "joined"),
    [
        ("", True),
        ('<path d="M 80.3 9 L 80.3 11" style="stroke: blue"/>', True),
        ('<path d="M 50 9 L 50 11" style="stroke: blue"/>', False),
        (text("over", 60, 9), True),
        (text("over", 48, 9), False),
        ('<image xlink:href="data:," x="80" y="9" width="9" height="9"/>', True),
        ('<image xlink:href="data:," x="8" y="9" width="60" height="9"/>', False),
        ('<foreignObject x="80"/>', False),
    ],
    ids=[
        "nothing",
        "line beside",
        "line over",
        "words beside",
        "words over",
        "picture beside",
        "picture over",
        "unknown",
    ],
)
def test_equal_lines_are_drawn_as_one_past_what_lies_beside_them(between: str, joined: bool) -> None:
    drawn = ds(record(plain(FIRST, between, LAST))[0])
    assert ("M10 0 10 50M50 0 50 50" in drawn) == joined
    assert ("M50 0 50 50" in drawn) != joined


@pytest.mark.parametrize(
    "other", [LAST.replace("red", "blue"), LAST.replace("red", "red; stroke-opacity: 0.5"), LAST.replace("none", "red")]
)
def test_lines_that_look_otherwise_stay_alone(other: str) -> None:
    assert len(ds(record(plain(FIRST, other))[0])) == 2


def test_marks_are_drawn_by_one_path() -> None:
    mark = '<defs><path id="m" d="M 0 0 L 0 3.5" style="stroke: #0b6e75"/></defs>'
    uses = "".join(f'<g><use xlink:href="#m" x="{x}" y="60" style="fill: red"/></g>' for x in (30, 40.04))
    alone = '<g><use xlink:href="#m" x="60" y="70" style="fill: blue"/></g>'
    defined, line, single = parts(record(plain(mark, uses, alone))[0])
    assert [marker[0].attrib for marker in defined] == [
        {"d": "M0 0 0 3.5", "style": "fill:red;stroke:#0b6e75"},
        {"d": "M0 0 0 3.5", "style": "fill:blue;stroke:#0b6e75"},
    ]
    assert line.attrib == {"d": "M30 60 40 60", "style": "fill:none;marker:url(#p1-0)"}
    assert single.attrib == {"d": "M60 70 60 70", "style": "fill:none;marker-start:url(#p1-1)"}


def test_what_cannot_be_seen_is_left_out() -> None:
    clip = '<defs><clipPath id="c"><rect x="20" y="20" width="160" height="60"/></clipPath></defs>'
    hidden = '<path d="M 20 90 L 90 90" clip-path="url(#c)" style="fill: none; stroke: red"/>'
    dot = '<path d="M 50 50" style="fill: none; stroke: red"/>'
    assert ds(record(plain(clip, hidden, dot, '<path style="fill: red"/>', text(" ", 9, 9), FIRST))[0]) == [
        "M10 0 10 50"
    ]


@pytest.mark.parametrize(
    ("d", "short"),
    [
        ("M 0.04 72 \nL 10 20.5004 \nL 3 4 \nz \n", "M0 72 10 20.5 3 4z"),
        ("M 0 0 L 1 1 M 2 2 L 3 3", "M0 0 1 1M2 2 3 3"),
        ("M 0 0 C 1 1 2 2 3 3 C 4 4 5 5 6 6 L -7 7", "M0 0C1 1 2 2 3 3 4 4 5 5 6 6L-7 7"),
    ],
)
def test_path_says_the_same_in_fewer_letters(d: str, short: str) -> None:
    assert short_path(d) == short


def test_upright_words_have_a_place_and_turned_ones_a_transform() -> None:
    upright = text(
        "up", 30, 40, "font-family: 'DejaVu Sans', sans-serif; fill: #1b1f24", 'transform="rotate(-0 30 40)"'
    )
    moved = '<g><text transform="translate(50 60) rotate(-0)" style="font-size: 11px">moved</text></g>'
    turned = text("turned", 70, 60, "", 'transform="rotate(-90 70 60)"')
    up, down, round_ = (part.attrib for part in parts(record(plain(upright, moved, turned))[0]))
    assert up == {"x": "30", "y": "40"}
    assert down == {"x": "50", "y": "60", "style": "font-size:11px"}
    assert round_["transform"] == "rotate(-90 70 60)"


def test_style_keeps_what_is_unusual() -> None:
    assert unusual({"font-family": "'DejaVu Sans'", "font-size": "11px", "stroke-linecap": "butt"}) == "font-size:11px"
    assert unusual({"font-family": "'DejaVu Sans Mono', monospace"}) == "font-family:'DejaVu Sans Mono', monospace"


@pytest.mark.parametrize(
    ("transform", "box"),
    [
        ("translate(5 6)", (5, 6, 7, 9)),
        ("rotate(90)", (-3, 0, 0, 2)),
        ("rotate(90 1 1)", (-1, 0, 2, 2)),
        ("matrix(2 0 0 -1 10 20)", (10, 17, 14, 20)),
        ("translate(5 6) rotate(-90)", (5, 4, 8, 6)),
    ],
)
def test_transform_moves_a_box(transform: str, box: tuple[float, ...]) -> None:
    moved = around([(0, 0), (2, 3)], matrix(made("text", transform=transform)))
    assert moved == pytest.approx(box)


@pytest.mark.parametrize("transform", ["skewX(3)", "translate(5)", "rotate(a)"])
def test_unknown_transform_is_refused(transform: str) -> None:
    with pytest.raises(ValueError, match=r"skewX|translate|convert"):
        matrix(made("text", transform=transform))


def test_numbers_and_paths_hold_numbers_alone() -> None:
    assert numbers("1, 2.5") == [1, 2.5]
    with pytest.raises(ValueError, match="convert"):
        numbers("1px")
    with pytest.raises(ValueError, match="shorter"):
        points(made("path", d="M 1 2 L 3"))


def test_mark_of_nothing_is_refused() -> None:
    with pytest.raises(KeyError):
        join(
            Drawing({}, str).shapes(
                ElementTree.fromstring(f'{HEAD_OF_SVG}><use xlink:href="#gone" x="1" y="1"/></svg>')
            )
        )


# -- Faults -----------------------------------------------------------------------------------------------------------

TICK = '<g id="ytick_1"><g id="line2d_1"><path d="M 20 30 L 180 30" style="fill: none; stroke: red"/></g>{words}</g>'
CLIP = '<defs><clipPath id="c"><rect x="20" y="20" width="35" height="60"/></clipPath></defs>'
MARKED = '<defs><path id="dot" d="M -2 0 L 2 0" style="stroke: red"/></defs>'


def line(d: str, colour: str = "red") -> str:
    return f'<path d="{d}" style="fill: none; stroke: {colour}; stroke-width: 2"/>'


def mark(x: float, y: float) -> str:
    return f'<use xlink:href="#dot" x="{x}" y="{y}"/>'


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (plain('<path d="M 5 50 L 395 50" style="fill: none; stroke: red"/>'), "panel 1 is 396 points wide"),
        (plain(TICK.format(words="")), "panel 1 has no numbers at its y axis; give it its own (no sharey"),
        (plain(TICK.format(words="").replace("y", "x")), "no numbers at its x axis"),
        (plain(text("a label", 30, 40).replace("10px", "9px")), "letters of less than 10 points in 'a label'"),
        (plain(text("one word", 30, 40), text("another", 60, 43)), "'one word' and 'another' lie on each other"),
        (plain(text("left", 90, 40), text("right", 89, 40, "text-anchor: end")), ""),
        (plain(text("left", 90, 40), text("right", 95, 40, "text-anchor: end")), "'left' and 'right'"),
        (plain(text("upper", 30, 40), text("lower", 30, 51)), ""),
        (plain(text("all", 30, 40), "</g><g id='text_9'>", text("Words over all", 30, 90)), "'Words over all' over"),
        (plain(FIRST, "</g><g id='patch_9'>", FIRST), "a shape over the whole figure"),
        (plain(TICK.format(words=text("30", 5, 30))), ""),
        (plain(text("1000", 60, 50)), "numbers in '1000'; write thousands as 1,000"),
        (plain(text("5% wrong", 60, 50)), "numbers in '5% wrong'"),
        (plain(text("1,000 and 0.0025, 5 %", 60, 50)), ""),
        (plain(text("up", 60, 70, "", 'transform="rotate(-90 60 70)"')), "turned words in 'up'; write them level"),
        (plain(text("low", 60, 50), line("M 50 47 L 90 47")), "a line strikes 'low'"),
        (plain(text("low", 60, 50), line("M 62 20 L 62 80")), "a line strikes 'low'"),
        (plain(text("low", 60, 50), line("M 20 20 L 40 30 L 61 70 L 62 44")), "a line strikes 'low'"),
        (plain(text("low", 60, 50), line("M 50 47 L 90 47", "#d9dde2")), ""),
        (plain(text("low", 60, 50), line("M 50 53 L 90 53")), ""),
        (plain(text("low", 60, 50), line("M 20 20 L 55 48")), ""),
        (plain(text("low", 60, 50), line("M 20 47 L 90 47").replace("/>", ' clip-path="url(#c)"/>'), CLIP), ""),
        (plain(text("low", 60, 50), MARKED, mark(68, 47)), "a mark lies on 'low'"),
        (plain(text("low", 60, 50), MARKED, mark(68, 60)), ""),
    ],
)  # fmt: skip
def test_what_a_phone_cannot_show_is_a_fault(drawn: str, says: str) -> None:
    _, faults = record(drawn)
    assert len(faults) == bool(says), faults
    assert says in "".join(faults)
    assert all("\n" not in fault and ";" in fault for fault in faults)


def test_power_at_a_tick_has_small_letters() -> None:
    spans = (
        '<tspan x="0 6.4" y="0" style="font-size: 10px">10</tspan><tspan x="13" y="-4" style="font-size: 7px">2</tspan>'
    )
    formula = f'<g style="fill: #1b1f24" transform="translate(50 50)">\n <text>\n  {spans}\n </text>\n</g>'
    recorded, faults = record(plain(formula))
    assert "less than 10 points in '102'" in faults[0]
    assert ElementTree.tostring(parts(recorded)[0], encoding="unicode").count("\n") == 0


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ("<svg", "no element|unclosed"),
        (plain(FIRST).replace("Matplotlib", "Graphviz"), "another program wrote it"),
        (plain(FIRST).replace("<g", "<path").replace("</g", "</path"), "another program wrote it"),
        (plain('<use xlink:href="#gone" x="1" y="1"/>'), "gone"),
        (plain('<path d="M 1 2 H 3" style="stroke: red"/>'), "shorter"),
        (plain(), "it is empty"),
        (NAMED["pictures"][:2000], "no element|unclosed"),
    ],
)
def test_drawing_of_another_program_is_refused(drawn: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"not a whole drawing of Matplotlib's .*({why})"):
        record(drawn)


@pytest.mark.parametrize(
    ("said", "size", "wide"),
    [
        ("labelled pictures", 10, 84.5),
        ("test accuracy, %", 10, 84.5),
        ("1,600", 10, 28.6),
        ("HOG", 12, 28.1),
        ("WWiill", 10, 31),
    ],
)
def test_width_of_words_is_near_that_which_matplotlib_reckons_with(said: str, size: float, wide: float) -> None:
    element = made("text", x="0", y="0", style=f"font-size:{size}px")
    element.text = said
    box = words.box_of(element)
    assert box.right - box.left == pytest.approx(wide, rel=0.06)


# -- A notebook as it is stored ---------------------------------------------------------------------------------------


def png(picture: Image.Image) -> str:
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return b64encode(stored.getvalue()).decode()


def test_picture_of_few_colours_has_a_palette_and_loses_nothing() -> None:
    few = Image.new("RGBA", (60, 60), (250, 9, 9, 255))
    few.paste((3, 60, 7, 90), (5, 5, 30, 40))
    smaller = with_palette(HEAD + png(few))
    assert len(smaller) < len(HEAD + png(few))
    assert Image.open(io.BytesIO(b64decode(smaller[len(HEAD) :]))).convert("RGBA") == few
    many = HEAD + png(Image.radial_gradient("L").convert("RGB").resize((40, 40)).rotate(9, fillcolor=(1, 2, 3)))
    assert len(with_palette(many)) <= len(many)


def notebook(source: str, data: dict[str, str]) -> NotebookNode:
    output = {"output_type": "display_data", "data": data, "metadata": {"needs": "a light ground"}}
    cell = {
        "cell_type": "code",
        "source": source,
        "outputs": [output],
        "execution_count": 1,
        "metadata": {"tags": ["x"]},
    }
    note = {"cell_type": "markdown", "source": "words", "metadata": {"a": 1}}
    node: NotebookNode = from_dict(
        {"nbformat": 4, "nbformat_minor": 2, "metadata": {"widgets": 1}, "cells": [note, cell | {"id": "f3a"}]}
    )
    return node


BOTH = {"image/svg+xml": NAMED["twin-axis"], "image/png": png(Image.new("L", (600, 400))), "text/plain": "<Figure>"}


def test_stored_notebook_tells_nothing_of_the_machine() -> None:
    node = notebook("#| label: some-figure\nplot()", dict(BOTH))
    assert normalise(LAB, node) == []
    assert [cell.id for cell in node.cells] == ["cell-1", "some-figure"]
    assert [cell.metadata for cell in node.cells] == [{}, {"tags": ["x"]}]  # a tag says how its cell is shown
    assert node.metadata.keys() == {"kernelspec", "language_info"}
    (output,) = node.cells[1].outputs
    assert output.metadata == {}
    assert output.data.keys() == {"image/svg+xml"}
    assert "<view " in output.data["image/svg+xml"]


def test_cell_may_ask_for_a_picture_of_pixels() -> None:
    node = notebook("#| fig-format: png\nplot()", dict(BOTH))
    assert normalise(LAB, node) == []
    assert node.cells[1].outputs[0].data == {"image/png": BOTH["image/png"]}


@pytest.mark.parametrize(
    ("source", "data", "says"),
    [
        ("#| label: a-b\nplot()", {"image/svg+xml": "<svg/>"}, "cell 2 (a-b): its figure: not a whole drawing"),
        ("plot()", {"image/svg+xml": plain(text("a", 30, 40).replace("10px", "9px"))}, "cell 2: its figure: letters"),
        ("plot()", {"image/png": png(Image.new("L", (1440, 400)))}, "cell 2: its figure: is 518 points wide"),
    ],
)  # fmt: skip
def test_fault_of_a_figure_names_its_cell(source: str, data: dict[str, str], says: str) -> None:
    (fault,) = normalise(LAB, notebook(source, data))
    assert fault.startswith(f"docs/labs/lab.ipynb: {says}")
