"""Digests of what a notebook's outputs depend on."""

from pathlib import Path

import pytest
from course.notebook.digests import data_files, digests
from course.notebook.model import load

from tests.conftest import ROOT
from tests.hooks import samples


def test_digests_see_code_and_outputs_and_not_prose(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1\n")
    plain = digests(samples.node(samples.code("x"), samples.words("words")), lock)
    assert digests(samples.node(samples.code("x"), samples.words("others")), lock) == plain
    assert digests(samples.node(samples.code("y")), lock)["code"] != plain["code"]
    captioned = digests(samples.node(samples.code('#| fig-cap: "Seen."\n#| fig-alt: "A line."\nx')), lock)
    assert captioned["code"] == plain["code"]
    assert digests(samples.node(samples.code("x", samples.prints("1\n"))), lock)["outputs"] != plain["outputs"]
    lock.write_text("a==2\n")
    assert digests(samples.node(samples.code("x")), lock)["lock"] != plain["lock"]
    assert digests(samples.node(samples.code("x")), tmp_path / "gone")["lock"] != plain["lock"]


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.ipynb")), ids=lambda path: path.stem)
def test_digests_of_stored_labs_are_those_that_were_recorded(path: Path) -> None:
    lab = load(path)
    assert digests(lab.node, ROOT / lab.lock, data_files(path)) == lab.run.digests


def test_data_beside_a_notebook_is_what_it_reads(tmp_path: Path) -> None:
    for name in ("lab.ipynb", "lab.json", "lab.part", "laboratory.json"):
        (tmp_path / name).write_text("{}")
    data = data_files(tmp_path / "lab.ipynb")
    assert [file.name for file in data] == ["lab.json"]
    before = digests(samples.node(), tmp_path / "lab.ipynb", data)
    data[0].write_text("[]")
    assert digests(samples.node(), tmp_path / "lab.ipynb", data)["lab.json"] != before["lab.json"]
