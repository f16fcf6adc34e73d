"""What scripts/labs does with one lab. Each task returns faults, one line each, that begin with the notebook's path."""

from __future__ import annotations

import platform
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from common import ROOT, say
from nbformat import NotebookNode
from recording.compare import apart, claim_faults, describe, holds, result_faults
from recording.execute import execute, packages, processor
from recording.model import Fault, check, digests, load, parse
from recording.normalise import normalise

LOCK = ROOT / "requirements-labs.txt"
EDIT = ("edit-cell", "edit-old", "edit-new", "edit-gives")


def run(path: Path, node: NotebookNode) -> tuple[Any, list[str]]:
    """Execute a notebook and make it what is stored; return it, as read, with the faults of its figures and claims.

    Raises Fault for a cell that fails, and when it is unfit as a whole.
    """
    seconds = execute(path, node)
    faults = normalise(node)
    node.metadata["lab"] = {
        "date": time.strftime("%Y-%m-%d"),
        "digests": digests(node, LOCK),
        "packages": packages(node),
        "processor": processor(),
        "python": platform.python_version(),
        "seconds": round(seconds),
    }
    book = parse(path, node)
    return book, check(book, LOCK) + [f"{path}: {fault}" for fault in faults + claim_faults(book.claims)]


def record(file: Path, path: Path) -> list[str]:
    """Execute a lab and store it; where there are faults, the file stays as it is."""
    node = load(file, str(path)).node
    _, faults = run(path, node)
    if not faults:
        part = file.with_suffix(".part")
        nbformat.write(node, part)
        part.replace(file)
        say(f"{path.stem}: stored, {file.stat().st_size // 1024} KB, {node.metadata['lab']['seconds']} s")
    return faults


def compare(file: Path, path: Path) -> list[str]:
    """Execute a lab again: its results within the recorded spread, its claims true; store nothing."""
    old = load(file, str(path))
    new, faults = run(path, deepcopy(old.node))
    return faults or [f"{path}: {fault}" for fault in result_faults(old.results, new.results)]


def try_seeds(file: Path, path: Path, seeds: str) -> list[str]:
    """Execute a lab with other seeds (`range(10, 20)`) and say of each claim whether it holds; store nothing."""
    old = load(file, str(path))
    node = deepcopy(old.node)
    cell = cell_named(old, "setup")
    lines = node.cells[cell].source.split("\n")
    found = [number for number, line in enumerate(lines) if line.startswith("SEEDS = ")]
    if len(found) != 1:
        raise Fault(f"{path}: {old.cells[cell].place}: has {len(found)} lines 'SEEDS = …', not one; write one")
    lines[found[0]] = f"SEEDS = {seeds}"
    node.cells[cell].source = "\n".join(lines)
    execute(path, node)
    claims = parse(path, node).claims
    for name, claim in claims.items():
        say(f"{path.stem}: {describe(name, claim)}")
    if not claims:
        return [f"{path}: has no claims; add a cell labelled 'claims', see CONTRIBUTING.md"]
    return [f"{path}: claim '{name}' does not hold with {seeds}" for name, claim in claims.items() if not holds(claim)]


def try_exercises(file: Path, path: Path) -> list[str]:
    """Make the edit of each answer that names one, execute the edited lab, compare what it gives; store nothing."""
    old = load(file, str(path))
    faults = []
    for cell in old.cells:
        if not set(EDIT) & cell.options.keys():
            continue
        try:
            node = edited(old, cell.options)
            execute(path, node)
            new = parse(path, node).results
            for there, here in cell.options["edit-gives"].items():
                if there not in new or here not in old.results:
                    raise ValueError(f"no result '{here if there in new else there}'; mend edit-gives")
                if words := apart(old.results[here], new[there], new[there]):
                    faults.append(f"{path}: {cell.place}: its answer '{here}' {words}, as '{there}' after the edit")
        except (Fault, KeyError, ValueError) as error:
            faults.append(f"{path}: {cell.place}: its edit: {str(error).removeprefix(f'{path}: ')}")
    return faults


def cell_named(book: Any, label: str) -> int:
    """The place of a code cell among all cells. Raises Fault when there is none of this label."""
    for index, cell in enumerate(book.cells):
        if cell.kind == "code" and cell.options.get("label") == label:
            return index
    raise Fault(f"{book.path}: has no cell labelled '{label}'; label one")


def edited(book: Any, options: dict[str, Any]) -> NotebookNode:
    """The notebook after the edit of an answer. Raises KeyError, ValueError or Fault when it cannot be made."""
    if missing := [option for option in EDIT if option not in options]:
        raise KeyError(f"has no '{missing[0]}'")
    node: NotebookNode = deepcopy(book.node)
    cell = node.cells[cell_named(book, options["edit-cell"])]
    old, new = str(options["edit-old"]), str(options["edit-new"])
    if (found := cell.source.count(old)) != 1:
        raise ValueError(f"'{old}' stands {found} times in the cell '{options['edit-cell']}', not once; mend edit-old")
    cell.source = cell.source.replace(old, new)
    return node
