"""scripts/pdf: what it takes, what it refuses; the printed book itself is read in tests/print."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.scripts.conftest import load, run

pdf = load("pdf")


def test_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    done = run("scripts/pdf", "--site", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"pdf: {tmp_path} holds no built site; run scripts/build first\n"


@pytest.mark.parametrize(
    ("source", "found"), [("index.md", ""), ("lesson/index.md", "lesson"), ("labs/layers.ipynb", "labs/layers")]
)
def test_address_is_the_folder_of_the_page(source: str, found: str) -> None:
    assert pdf.address(source) == found


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ('<a id="x"></a>', '<a id="page-a--x"></a>'),
        ('<a href="../b/#y"></a>', '<a class="to-page" href="#page-b--y"></a>'),
        ('<a href="#y"></a>', '<a class="to-page" href="#page-a--y"></a>'),
        ('<a href="https://elsewhere.example/"></a>', '<a href="https://elsewhere.example/"></a>'),
        ('<img src="../c.png"/>', '<img src="/c.png"/>'),
        ('<path clip-path="url(#k)"></path>', '<path clip-path="url(#page-a--k)"></path>'),
    ],
)
def test_ids_and_links_hold_in_the_book(tag: str, wanted: str) -> None:
    found = BeautifulSoup(tag, "html.parser").find(True)
    pdf.retarget(found, "a", {"a": "page-a", "b": "page-b"})
    assert BeautifulSoup(str(found), "html.parser") == BeautifulSoup(wanted, "html.parser")


def page(site: Path, name: str, title: str) -> None:
    (site / name).mkdir(parents=True, exist_ok=True)
    text = f'<html><head></head><body><article class="md-content__inner"><h1>{title}</h1></article></body></html>'
    (site / name / "index.html").write_text(text)


def test_book_of_an_unusual_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No author, quotes in names, a link to elsewhere in the nav, a file name that begins with a digit."""
    page(tmp_path, "", "Home")
    page(tmp_path, "01-intro", 'He said "so"')
    nav = [{"Home": "index.md"}, {'A "part"': ["01-intro.md", {"Forum": "https://forum.example/"}]}]
    monkeypatch.setattr(pdf, "configuration", lambda: {"site_name": "A <T>", "nav": nav, "theme": {}})
    book = pdf.compose(tmp_path)
    assert "A &lt;T&gt;" in book
    assert '@page page-01-intro { @top-right { content: "He said so";' in book
    assert "A &#34;part&#34;" in book
    assert "forum.example" not in book


def test_page_that_is_not_built_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page(tmp_path, "", "Home")
    monkeypatch.setattr(pdf, "configuration", lambda: {"site_name": "A", "nav": ["index.md", "b.md"], "theme": {}})
    with pytest.raises(FileNotFoundError, match=r"b/index\.html"):
        pdf.compose(tmp_path)


def test_numbers_stand_behind_links() -> None:
    html = '<nav class="book-contents"><a class="to-page" href="#a">A</a></nav><a class="to-page run" href="#b">1 %</a>'
    found = BeautifulSoup(pdf.number_links(html, {"a": 3, "b": 7}), "html.parser")
    assert [mark.text for mark in found.select(".page-number")] == ["3", " p. 7"]
