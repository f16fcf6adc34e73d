"""scripts/bench: what it lays out builds, copies are unlike, one case of each system but Sphinx."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import copies
import pytest

from tests.conftest import ROOT
from tests.scripts.conftest import load

bench = load("bench")


def test_nav_moves_below_a_folder() -> None:
    nav = [{"Home": "index.md"}, {"Lesson": ["lesson/index.md", {"Layers": "lesson/layers.md"}]}]
    assert copies.below(nav, "copy1") == [
        {"Home": "copy1/index.md"},
        {"Lesson": ["copy1/lesson/index.md", {"Layers": "copy1/lesson/layers.md"}]},
    ]


def test_copied_project_builds_with_pages_unlike_their_originals(tmp_path: Path) -> None:
    pages, notebooks = copies.prepare(tmp_path, 2)
    own, usual, _ = bench.systems(tmp_path)
    assert notebooks == 2 * len(list((ROOT / "docs" / "labs").glob("*.ipynb")))
    labs = own.folder / "docs" / f"{bench.LAB}.ipynb", own.folder / "docs/copy1" / f"{bench.LAB}.ipynb"
    first, second = (lab.read_text(encoding="utf-8") for lab in labs)
    assert json.loads(first)["cells"] != json.loads(second)["cells"]
    for system in (own, usual):
        seconds, memory = bench.build(system)
        assert seconds > 0
        assert memory > 0
        assert system.page(bench.LAB).exists()
        assert system.page(f"copy1/{bench.EDITED}").exists()
    assert pages > notebooks > 0


def test_build_that_fails_is_said(tmp_path: Path) -> None:
    system = bench.System("nothing", tmp_path, ["python3", "-c", "raise SystemExit('no')"])
    with pytest.raises(SystemExit, match="nothing did not build"):
        bench.build(system)


def test_each_measure_is_a_row(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With builds that write one page, in place of those of three systems."""
    page = f"p = pathlib.Path('site/{bench.LAB}.html'); p.parent.mkdir(parents=True, exist_ok=True); p.write_text('x')"
    command = [sys.executable, "-c", f"import pathlib; {page}"]

    def prepare(folder: Path, scale: int) -> tuple[int, int]:
        for name in "abc":
            (folder / name / "docs/lesson").mkdir(parents=True)
        return 2 * scale, scale

    monkeypatch.setattr(copies, "prepare", prepare)
    monkeypatch.setattr(bench, "systems", lambda folder: [bench.System(n, folder / n, command) for n in "abc"])
    monkeypatch.setattr(bench, "preview", lambda _: 0.5)
    rows = bench.measure(1, 2)
    assert [(what.partition(",")[0], len(row)) for what, row in rows.items()] == [
        ("Cold build", 3),
        ("Cold build", 3),
        ("Build after one edit", 3),
        ("Preview shows an edit: seconds", 2),
        ("Page of a lab: kilobytes as sent", 3),
    ]
    assert capsys.readouterr().out.count(", turn 2: ") == 3
