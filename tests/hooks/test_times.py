"""Minutes in the words of a page come from the page that they are about."""

from pathlib import Path

from bs4 import BeautifulSoup
from course.notebook.times import answer

from tests.hooks import samples

TIMES = {"lesson/a.md": 100, "lesson/b.md": 50, "labs/lab.ipynb": 30}


def test_minutes_are_those_of_the_page_that_is_linked(tmp_path: Path) -> None:
    samples.store(tmp_path, "labs/lab.ipynb", samples.results())
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "b.md").write_text("# B\n")
    text = "[A](a.md), [? minutes](b.md); [? to run](../labs/lab.ipynb). So [? in all](a.md) now.\n"
    html, faults = samples.page(tmp_path, "lesson/a.md", text)
    assert faults == []
    said = BeautifulSoup(answer(html, TIMES, {"labs/lab.ipynb": 4}), "html.parser").text
    assert said == "A, 50 minutes; 4 minutes. So 2 h 30 min now."


def test_page_that_has_no_minutes_is_a_fault(tmp_path: Path) -> None:
    for words, link, page in (("? minutes", "gone.md", "lesson/gone.md"), ("? to run", "a.md", "lesson/a.md")):
        faults = samples.page(tmp_path, "lesson/a.md", f"[{words}]({link})")[1]
        place = f"{tmp_path.name}/lesson/a.md:1"
        assert faults == [f"{place}: no page {page} that could have '{words}'; mend the link"]


def test_page_that_asks_for_nothing_stays_as_it_is() -> None:
    assert answer("<p>? minutes lesson/a.md</p>", TIMES, {}) == "<p>? minutes lesson/a.md</p>"
