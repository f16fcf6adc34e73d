"""What makes a committed notebook unfit: each fault is one line with cell and remedy, and a fit one has none."""

import time
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from course.notebook import faults, model
from course.notebook.digests import digests

from tests.conftest import ROOT
from tests.hooks import samples
from tests.hooks.samples import claims, code, drawing, prints, results, shows, unfit, words

HTML = {"text/html": "<table></table>", "text/plain": "a"}
PLOTLY = {"application/vnd.plotly.v1+json": {}, "text/html": "<div></div>"}
WIDGET = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"}


def tagged(tag: str) -> dict[str, Any]:
    return {**code("x"), "metadata": {"tags": [tag]}}


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.ipynb")), ids=lambda path: path.stem)
def test_stored_labs_are_fit(path: Path) -> None:
    assert faults.check(model.load(path), ROOT) == []


def test_notebook_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "requirements-labs.txt").write_text("")
    empty = model.parse(Path("docs/labs/lab.ipynb"), samples.node(words("words")))
    said = faults.check(empty, tmp_path)
    assert all(line.startswith("docs/labs/lab.ipynb: ") for line in said)
    for part in ("no cell labelled 'results'", "no 'title'", "no 'description'"):
        assert any(part in line for line in said), part
    assert sum("changed since it was executed; run scripts/labs lab" in line for line in said) == 3


def test_notebook_is_looked_through_once_and_what_is_beside_it_each_time(tmp_path: Path) -> None:
    node = samples.node(words(samples.FRONT, "raw"), results())
    lock = tmp_path / "requirements-labs.txt"
    lock.write_text("a==1\n")
    node.metadata["lab"] = {"digests": digests(node, lock)}
    lab = model.parse(Path("docs/labs/lab.ipynb"), node)
    assert faults.check(lab, tmp_path) == []
    sought = faults.own_faults.cache_info().misses
    lock.write_text("a==2\n")
    assert faults.check(lab, tmp_path) == [
        "docs/labs/lab.ipynb: its lock changed since it was executed; run scripts/labs lab"
    ]
    assert faults.own_faults.cache_info().misses == sought


def edit(**changes: Any) -> dict[str, Any]:
    """An answer that says an edit of the cell before it."""
    options = {"edit-cell": "arms", "edit-old": "SIZE = 3", "edit-new": "SIZE = 1", "edit-gives": "{acc: acc}"}
    options |= {key.replace("_", "-"): value for key, value in changes.items()}
    head = "".join(f"#| {key}: {value}\n" for key, value in options.items() if value is not None)
    return code(f'#| fold: "Answer"\n{head}run(1)')


ARMS = code("#| label: arms\nSIZE = 3\nrun(SIZE)")


