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
