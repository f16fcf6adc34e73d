"""What the steps know of a build, and how it is put in place."""

from pathlib import Path

import pytest
from course.publishing.site import StepError, is_whole, place, read, restore, survey

from tests.publishing.conftest import Make, page


@pytest.mark.parametrize(
    ("folder", "link", "leads_to"),
    [
        ("", "a.css", "a.css"),
        ("lesson/one", "../../a.css?x#y", "a.css"),
        ("lesson", "my%20pic.png", "lesson/my pic.png"),
        ("lesson", "/course/a.css", "a.css"),
        ("lesson", "https://host.example/course/a.css", "a.css"),
        ("lesson", "https://else.example/course/a.css", None),
        ("lesson", "/a.css", None),
        ("lesson", "//else.example/a.css", None),
        ("lesson", "data:image/png;base64,x", None),
        ("lesson", "mailto:a@b.example", None),
        ("lesson", "//[", None),
    ],
)
def test_link_leads_to_a_file_of_the_site_or_elsewhere(
    folder: str, link: str, leads_to: str | None, make: Make
) -> None:
    assert make({}, address="https://host.example/course/").target(folder, link) == leads_to


def test_survey_notes_names_scripts_and_sheets(make: Make) -> None:
    body = (
        '<p class="here there" style="color:var(--ink)">x</p><script>say("made")</script>'
        '<script type="application/json">{"not": "run"}</script><script src="a.js"></script>'
    )
    head = '<link rel="stylesheet" href="../a.css"><link rel="stylesheet" href="../b.css" media="print">'
    site = make({"lesson/index.html": page(body, head), "a.js": 'x("by-script")'})
    survey(site)
    assert {"p", "here", "there", "--ink", "made", "by-script"} <= site.used
    assert site.inline_scripts == {'say("made")'}
    assert site.sheets == [[("a.css", ""), ("b.css", "print")]]


@pytest.mark.parametrize("name", ["old.html", "old.js"])
def test_file_in_another_encoding_is_named(name: str, make: Make) -> None:
    with pytest.raises(StepError, match=rf"{name}: is not UTF-8; save its source as UTF-8"):
        survey(make({name: "Bücher".encode("latin-1")}))


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StepError, match=r"gone\.css: is not there, and pages load it"):
        read(tmp_path / "gone.css")


def test_file_that_is_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("ü", encoding="utf-8")
    assert read(tmp_path / "a.js") == "ü"


def write(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "index.html").write_text(text)
    return folder


def test_site_is_whole_when_its_last_file_is_there(tmp_path: Path) -> None:
    site = write(tmp_path / "site", "x")
    assert not is_whole(site)
    (site / "_headers").touch()
    assert is_whole(site)
    assert not is_whole(tmp_path / "none")


def test_new_site_takes_the_place_of_the_old_and_keeps_hidden_files(tmp_path: Path) -> None:
    old = write(tmp_path / "site", "old")
    (old / ".git").write_text("gitdir: elsewhere")
    (old / "gone.html").touch()
    place(write(tmp_path / "site.part", "new"), old)
    assert (old / "index.html").read_text() == "new"
    assert (old / ".git").read_text() == "gitdir: elsewhere"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert not (old / "gone.html").exists()


def test_site_that_cannot_be_placed_leaves_the_old_one(tmp_path: Path) -> None:
    old = write(tmp_path / "site", "old")
    with pytest.raises(FileNotFoundError):
        place(tmp_path / "site.part", old)
    assert (old / "index.html").read_text() == "old"


def test_old_site_comes_back_after_a_stop_between_two_renames(tmp_path: Path) -> None:
    write(tmp_path / "site.old.part", "old")
    restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
