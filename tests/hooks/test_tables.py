"""Tables of what a lab recorded."""

import re
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
from bs4 import BeautifulSoup, Tag
from course.notebook.model import load
from course.notebook.numbers import result_text, thousands
from course.notebook.results import Claim, Result
from course.notebook.tables import claims_table, natural, numbers_table, results_table, table, ways_line

from tests.conftest import ROOT


def test_table_holds_its_cells_as_they_are() -> None:
    found = tostring(table(["a", "b <&"], [["*x*", None], [1.5, "[y](z)"]], ["first"]), encoding="unicode")
    assert found == (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b &lt;&amp;</th></tr></thead>'
        '<tbody><tr><td id="first">*x*</td><td /></tr><tr><td>1.5</td><td>[y](z)</td></tr></tbody></table>'
    )


def test_results_carry_their_names_as_addresses() -> None:
    known = Result("accuracy", 87.351, "%", 0.52, 1000, interval=[86.0, 88.7])
    found = results_table({"test-accuracy": known}, ways_line(None, "#results-code"))
    row = found.findall(".//tbody//td")
    said = ["".join(cell.itertext()) for cell in row]
    assert said == ["accuracy", "87.35 ± 0.52 % (95 % interval 86.0\xa0to\xa088.7)", "1,000"]
    assert row[0].get("id") == "test-accuracy"


def test_results_say_the_way_back_and_on() -> None:
    line = ways_line(("../lesson/a.md", "A lesson"), "#results-code")
    links = [(link.get("href"), link.text) for link in line[0]]
    assert links == [("../lesson/a.md", "A lesson"), ("#results-code", "Made by this code")]
    assert "".join(line.itertext()).startswith("Back to A lesson; your browser’s Back finds the sentence.")
    assert len(ways_line(None, "#results-code")[0]) == 1


def test_claims_say_their_differences_and_whether_they_hold() -> None:
    claims = {
        "a-beats-b": Claim("A beats B", "points", "more", 1, [2.0, 3.0, 2.5]),
        "as-good": Claim("A is as good", "points", "none", 1, [2.0, 3.0, 2.5]),
    }
    found = claims_table(claims).findall(".//tbody/tr")
    rows = [["".join(cell.itertext()) for cell in row.findall("td")] for row in found]
    assert rows == [
        ["A beats B", "2.0, 3.0, 2.5", "2.5 points (95 % interval 1.3\xa0to\xa03.7)", "yes"],
        ["A is as good", "2.0, 3.0, 2.5", "2.5 points (95 % interval 1.3\xa0to\xa03.7)", "no"],
    ]
    assert claims_table(claims).find(".//td[@id='claim-as-good']") is not None


def test_numbers_have_the_heads_of_all_records() -> None:
    found = numbers_table([{"n": 1, "a": None}, {"n": 2, "b": 3}])
    assert (found.tag, found.get("class"), found.get("data-search-exclude")) == ("details", "numbers", "true")
    assert [head.text for head in found.iter("th")] == ["n", "a", "b"]
    assert [cell.text for cell in found.iter("td")] == ["1", "", "", "2", "", "3"]


def test_what_follows_the_sign_of_the_spread_is_explained_where_there_is_one() -> None:
    assert numbers_table([{"n": 1, "right, %": "93.1"}]).find("p") is None
    said = numbers_table([{"n": 1, "right, %": "93.1"}, {"n": 2, "right, %": "93.1 ± 0.8"}]).find("p")
    assert said is not None
    assert "± is the standard deviation" in str(said.text)


