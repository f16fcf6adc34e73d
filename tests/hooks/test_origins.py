"""From which cells the names in the code of a cell come."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.notebook.model import load
from course.notebook.origins import origins, records

from tests.conftest import ROOT
from tests.hooks.samples import code, parsed, words


def test_names_come_from_the_cells_that_set_or_fill_them() -> None:
    lab = parsed(
        code("#| label: setup\nSEEDS = range(5)"),
        code("#| label: tools\ndef keep(name, value):\n    hidden = value\n    found[name] = hidden"),
        code("#| label: first\nfound, old = {}, 1\nfor step in SEEDS:\n    rows = [step]"),
        code("#| label: second\nfound['a'] = old\nrows.append(2)\ntotal = 0"),
        code("#| label: third\ntotal += 1"),
        code("#| label: results\nfor value in rows:\n    keep('a', value + total + len(SEEDS))\nshow(found, hidden)"),
        code("#| label: later\nrows = 3"),
    )
    assert origins(lab, "results") == {
        "tools": ["keep"],
        "first": ["rows", "found"],
        "second": ["rows", "total", "found"],
        "third": ["total"],
    }


def test_what_is_set_anew_comes_from_there_alone() -> None:
    lab = parsed(
        code("#| label: one\nfound = {}"),
        code("#| label: two\nfound['a'] = 1"),
        code("#| label: three\nfound = {}"),
        code("#| label: four\nrows = [found for found in range(3)]"),
        code("#| label: results\nshow(found)"),
    )
    assert origins(lab, "results") == {"three": ["found"]}


def test_a_name_that_the_cell_sets_itself_comes_from_nowhere_else() -> None:
    lab = parsed(
        code("#| label: one\nrow = values = net = 1"),
        code("#| label: results\ndef mean(values):\n    return values\nfor row in mean(net):\n    show(row)"),
    )
    assert origins(lab, "results") == {"one": ["net"]}


def test_what_is_no_python_stops_nothing() -> None:
    lab = parsed(code("#| label: one\n%matplotlib inline"), code("#| label: results\n!ls"), code("#| label: other\nx"))
    assert [origins(lab, name) for name in ("results", "other", "none")] == [{}, {}, {}]


def test_cells_that_record_are_the_claims_and_those_of_the_last_part() -> None:
    cells = code("#| label: claims\nx"), code("#| label: run\nx"), words("### a\n\n## Results\n\nText."), code("y")
    lab = parsed(*cells, code("#| label: results\nx"))
    names = [cell.name for cell in lab.cells if cell.kind == "code" and records(lab, cell.name)]
    assert names == ["claims", "cell-5", "results"]


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_code_of_results_leads_to_the_code_that_computed_them(path: Path, site: Path) -> None:
    lab = load(path)
    page = BeautifulSoup((site / "labs" / path.stem / "index.html").read_bytes(), "html.parser")
    lines = page.select("#results-code + .origins")
    assert len(lines) == 1, "one line, in the fold of the code"
    links = {str(link["href"]): link for line in page.select(".origins") for link in line.select("a")}
    assert {f"#{name}-code" for name in origins(lab, "results")} <= links.keys()
    for href, link in links.items():
        assert page.find(id=href[1:]), link.text
