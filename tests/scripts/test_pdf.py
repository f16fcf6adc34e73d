"""scripts/pdf: what it takes, what it refuses; the printed book itself is read in tests/print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import book
import chapters
import pytest
from bs4 import BeautifulSoup

from tests.scripts.conftest import run


def test_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    done = run("scripts/pdf", "--site", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"pdf: {tmp_path} holds no built site; run scripts/build first\n"


@pytest.mark.parametrize(
    ("source", "found"), [("index.md", ""), ("lesson/index.md", "lesson"), ("labs/layers.ipynb", "labs/layers")]
)
def test_address_is_the_folder_of_the_page(source: str, found: str) -> None:
    assert chapters.address(source) == found


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ('<a id="x"></a>', '<a id="page-a--x"></a>'),
        ('<a href="../b/#y"></a>', '<a class="to-page" href="#page-b--y"></a>'),
        ('<a href="#y"></a>', '<a class="to-page" href="#page-a--y"></a>'),
        ('<a href="https://elsewhere.example/"></a>', '<a href="https://elsewhere.example/"></a>'),
        ('<a href="../c/#y"></a>', '<a href="https://site.example/c"></a>'),
        ('<img src="../c.png"/>', '<img src="/c.png"/>'),
        ('<path clip-path="url(#k)"></path>', '<path clip-path="url(#page-a--k)"></path>'),
    ],
)
def test_ids_and_links_hold_in_the_book(tag: str, wanted: str) -> None:
    found = chapters.one(BeautifulSoup(tag, "html.parser"), "*")
    chapters.retarget(found, "a", {"a", "b"}, "https://site.example/")
    assert BeautifulSoup(str(found), "html.parser") == BeautifulSoup(wanted, "html.parser")


def page(site: Path, name: str, title: str, text: str = "") -> None:
    (site / name).mkdir(parents=True, exist_ok=True)
    head = f"<head><title>{title} - A &lt;T&gt;</title></head>"
    article = f'<article class="md-content__inner"><nav>1/7</nav><h1 id="h">{title}</h1>{text}</article>'
    (site / name / "index.html").write_text(f"<html>{head}<body>{article}</body></html>")


@pytest.fixture
def composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that makes the book of these parts, from the pages in `tmp_path`."""

    def made(*parts: dict[str, Any]) -> BeautifulSoup:
        page(tmp_path, "", "Home")
        monkeypatch.setattr(book, "read_yaml", lambda _: {"drop": ".gone", "parts": [*parts]})
        return book.compose(tmp_path, {"site_name": "A <T>", "theme": {}})

    return made


def test_book_of_an_unusual_configuration(tmp_path: Path, composed: Any) -> None:
    """No author, no address, quotes in names, a file name that begins with a digit."""
    page(tmp_path, "01-intro", 'He said "so"')
    found = str(composed({"name": 'A "part"', "numbered": True, "pages": ["01-intro.md"]}))
    assert "A &lt;T&gt;" in found
    assert '@page page-01-intro { @top-left { content: "A part" } @top-right { content: "1 He said so" } }' in found
    assert "1/7" not in found


def test_page_that_is_not_built_is_named(composed: Any) -> None:
    with pytest.raises(FileNotFoundError, match=r"b/index\.html"):
        composed({"name": "A", "pages": ["b.md"]})


FOLD = '<details class="question"><summary>Why?</summary><p>Because.</p></details>'
FIGURE = '<figure><figcaption>Look. <a href="../lab/#f-code">Made by this.</a></figcaption></figure>'
TABLE = "<h2>Sizes</h2><table><tbody><tr><td>1</td></tr></tbody></table>"
LAB = (
    '<p class="facts">F</p><p>text</p><div class="results"><table><tbody><tr><td id="x">1</td></tr>'
    '<tr><td id="y">2</td></tr></tbody></table></div>'
)


def test_chapter_has_numbers_and_no_answers(tmp_path: Path, composed: Any) -> None:
    page(tmp_path, "a", 'The "A"', FOLD + FIGURE + TABLE)
    answers = {"name": "Answers", "answers": True, "pages": []}
    found = composed({"name": "P", "numbered": True, "pages": ["a.md"]}, answers)
    assert found.select_one("figcaption").text.startswith("Figure 1.1 Look.")
    assert found.select_one("caption").text == "Table 1.1 Sizes"
    assert "Because." not in found.select_one(".book-chapter").text
    answer = found.select_one("#page-a--answer-1")
    assert answer.find_parent(class_="book-part").h1.text == "Answers"
    assert answer.text == "Why?Because."
    assert answer.find_previous("h2").text == '1 The "A"'
    assert found.select_one(".asked a")["href"] == "#page-a--answer-1"


def test_of_a_lab_the_book_keeps_the_results_that_it_cites(tmp_path: Path, composed: Any) -> None:
    page(tmp_path, "a", "A", FIGURE + '<a class="run" href="../lab/#y">2</a>')
    page(tmp_path, "lab", "L", LAB)
    kept = {"name": "Labs", "keep": "h1, .facts, .results", "pages": ["lab.ipynb"]}
    found = composed({"name": "P", "pages": ["a.md"]}, kept)
    assert [cell.text for cell in found.select("td")] == ["2"]
    assert "text" not in found.select_one("#page-lab").text
    assert found.select_one("figcaption a")["href"] == "#page-lab"


def test_page_is_named_once_in_a_paragraph_and_not_for_what_is_sorted() -> None:
    html = (
        '<nav><a class="to-page" href="#a">A</a></nav><p><a class="to-page" href="#b">1 %</a>'
        '<a class="to-page" href="#c">2 %</a><a class="to-page term" href="#a">w</a>'
        '<a class="to-page" href="#d">D</a></p>'
        '<i id="a"></i><i id="b"></i><i id="c"></i><div class="book-sorted"><i class="book-chapter" id="d"></i></div>'
    )
    soup = BeautifulSoup(html, "html.parser")
    chapters.number_links(chapters.mark_links(soup), {"a": 3, "b": 7, "c": 7, "d": 9})
    assert [mark.text for mark in soup.select(".page-number")] == ["3", " p.\u00a07", ""]