def said(table: Tag) -> list[list[str]]:
    """The rows of a table, with what is said once for some of them in each."""
    rows: list[list[str]] = []
    lasting: dict[int, tuple[int, str]] = {}
    for row in table.select("tbody tr"):
        cells, texts = iter(row.select("td, th")), []
        for at in range(len(table.select("thead th"))):
            left, text = lasting.pop(at, (0, ""))
            if not left:
                cell = next(cells)
                left, text = int(str(cell.get("rowspan", "1"))), cell.text
            if left > 1:
                lasting[at] = left - 1, text
            texts.append(text)
        rows.append(texts)
    return rows


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.ipynb")), ids=lambda path: path.stem)
def test_page_of_a_lab_shows_all_numbers_and_results_of_its_run(path: Path, site: Path) -> None:
    lab = load(path)
    page = BeautifulSoup((site / "labs" / path.stem / "index.html").read_bytes(), "html.parser")
    for label, figure in lab.figures.items():
        fold = page.select_one(f"figure[id='{label}'] + details.numbers")
        assert (fold is None) == (figure.numbers is None), label
        if fold and figure.numbers:
            rows = said(fold)
            heads = [head.text for head in fold.select("thead th")]
            assert sorted(heads) == sorted({head for row in figure.numbers for head in row})
            held = [[row.get(head) for head in heads] for row in figure.numbers]
            wanted = [["" if value is None else thousands(str(value)) for value in row] for row in held]
            assert rows == wanted, label
    names = [str(cell["id"]) for cell in page.select(".results td[id]")]
    assert names == [f"claim-{name}" for name in lab.claims] + sorted(lab.results, key=natural)
    values = [page.select_one(f".results tr:has(> td[id='{name}']) > td:nth-child(2)") for name in lab.results]
    shown = [re.sub(r"\s", " ", value.text) for value in values if value]
    assert shown == [result_text(result) for result in lab.results.values()]


def test_figure_on_a_card_stands_without_its_numbers(site: Path) -> None:
    overview = BeautifulSoup((site / "labs/index.html").read_bytes(), "html.parser")
    lesson = BeautifulSoup((site / "lesson/layered-architecture/index.html").read_bytes(), "html.parser")
    assert len(overview.select(".cards figure")) == len(list((ROOT / "docs/labs").glob("*.ipynb")))
    assert not overview.select("details.numbers, .cards figcaption")
    assert lesson.select("figure + details.numbers")


def test_words_come_before_numbers_and_heads_in_their_order() -> None:
    stored = {"1,000 steps, %": "9 ± 1", "300 steps, %": "8 to 9", "layers": 2, "way": "stacked"}
    found = numbers_table([stored, stored | {"way": None}])
    assert [head.text for head in found.findall(".//thead//th")] == ["way", "layers", "300 steps, %", "1,000 steps, %"]
    assert [(cell.tag, cell.get("class")) for cell in found.findall(".//tbody/tr[1]/*")] == [
        ("th", "words"),
        *[("td", None)] * 3,
    ]
    kept = {"pictures": "100", "linear": "84.4 ± 1.9", "error": "2.1e-15"}
    assert [head.text for head in numbers_table([kept]).iter("th")] == list(kept)


def test_counts_stand_before_what_was_counted_and_measured() -> None:
    written = [{"found, %": "84", "rows": size, "seen": seen, "way": "a"} for size, seen in (("10", "10"), ("20", "9"))]
    more = [row | {"way": "b", "seen": f"3{at}"} for at, row in enumerate(written)]
    found = numbers_table([*written, *more])
    assert [head.text for head in found.findall(".//thead//th")] == ["way", "rows", "seen", "found, %"]


def test_words_that_rows_share_stand_once_from_the_left() -> None:
    keys = [("a", "x"), ("a", "x"), ("a", "y"), ("b", "y"), ("b", "")]
    found = numbers_table([{"maker": one, "tried": two, "size": 1024} for one, two in keys])
    rows = [[(cell.text, cell.get("rowspan")) for cell in row] for row in found.findall(".//tbody/tr")]
    count = ("1,024", None)
    assert rows == [
        [("a", "3"), ("x", "2"), count],
        [count],
        [("y", None), count],
        [("b", "2"), ("y", None), count],
        [("", None), count],
    ]


def test_results_have_commas_in_their_counts() -> None:
    longest = Result("20 layers, 1800 steps", 8915, "steps", None, 1)
    found = results_table({"longest": longest}, ways_line(None, "#results-code"))
    assert [cell.text for cell in found.findall(".//tbody//td")] == ["20 layers, 1,800 steps", "8,915 steps", "1"]


def test_rows_of_results_follow_the_numbers_in_their_names() -> None:
    known = Result("right", 90, "%", None, 1)
    found = results_table(dict.fromkeys(["staged-256", "staged-32", "ahead"], known), ways_line(None, "#results-code"))
    assert [row[0].get("id") for row in found.findall(".//tbody/tr")] == ["ahead", "staged-32", "staged-256"]
