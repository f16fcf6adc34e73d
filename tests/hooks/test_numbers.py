"""Numbers in the text against recorded results, and how results are shown."""

from pathlib import Path
from xml.etree import ElementTree

import notebook
import pytest
from bs4 import BeautifulSoup
from labs import matches, results_table, shown, table

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("87.4 %", 87.351),
        ("87 %", 87.4999),
        ("1,257", 1257),
        ("−2.4", -2.44),
        ("-2.4 points", -2.36),
        ("9.6 × 10⁻⁹", 9.61e-9),
        ("2.7 × 10⁻¹⁵", 2.7153e-15),
        ("about 12 %", 12.2),
        ("0.5", 0.45),
    ],
)
def test_number_matches_rounded_value(written: str, value: float) -> None:
    assert matches(written, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [("87.4 %", 87.46), ("87 %", 86.4), ("2.4", -2.4), ("1.257", 1257), ("9.6 × 10⁻⁹", 9.6e-8), ("many", 3)],
)
def test_number_that_parts_from_the_run_does_not_match(written: str, value: float) -> None:
    assert not matches(written, value)


@pytest.mark.parametrize(
    ("value", "spread", "unit", "text"),
    [
        (87.351, 0.52, "%", "87.35 ± 0.52 %"),
        (87.351, 12.3, "%", "87 ± 12 %"),
        (1257, None, "", "1,257"),
        (-2.44, 1.1, "points", "−2.4 ± 1.1 points"),
        (9.6e-9, 5.2e-9, "", "9.6e−09 ± 5.2e−09"),
    ],
)
def test_result_is_shown_to_two_digits_of_its_spread(value: float, spread: float, unit: str, text: str) -> None:
    assert shown({"value": value, "spread": spread, "unit": unit}) == text


def test_table_holds_its_cells_as_they_are() -> None:
    found = ElementTree.tostring(table(["a", "b <&"], [["*x*", None], [1.5, "[y](z)"]], ["first"]), encoding="unicode")
    assert found == (
        "<table><thead><tr><th>a</th><th>b &lt;&amp;</th></tr></thead>"
        '<tbody><tr><td id="first">*x*</td><td /></tr><tr><td>1.5</td><td>[y](z)</td></tr></tbody></table>'
    )


def test_results_carry_their_names_as_addresses() -> None:
    result = {"what": "accuracy", "value": 87.351, "spread": 0.52, "unit": "%", "n": 1000}
    row = results_table({"test-accuracy": result}).findall(".//td")
    assert [cell.text for cell in row] == ["accuracy", "87.35 ± 0.52 %", "1,000"]
    assert row[0].get("id") == "test-accuracy"


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.ipynb")), ids=lambda path: path.stem)
def test_page_of_a_lab_shows_all_numbers_and_results_of_its_run(path: Path, site: Path) -> None:
    book = notebook.read(path)
    page = BeautifulSoup((site / "labs" / path.stem / "index.html").read_bytes(), "html.parser")
    for label, cell in book.figures.items():
        records = cell.data("application/json")
        fold = page.select_one(f"figure[id='{label}'] + details.numbers")
        assert (fold is None) == (records is None), label
        if fold:
            rows = [[cell.text for cell in row.select("td")] for row in fold.select("tbody tr")]
            heads = [head.text for head in fold.select("th")]
            assert heads == list(records[0])
            assert rows == [["" if row[head] is None else str(row[head]) for head in heads] for row in records], label
    assert [cell["id"] for cell in page.select(".results td[id]")] == list(book.results)
    values = [cell.text for cell in page.select(".results td:nth-child(2)")]
    assert values == [shown(result) for result in book.results.values()]


def test_figure_on_a_card_stands_without_its_numbers(site: Path) -> None:
    overview = BeautifulSoup((site / "labs/index.html").read_bytes(), "html.parser")
    lesson = BeautifulSoup((site / "lesson/layered-architecture/index.html").read_bytes(), "html.parser")
    assert len(overview.select(".cards figure")) == 11
    assert not overview.select("details.numbers")
    assert lesson.select("figure + details.numbers")
