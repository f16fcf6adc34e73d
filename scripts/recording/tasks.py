"""What scripts/labs does with one lab. Each task returns faults, one line each, that begin with the notebook's path."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import nbformat
from common import ROOT, say
from course.notebook.digests import data_files, digests
from course.notebook.faults import check, edit_faults
from course.notebook.model import Cell, Fault, Notebook, load, parse
from course.notebook.numbers import breach, interval, interval_text
from course.notebook.results import Claim, Result
from recording.execute import execute, packages, processor
from recording.normalise import normalise


def faults_of(task: Callable[[Path, Path], list[str]], path: Path) -> list[str]:
    """What a task finds in a lab, what ended it included."""
    try:
        return task(ROOT / path, path)
    except Fault as fault:
        return [str(fault)]


def run(path: Path, node: nbformat.NotebookNode) -> tuple[Notebook, list[str]]:
    """Execute a notebook and make it what is stored, in place; return it, as read, with its faults.

    Raises Fault for a cell that fails.
    """
    seconds = execute(path, node)
    faults = normalise(path, node)
    lock, data = ROOT / parse(path, node).lock, data_files(ROOT / path)
    node.metadata["lab"] = {
        "date": time.strftime("%Y-%m-%d"),
        "digests": digests(node, lock, data),
        "packages": packages(node),
        "processor": processor(),
        "python": platform.python_version(),
        "seconds": round(seconds),
    }
    notebook = parse(path, node)
    return notebook, check(notebook, ROOT) + faults


def record(file: Path, path: Path) -> list[str]:
    """Execute a lab and store it; where there are faults, the file stays as it is."""
    notebook, faults = run(path, deepcopy(load(file, str(path)).node))
    if not faults:
        part = file.with_suffix(".part")
        nbformat.write(notebook.node, part, sort_keys=False)  # tables keep the order of their columns
        part.replace(file)
        say(f"{path.stem}: stored, {file.stat().st_size // 1024} KB, {notebook.run.seconds} s")
    return faults


def compare(file: Path, path: Path) -> list[str]:
    """Execute a lab again: its claims hold, its results stay within twice the recorded spread; store nothing."""
    old = load(file, str(path)).results
    notebook, faults = run(path, deepcopy(load(file, str(path)).node))
    new = notebook.results
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            faults.append(f"{path}: result '{name}' is in one run only; record the lab anew")
        elif words := apart(old[name], new[name]):
            faults.append(f"{path}: result '{name}' {words}")
    return faults


def apart(was: Result, now: Result, *others: Result) -> str | None:
    """How far two results lie apart, if by more than the room that `was` and `others` give.

    That is twice the spread or a wider, stated tolerance. A machine that rounds otherwise trains other networks, as
    other seeds do, and by one spread such means differ now and then.
    """
    known = [size for one in (was, *others) for size in (one.tolerance or 0, 2 * (one.spread or 0))]
    room = max([1e-9 * abs(was.value), *known])
    return f"was {was.value:g}, is now {now.value:g}, room {room:g}" if abs(now.value - was.value) > room else None


def try_seeds(file: Path, path: Path, seeds: str) -> list[str]:
    """Execute a lab with other seeds (`range(10, 20)`) and say of each claim whether it holds; store nothing."""
    old = load(file, str(path))
    node = deepcopy(old.node)
    lines = [
        (cell, line)
        for cell, read in zip(node.cells, old.cells, strict=True)
        for line in cell.source.split("\n")
        if read.options.get("label") == "setup" and line.startswith("SEEDS = ")
    ]
    if len(lines) != 1:
        raise Fault(f"{path}: its cell 'setup' has {len(lines)} lines 'SEEDS = …', not one; write one")
    cell, line = lines[0]
    cell.source = cell.source.replace(line, f"SEEDS = {seeds}")
    execute(path, node)
    claims = parse(path, node).claims
    for name, claim in claims.items():
        say(f"{path.stem}: {describe(name, claim)}")
    if not claims:
        return [f"{path}: has no claims; add a cell labelled 'claims', see CONTRIBUTING.md"]
    broken = {name: why for name, claim in claims.items() if (why := breach(claim))}
    return [f"{path}: claim '{name}' does not hold with {seeds}: {why}" for name, why in broken.items()]


def describe(name: str, claim: Claim) -> str:
    """A claim with the mean of its differences, its interval and whether it holds, in one line."""
    mean = sum(claim.differences) / len(claim.differences)
    ends = interval_text(*interval(claim.differences))
    verdict = "does not hold" if breach(claim) else "holds"
    return f"{verdict}: {name}: {claim.what}: {mean:+.3g} {claim.unit} ({ends}), {len(claim.differences)} seeds"


def try_exercises(file: Path, path: Path) -> list[str]:
    """Make the edit of each answer that names one, execute the edited lab, compare what it gives; store nothing."""
    old = load(file, str(path))
    faults = []
    for cell in old.cells:
        found = list(edit_faults(cell, old))
        if "edit-cell" in cell.options and not found:
            found = try_edit(path, old, cell)
        faults += [f"{path}: {cell.place}: {fault}" for fault in found]
    return faults


def try_edit(path: Path, old: Notebook, answer: Cell) -> list[str]:
    """Execute a lab with the edit that an answer names; return what differs from what the answer says."""
    node, options = deepcopy(old.node), answer.options
    for cell, read in zip(node.cells, old.cells, strict=True):
        if read is old.code_cell(options["edit-cell"]):
            cell.source = cell.source.replace(str(options["edit-old"]), str(options["edit-new"]))
    try:
        execute(path, node)
        new = parse(path, node).results
    except Fault as fault:
        return [f"after its edit: {str(fault).removeprefix(f'{path}: ')}"]
    faults = []
    for there, here in options["edit-gives"].items():
        words = apart(old.results[here], new[there], new[there]) if there in new else "is not given"
        faults += [f"its answer '{here}' {words}, as '{there}' after the edit"] if words else []
    return faults
