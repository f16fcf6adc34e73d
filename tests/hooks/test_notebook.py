"""Reading notebooks: options, digests, faults of the format."""

import json
from pathlib import Path
from typing import Any

import notebook
import pytest


def book(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}


def code(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": [source], "outputs": [], "execution_count": 1, "metadata": {}} | more


def test_options_are_taken_off_the_code() -> None:
    options, rest = notebook.split_options('#| label: a-b\n#| fig-cap: "Look: here"\n\nx = 1\n#| y\n')
    assert options == {"label": "a-b", "fig-cap": "Look: here"}
    assert rest == "x = 1\n#| y"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a readable notebook"),
        ("[]", "not a readable notebook"),
        ('{"nbformat": 3}', "not a readable notebook"),
        (json.dumps(book(code("#| label: [\n"))), "cell 1: options"),
        (json.dumps(book(code("#| words\n"))), "cell 1: options"),
    ],
)
def test_unreadable_notebook_is_one_line_with_the_path(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_text(text)
    with pytest.raises(notebook.Fault) as caught:
        notebook.read(path, Path("docs/labs/lab.ipynb"))
    assert str(caught.value).startswith("docs/labs/lab.ipynb: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_notebook_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(notebook.Fault, match="no such notebook; mend the link"):
        notebook.read(tmp_path / "gone.ipynb")


def test_digests_see_code_and_outputs_and_not_prose(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1\n")
    prose = {"cell_type": "markdown", "source": ["words"], "metadata": {}}
    plain = notebook.digests(book(code("x"), prose), lock)
    assert notebook.digests(book(code("x"), prose | {"source": ["others"]}), lock) == plain
    assert notebook.digests(book(code("y"), prose), lock)["code"] != plain["code"]
    shown = code("x", outputs=[{"output_type": "stream", "name": "stdout", "text": ["1\n"]}])
    assert notebook.digests(book(shown, prose), lock)["outputs"] != plain["outputs"]
    lock.write_text("a==2\n")
    assert notebook.digests(book(code("x"), prose), lock)["lock"] != plain["lock"]


@pytest.mark.parametrize(
    "words", ["/home/ada/x.csv", "Traceback (most recent call last)", "UserWarning: x", "<A at 0x7f>"]
)
def test_noise_in_outputs_is_a_fault(words: str, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("")
    raw = book(code("#| label: setup\nx", outputs=[{"output_type": "stream", "name": "stdout", "text": [words]}]))
    faults = notebook.check(notebook.parse(Path("lab.ipynb"), raw), lock)
    assert any("cell 1 (setup)" in fault for fault in faults), faults