@pytest.mark.parametrize(
    "cells",
    [
        [code("x", prints("words\n"))],
        [drawing(), results()],
        [claims(), results()],
        [ARMS, edit(), results()],
        [code("x", shows())],
        [code("x", shows(**HTML))],
        [tagged("parameters")],
        [{**drawing(), "outputs": drawing()["outputs"] * 2}],
    ],
)
def test_cells_without_a_fault(cells: list[dict[str, Any]]) -> None:
    assert unfit(*cells) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([code("x", count=None)], "cell 2: is not executed; run scripts/labs lab"),
        ([code("#| labl: x\nx")], "cell 2: has the unknown option 'labl'"),
        ([code("#| label: A B\nx")], "cell 2 (A B): label 'A B' is not kebab-case"),
        ([code("#| label: a\nx"), code("#| label: a\nx")], "cell 3 (a): label 'a' is taken by cell 2 (a)"),
        ([code("#| label: acc\nx"), results()], "label 'acc' is taken by cell 2 (acc)"),
        ([words("words", "raw")], "cell 2: is a raw cell, which no page shows"),
        (
            [code("x", {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []})],
            "cell 2: ends in ValueError; mend the code, then run scripts/labs lab",
        ),
        ([code("x", prints("be careful\n", "stderr"))], "cell 2: writes to stderr ('be careful'); silence the cause"),
        ([code("x", prints("/home/ada/x.csv"))], "shows a path, warning or address ('/home/')"),
        ([code("x", prints("Traceback (most recent call last)"))], "'Traceback (most recent call last)'"),
        ([code("x", prints("UserWarning: x"))], "'UserWarning:'"),
        ([code("x", shows(**{"text/plain": "<A at 0x7f>"}))], "'<A at 0x7f>'"),
        ([code("x", shows(**PLOTLY))], "cell 2: shows application/vnd.plotly.v1+json, which no page shows; print it"),
        ([code("x", shows(**WIDGET))], "cell 2: shows application/vnd.jupyter.widget-view+json, which no page shows"),
        ([code("x", shows(**{"text/html": "<script>x</script>"}))], "cell 2: shows HTML with '<script', which no page"),
        ([code("x", shows(**{"text/html": "<img src='data:,x'>"}))], "shows HTML with '<img', which no"),
        ([code("x", shows(**{"text/html": "<svg><path d='M0 0'/></svg>"}))], "shows HTML with '<svg', which no page"),
        ([code("x", shows(**{"text/markdown": "<script>x</script>"}))], "shows HTML with '<script', which no page"),
        ([code("x", shows(**{"text/markdown": "so $x^2$"}))], "displays Markdown, line 1: a formula between dollars;"),
        ([code("x", shows(**{"text/markdown": "So:\n- a"}))], "displays Markdown, line 2: a list right after a line"),
        ([words("a[^1]\n\n[^1]: b"), words("[^1]: c")], "cell 3: '[^1]' has another meaning further up; rename one"),
        ([tagged("hide-input")], "cell 2: has the tag 'hide-input', which no page heeds; write '#| code-fold: true'"),
        ([tagged("remove-cell")], "cell 2: has the tag 'remove-cell', which no page heeds; take the cell out"),
        ([words("Look:\n- a")], "cell 2: line 2: a list right after a line of words; leave an empty line before it"),
        ([words("[a]: b"), words("[A]: c")], "cell 3: '[A]' has another meaning further up; rename one"),
        ([code("x", shows(**{"application/json": [{"a": 1}]}))], "shows numbers without a figure"),
        ([code("x", shows(**{"application/json": {"a": 1}}))], "shows JSON that is no list of records"),
        ([code("x", shows(**{"application/json": []}))], "shows JSON that is no list of records"),
        ([code("#| fig-cap: Look.\nx")], "promises a figure and shows none; run scripts/labs lab"),
        ([drawing(data={"image/svg+xml": samples.SVG[:-9]})], "figure 'curve' is not a whole drawing"),
        ([drawing(data={"image/png": "iVBORw0KGgo"})], "promises a figure and shows none"),
        ([code("x", shows(**{"image/svg+xml": samples.SVG}))], "draws a figure without 'label'; add '#| label: …'"),
        ([drawing(alt="")], "cell 2 (curve): draws a figure without 'fig-alt'"),
        ([results({})], "cell 2 (results): shows no JSON"),
        ([code("#| label: claims\nx")], "cell 2 (claims): shows no JSON"),
        (
            [claims(least=3)],
            "cell 2 (claims): claim 'a-beats-b' does not hold: its mean is 2.5, less than 3; weaken it",
        ),
        ([claims(differences=[1])], "claim 'a-beats-b' cannot be read"),
        ([ARMS, edit(edit_new=None), results()], "cell 3: says an edit without 'edit-new'"),
        ([ARMS, edit(edit_cell="legs"), results()], "cell 3: edit-cell: there is no cell 'legs'; mend the label"),
        ([ARMS, edit(edit_old="SIZE"), results()], "edit-old: 'SIZE' stands 2 times in cell 'arms', not once"),
        ([ARMS, edit(edit_old="WIDTH = 3"), results()], "'WIDTH = 3' stands 0 times in cell 'arms'"),
        ([ARMS, edit(edit_gives="{acc: loss}"), results()], "edit-gives: there is no result 'loss'"),
        ([ARMS, edit(edit_gives="{loss: acc}"), results()], "edit-gives: there is no result 'loss'"),
        ([ARMS, edit(edit_gives="acc-2"), results()], "edit-gives: there is no result 'acc-2'"),
    ],
)
def test_fault_names_the_cell_and_the_remedy(cells: list[dict[str, Any]], said: str) -> None:
    found = unfit(*cells)
    assert any(said in line for line in found), found
    assert all("\n" not in line and ("; " in line) for line in found)


def test_cells_executed_out_of_order() -> None:
    node = samples.node(code("x"), code("y"))
    node.cells[1].execution_count = 7
    said = faults.check(model.parse(Path("docs/labs/lab.ipynb"), node), ROOT)
    assert "docs/labs/lab.ipynb: cell 2: was executed as number 7, not 2; run scripts/labs lab" in said


def test_notebook_of_another_kernel() -> None:
    node = samples.node(words(samples.FRONT, "raw"), code("x <- 1"))
    node.metadata["kernelspec"] = {"name": "ir", "language": "R"}
    said = faults.check(model.parse(Path("docs/labs/lab.ipynb"), node), ROOT)
    assert "docs/labs/lab.ipynb: its kernel is for r; labs are executed in Python's" in said


@pytest.mark.parametrize("text", ["b", "<", "<b.", "/", "\x1b[", "\r", "a\b"])
def test_long_output_is_looked_through_in_time_that_grows_with_it(text: str) -> None:
    assert unfit(code("x", prints(text * 1_000_000 + "z"))) == []
    assert slowdown(lambda times: unfit(code("x", prints(text * 50_000 * times)))) < 16


def slowdown(run: Callable[[int], object]) -> float:
    """How much longer it takes with eight times the input: eight, and 64 where time grows with its square."""

    def least(times: int) -> float:
        return min(timeit.repeat(lambda: run(times), number=1, repeat=3, timer=time.process_time))

    return least(8) / least(1)
