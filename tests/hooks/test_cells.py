"""A code cell on a page: each type of output is shown in its way, and nothing is lost without a word."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from course.notebook.cells import VIEWS, from_page
from course.notebook.outputs import SHOWN

from tests.hooks import samples
from tests.hooks.samples import claims, code, drawing, prints, results, shows


def shown(docs: Path, cell: dict[str, Any], name: str, uri: str = "labs/lab.ipynb", look: str = "") -> BeautifulSoup:
    """A cell on its own page, or on a page of text."""
    samples.store(docs, "labs/lab.ipynb", cell)
    path = "lab.ipynb" if uri == "labs/lab.ipynb" else "../labs/lab.ipynb"
    text, faults = samples.page(docs, uri, f"![]({path}#{name}){look}\n")
    assert not faults
    soup = BeautifulSoup(text, "html.parser")
    for facts in soup.select(".facts, a[download]"):
        (facts.parent if facts.name == "a" and facts.parent else facts).decompose()
    return soup


def parts(soup: BeautifulSoup) -> list[str]:
    """The elements that a cell is shown as, by tag and first class."""
    found = soup.find_all(True, recursive=False)
    return [".".join([part.name, *part.get_attribute_list("class")[:1]]).removesuffix(".None") for part in found]


def test_every_type_that_a_page_shows_has_its_view() -> None:
    assert tuple(VIEWS) == SHOWN


def test_code_and_what_it_prints(tmp_path: Path) -> None:
    soup = shown(
        tmp_path, code("#| label: setup\na = '<b>'", prints("  1\t2\n\n"), shows(**{"text/plain": "3"})), "setup"
    )
    assert parts(soup) == ["div.language-python", "div.language-text", "div.language-text"]
    block, first, second = soup.select("div.highlight")
    assert block["id"] == "setup-code" and block.text == "a = '<b>'\n"
    assert first.get_attribute_list("class") == ["language-text", "output", "no-copy", "highlight"]
    assert (first.text, second.text) == ("  1\t2\n", "3\n")
    assert all(part["data-search-exclude"] == "true" for part in (block, first, second))


def test_code_is_shown_as_it_is(tmp_path: Path) -> None:
    source = 'x = """\n    \n\t--8<-- "gone.txt"\n```\n<!-- [a](b) \\(x\\) -->\n"""'
    block = shown(tmp_path, code(source), "cell-2").pre
    assert block and block.text == f"{source}\n"


def test_line_of_code_ends_where_python_says(tmp_path: Path) -> None:
    block = shown(tmp_path, code("x = 'a\u2028b'\r\ny = 'c\x0bd'\n"), "cell-2").pre
    assert block and block.text == "x = 'a\u2028b'\ny = 'c\x0bd'\n"


def test_what_has_the_colour_of_plain_code_is_not_marked(tmp_path: Path) -> None:
    soup = shown(tmp_path, code("for name in (1, 2):  # why\n    f(name)"), "cell-2")
    assert {mark["class"][0] for mark in soup.select("code span")} == {"k", "ow", "mi", "c1"}


def test_folded_code_says_what_it_holds(tmp_path: Path) -> None:
    head = '#| label: helpers\n#| code-fold: true\n#| code-summary: "Helpers <b>\\n all"\n'
    soup = shown(tmp_path, code(f"{head}x = 1", prints("1")), "helpers")
    assert parts(soup) == ["details.code", "div.language-text"]
    assert soup.details and soup.details["data-search-exclude"] == "true"
    assert soup.select_one("details:has(> #helpers-code) > summary").text == "Helpers <b>\n all"  # type: ignore[union-attr]
    other = shown(tmp_path, code("#| code-fold: true\nx = 1"), "cell-2")
    assert other.summary and other.summary.text == "Show the code"


def test_figure_with_its_caption_and_its_numbers(tmp_path: Path) -> None:
    cell = drawing(caption="It **falls** with \\(n\\).", alt="A curve that `falls`.")
    cell["outputs"] += [prints("words"), shows(**{"application/json": [{"n": 1}]})]
    soup = shown(tmp_path, cell, "curve")
    assert parts(soup) == ["div.language-python", "figure.lab-figure", "details.numbers", "div.language-text"]
    figure = soup.select_one("figure#curve")
    assert figure and figure.select_one("figcaption > strong + math")
    assert figure.div and figure.div["data-search-exclude"] == "true"
    assert figure.svg and figure.svg["aria-label"] == "A curve that falls."
    assert not figure.find("a")


def test_figure_stands_above_its_folded_code(tmp_path: Path) -> None:
    cell = drawing()
    cell["source"] = "#| code-fold: true\n" + cell["source"]
    assert parts(shown(tmp_path, cell, "curve")) == ["figure.lab-figure", "details.code"]


def test_figure_on_another_page_leads_to_its_code(tmp_path: Path) -> None:
    cell = drawing(caption="See [this](#curve), [that](../lesson/a.md#b) and [there](https://a.example/).")
    cell["outputs"] += [prints("words"), shows(**{"application/json": [{"n": 1}]})]
    soup = shown(tmp_path, cell, "curve", "lesson/a.md")
    assert parts(soup) == ["figure.lab-figure", "details.numbers"]
    assert [link["href"] for link in soup.select("figcaption a")] == [
        "../labs/lab.ipynb#curve",
        "../labs/../lesson/a.md#b",
        "https://a.example/",
        "../labs/lab.ipynb#curve-code",
    ]
    assert parts(shown(tmp_path, cell, "curve", "lesson/a.md", "{ .card }")) == ["figure.lab-figure"]


def test_picture_of_pixels(tmp_path: Path) -> None:
    picture = shown(tmp_path, drawing(data={"image/png": samples.PNG}), "curve").select_one("figure img")
    assert picture
    assert (picture["width"], picture["height"], picture["alt"]) == ("2", "1", "A curve.")


def test_results_and_claims_are_tables(tmp_path: Path) -> None:
    folded = results()
    folded["source"] = "#| code-fold: true\n" + folded["source"]
    assert parts(shown(tmp_path, results(), "results")) == ["div.language-python", "div.results"]
    assert parts(shown(tmp_path, folded, "results")) == ["div.results", "details.code"]
    assert parts(shown(tmp_path, results(), "results", "lesson/a.md")) == ["div.results"]
    assert parts(shown(tmp_path, claims(), "claims")) == ["div.language-python", "div.results"]


def test_cell_on_another_page_says_where_it_ran(tmp_path: Path) -> None:
    soup = shown(tmp_path, code("#| label: query\n#| code-fold: true\nx", prints("1")), "query", "faq/a.md")
    assert parts(soup) == ["div.language-python", "div.language-text", "p"]
    assert str(soup.p) == '<p><a class="ran" href="../labs/lab.ipynb#query-code">This ran in the lab</a></p>'
    assert not soup.select("[id]")


@pytest.mark.parametrize(
    "output",
    [
        shows(),
        shows(**{"image/png": "iVBORw0KGgo"}),
        shows(**{"application/json": [1, 2]}),
        shows(**{"application/json": []}),
        prints("\n"),
    ],
)
def test_what_cannot_be_shown_stops_nothing(output: dict[str, Any], tmp_path: Path) -> None:
    assert parts(shown(tmp_path, code("#| label: query\nx", output), "query")) == ["div.language-python"]


def test_table_of_pandas_is_a_table_without_what_could_do_harm(tmp_path: Path) -> None:
    html = '<style>td{}</style><table border="1" class="dataframe"><tr><td onload="x">Ulm</td></tr></table>'
    soup = shown(tmp_path, code("#| label: query\nx", shows(**{"text/html": html, "text/plain": "Ulm"})), "query")
    assert parts(soup) == ["div.language-python", "div.results"]
    assert "".join(str(soup.table).split()) == "<table><tbody><tr><td>Ulm</td></tr></tbody></table>"
    assert not soup.style


def test_markdown_and_formulas_are_rendered(tmp_path: Path) -> None:
    cell = code("#| label: query\nx", shows(**{"text/markdown": "It **is**:\n\n- \\(x\\)"}))
    cell["outputs"].append(shows(**{"text/latex": "$\\displaystyle \\frac{1}{2}$", "text/plain": "1/2"}))
    soup = shown(tmp_path, cell, "query")
    assert parts(soup) == ["div.language-python", "p", "ul", "math"]
    assert soup.select_one("p > strong") and soup.select_one("li > math")
    assert soup.find_all("math")[1]["display"] == "block" and soup.find("mfrac")


def test_displayed_markdown_has_blocks_of_code(tmp_path: Path) -> None:
    shows_code = shows(**{"text/markdown": "So:\n\n```python\nx = 1\n```\n\n<div>a</div>"})
    soup = shown(tmp_path, code("#| label: query\nx", shows_code), "query")
    assert [part.partition(".")[0] for part in parts(soup)] == ["div", "p", "div", "div"]
    assert soup.select("div.highlight")[1].text == "x = 1\n"


@pytest.mark.parametrize("sides", [{"width": "60%", "height": None}, "wide", None])
def test_size_that_is_no_number_of_pixels_is_left_out(sides: object, tmp_path: Path) -> None:
    cell = drawing(data={"image/jpeg": "/9j/2Q=="})
    cell["outputs"][0]["metadata"] = {"image/jpeg": sides}
    picture = shown(tmp_path, cell, "curve").select_one("figure img")
    assert picture and not picture.attrs.keys() & {"width", "height"}


def test_all_pictures_of_a_cell_stand_in_its_figure(tmp_path: Path) -> None:
    cell = drawing()
    cell["outputs"] += [shows(**{"image/png": samples.PNG}), *drawing()["outputs"]]
    figure = shown(tmp_path, cell, "curve").select_one("figure#curve")
    assert figure
    assert [part.name for part in figure.div.find_all(["svg", "img"], recursive=False)] == ["svg", "img", "svg"]  # type: ignore[union-attr]
    ids = [part["id"] for part in figure.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        (" 0%|  \r50%|# \r100%|##\r\nend", "100%|##\nend"),
        ("10\b\b20", "20"),
        ("\b\x00a\tb\r\n", "a\tb"),
        ("see \x1b]8;;https://a.example\x1b\\this\x1b]8;;\x1b\\.", "see this."),
        ("\x1b]0;title\x1b\\one\ntwo\nring\x07 three", "one\ntwo\nring three"),
        ("\x1b[38:2::255:0:0mred\x1b(B\x1b[m\x9b1m", "red"),
        ("\x1b]0;open\none\x07", "]0;open\none"),
    ],
)
def test_printed_text_is_what_a_terminal_shows_at_the_end(text: str, seen: str, tmp_path: Path) -> None:
    assert shown(tmp_path, code("#| label: query\nx", prints(text)), "query").select(".output")[0].text == f"{seen}\n"


@pytest.mark.parametrize("label", ["results", "claims"])
def test_records_that_are_none_stop_nothing(label: str, tmp_path: Path) -> None:
    cell = code(f"#| label: {label}\nx", shows(**{"application/json": {"a": {"what": 1}}}))
    soup = shown(tmp_path, cell, label)
    assert "div.results" in parts(soup) and soup.select("div.results[data-search-exclude='true']")


def test_drawing_has_ids_and_ink_of_the_page(tmp_path: Path) -> None:
    text = str(shown(tmp_path, drawing(), "curve").svg)
    assert "var(--ink)" in text and not re.search(r"#[0-9a-f]{6}", text)


@pytest.mark.parametrize(
    ("href", "path", "wanted"),
    [
        ("#a", "../labs/x.ipynb", "../labs/x.ipynb#a"),
        ("other.ipynb#a", "../labs/x.ipynb", "../labs/other.ipynb#a"),
        ("../a.md", "labs/x.ipynb", "labs/../a.md"),
        ("mailto:a@b.example", "labs/x.ipynb", "mailto:a@b.example"),
    ],
)
def test_link_of_a_caption_from_another_page(href: str, path: str, wanted: str) -> None:
    assert from_page(href, path) == wanted


@pytest.mark.parametrize(("look", "panel"), [("{ .opening }", "0 0 72 72"), ("{ .opening panel=2 }", "72 0 72 72")])
def test_key_figure_is_one_panel_with_the_alt_text(look: str, panel: str, tmp_path: Path) -> None:
    second = '<g><view viewBox="72 0 72 72"/><path d="M0 0"/></g></svg>'
    cell = drawing(data={"image/svg+xml": samples.SVG.replace("</svg>", second)})
    soup = shown(tmp_path, cell, "curve", "lesson/a.md", look)
    assert [svg["viewbox"] for svg in soup.select("#opening-curve svg")] == [panel]
    assert soup.svg and soup.svg["aria-label"] == "A curve." and "aria-hidden" not in soup.svg.attrs
    assert not soup.select("figcaption, #curve")


def test_panel_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    samples.store(tmp_path, "labs/lab.ipynb", drawing())
    faults = samples.page(tmp_path, "lesson/a.md", "![](../labs/lab.ipynb#curve){ .opening panel=2 }\n")[1]
    assert len(faults) == 1 and "figure 'curve' has 1 panels, no 2" in faults[0]
