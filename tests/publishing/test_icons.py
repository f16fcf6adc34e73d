"""Icons drawn as parts of the page."""

from pathlib import Path

from course.publishing import icons

from tests.publishing.conftest import page

DRAWING = '<svg class="icon" viewBox="0 0 1 1"><path d="M0 0"/></svg>'


def test_icon_becomes_its_drawing(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(DRAWING)
    drawn, missing = icons.draw(page('<p><span class="icon icon-a"></span> and</p>'), tmp_path)
    assert '<p><svg class="icon" viewBox="0 0 1 1"><path d="M0 0"></path></svg> and</p>' in drawn
    assert missing == []


def test_icon_that_is_not_drawn_is_named(tmp_path: Path) -> None:
    drawn, missing = icons.draw(page('<span class="icon icon-gone"></span>'), tmp_path)
    assert missing == ["gone"]
    assert "icon-gone" in drawn


def test_page_without_icons_stays_the_same_bytes(tmp_path: Path) -> None:
    assert icons.draw("<p>No icon", tmp_path) == ("<p>No icon", [])
