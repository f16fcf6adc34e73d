"""What the scripts share."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.request import urlopen

import common
import pytest

from tests.conftest import ROOT
from tests.scripts.conftest import run

HOME = '<!doctype html><html><body><p class="downloads" hidden></p><p>Else.</p></body></html>'


def test_failure_is_one_line_with_the_name_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/some/folder/scripts/pdf"])
    with pytest.raises(SystemExit) as stopped:
        common.fail("no site; run scripts/build")
    assert stopped.value.code == "pdf: no site; run scripts/build"


@pytest.mark.parametrize(
    ("raised", "ending"),
    [
        ("KeyboardInterrupt", "pause: interrupted\n"),
        ("ValueError('x')", "in <module>\n    raise ValueError('x')\nValueError: x\n"),
    ],
)
def test_interrupted_script_ends_in_one_line_and_a_mistake_where_it_is(
    raised: str, ending: str, tmp_path: Path
) -> None:
    (tmp_path / "pause").write_text(f"import common\nraise {raised}\n")
    done = run(sys.executable, str(tmp_path / "pause"), PYTHONPATH=str(ROOT / "scripts"))
    assert done.returncode != 0 and done.stderr.endswith(ending)
    assert ("Traceback" in done.stderr) == ("Value" in raised)


def test_script_ends_as_another_that_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "ROOT", ROOT / "tests")
    with pytest.raises(SystemExit) as stopped:
        common.run_script("no-such-script")
    assert stopped.value.code == 2


def test_package_that_cannot_be_borrowed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    says = r"cannot install some-tool>=1; see the message above; is there a network\?"
    with pytest.raises(SystemExit, match=says), common.borrowed("some-tool>=1"):
        pytest.fail("nothing was installed")


def test_server_gives_files_and_stops(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("here")
    with common.served(tmp_path) as address, urlopen(f"{address}/a.txt") as answer:
        assert answer.read() == b"here"


def test_offer_replaces_an_earlier_link_and_keeps_order(tmp_path: Path) -> None:
    home = tmp_path / "index.html"
    home.write_text(HOME)
    for name, words in (("b.zip", "Old"), ("a.pdf", "Book"), ("b.zip", "Zip & more")):
        common.offer(tmp_path, name, words)
    text = home.read_text()
    assert text.index("a.pdf") < text.index("b.zip")
    assert "Old" not in text
    assert "Zip &amp; more" in text
    assert "hidden" not in text


def test_offer_stands_on_each_page_with_a_place_for_it(tmp_path: Path) -> None:
    pages = [tmp_path / name for name in ("index.html", "teach/index.html", "a/b/index.html")]
    for page, text in zip(pages, (HOME, HOME, HOME.replace("downloads", "else")), strict=True):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    common.offer(tmp_path, "a.pdf", "Book")
    assert ['href="a.pdf"' in pages[0].read_text(), 'href="../a.pdf"' in pages[1].read_text()] == [True, True]
    assert "a.pdf" not in pages[2].read_text()


def test_offer_says_when_the_home_page_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(HOME.replace("downloads", "else"))
    with pytest.raises(ValueError, match="no paragraph of class downloads; restore it in"):
        common.offer(tmp_path, "a.pdf", "Book")


def test_errors_are_cut_to_one_line() -> None:
    assert common.one_line(ValueError("two\n  lines")) == "ValueError: two lines"
    assert common.one_line(ValueError("x" * 1000)) == f"ValueError: {'x' * 300}"
