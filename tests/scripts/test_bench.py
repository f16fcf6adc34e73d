"""scripts/bench: what it lays out builds, copies are unlike, one case of each system but Sphinx."""

from __future__ import annotations

import json
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
    first, second = ((own.docs / folder / f"{bench.LAB}.ipynb").read_text("utf-8") for folder in ("", "copy1"))
    assert json.loads(first)["cells"] != json.loads(second)["cells"]
    for system in (own, usual):
        seconds, memory = bench.build(system)
        assert seconds > 0
        assert memory > 0
        assert system.page(bench.LAB).exists()
        assert system.page(f"copy1/{bench.EDITED}").exists()
    assert pages > notebooks > 0


def test_build_that_fails_is_said(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    system = bench.System("nothing", tmp_path / "docs", ["python3", "-c", "raise SystemExit('no')"], tmp_path / "site")
    with pytest.raises(SystemExit, match="nothing did not build"):
        bench.build(system)
