"""What links show on a card: a result with its seeds, a source with its title."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.notebook.hovering import result_card, source_cards
from course.notebook.page import SourcePage
from course.notebook.results import Result

from tests.conftest import ROOT
from tests.hooks import samples

SOURCES = """# References

Alain, G. and Bengio, Y. (2016). *Understanding intermediate
layers*. [arXiv:1](https://a.example/1).
Linear classifiers.
{ #alain-2016 }

He, K. and others (2015). *Why?* ICCV
2015. [arXiv:2](https://a.example/2).
Words (2014). *Not this*.
{ #he-2015 }

Sutton, R. (2019). *The bitter lesson*, an essay. [page](https://a.example/3). What it says.
{ #sutton-2019 }
"""


@pytest.mark.parametrize(
    ("result", "lines", "seeds"),
    [
        (
            Result("accuracy", 20.0, "%", 10.0, 3, values=[10.0, 30.0, 20.0]),
            ["accuracy", "20 ± 10 %", "3 runs, from 10 to 30"],
            "50 0 100 50",
        ),
        (Result("accuracy", 20.0, "%", 0.0, 2, values=[20.0, 20.0]), ["accuracy", "20 %", "n = 2"], None),
        (
            Result("hits", 0.5, "", None, 1370, interval=[0.4, 0.6]),
            ["hits", "0.5 (95 % interval 0.40 to 0.60)", "n = 1,370"],
            None,
        ),
    ],
)
def test_card_of_a_result_has_what_was_recorded(result: Result, lines: list[str], seeds: str | None) -> None:
    card = result_card(result)
    assert card["title"].split("\n") == [*lines, "See the run"]
    assert card.get("data-seeds") == seeds


def test_card_of_a_source_has_its_title_its_authors_and_its_venue() -> None:
    assert source_cards(SOURCES) == {
        "alain-2016": "Understanding intermediate layers\nAlain, G. and Bengio, Y.\n2016",
        "he-2015": "Why?\nHe, K. and others\nICCV 2015",
        "sutton-2019": "The bitter lesson\nSutton, R.\nan essay, 2019",
    }


def test_each_source_of_the_course_has_a_card() -> None:
    text = (ROOT / "docs/references.md").read_text(encoding="utf-8")
    assert len(source_cards(text)) == text.count("{ #") > 50


def test_citations_have_cards_but_not_where_the_page_lists_its_sources(tmp_path: Path) -> None:
    (tmp_path / "references.md").write_text(SOURCES, encoding="utf-8")
    text = "See [He, 2015](../references.md#he-2015).\n\n## Sources\n\n- [He, 2015](../references.md#he-2015): Why?\n"
    soup = BeautifulSoup(samples.page(tmp_path, "lesson/a.md", text)[0], "html.parser")
    assert [link.get("title") for link in soup.select("a")] == ["Why?\nHe, K. and others\nICCV 2015", None]
    (tmp_path / "references.md").unlink()
    assert "title" not in samples.page(tmp_path, "lesson/a.md", text)[0]


def test_results_lead_back_to_the_page_that_quotes_most_of_them(tmp_path: Path) -> None:
    pages = {"index.md": "[1](labs/a.ipynb#x)", "faq/b.md": '---\ntitle: "B"\n---\n[1](../labs/a.ipynb#x) ' * 2}
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = SourcePage("labs/a.ipynb", tmp_path)
    assert page.reader("labs/a.ipynb") == ("../faq/b.md", "B")
    assert page.reader("labs/c.ipynb") is None
