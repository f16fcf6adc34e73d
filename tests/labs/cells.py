"""The code of labs' cells, for tests that try it without running a lab."""

from __future__ import annotations

import ast
import json
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from course.notebook import model

from tests.conftest import ROOT

DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AugAssign)
LABS = ROOT / "docs" / "labs"
PYTHON = ROOT / ".venv-data" / "bin" / "python"
# For what needs the wheels of the data labs.
needs_wheels = pytest.mark.skipif(
    not PYTHON.exists(), reason="the data labs' environment is missing: scripts/setup data"
)


def source(lab: str, label: str) -> str:
    """A cell's code, without its options. Raises LookupError when the lab has no such cell."""
    cell = model.load(LABS / f"{lab}.ipynb").code_cell(label)
    if cell is None:
        raise LookupError(f"the lab {lab} has no cell '{label}'")
    return cell.source


def definitions(lab: str, *labels: str, kinds: tuple[type[ast.stmt], ...] = DEFINITIONS) -> str:
    """What the cells define, without what they run: their statements of these kinds."""
    parts = []
    for label in labels:
        tree = ast.parse(source(lab, label))
        tree.body = [node for node in tree.body if isinstance(node, kinds)]
        parts.append(ast.unparse(tree))
    return "\n".join(parts)


def defined(lab: str, *labels: str, kinds: tuple[type[ast.stmt], ...] = DEFINITIONS, **given: Any) -> dict[str, Any]:
    """The names that cells define, by their values; `given` are those that other cells would have given."""
    space = dict(given)
    exec(compile(definitions(lab, *labels, kinds=kinds), lab, "exec"), space)
    return space


def opened_at_once(opening: Callable[[Path], Any], folder: Path, tries: int = 10) -> list[str]:
    """What goes wrong when four programs open the same new file at the same moment, several times over."""

    def program(path: Path, ready: threading.Barrier) -> None:
        ready.wait()
        opening(path).close()

    faults = []
    with ThreadPoolExecutor(4) as pool:
        for number in range(tries):
            given = folder / f"new-{number}.db", threading.Barrier(4)
            programs = [pool.submit(program, *given) for _ in range(4)]
            faults += [repr(fault) for one in programs if (fault := one.exception())]
    return faults


def run(code: str, *arguments: str, given: str | None = None, folder: Path | None = None) -> Any:
    """What a script says last, as JSON, in the environment of the data labs; a script that fails fails the test."""
    command = [str(PYTHON), "-c", code, *arguments]
    done = subprocess.run(command, input=given, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
