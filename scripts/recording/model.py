"""What the recording needs of the notebooks' model; the one place that knows where it lives."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
from common import ROOT
from nbformat import NotebookNode

sys.path.append(str(ROOT / "overrides" / "hooks"))
import notebook
from notebook import Fault, one_line, split_options

__all__ = ["Fault", "check", "digests", "load", "one_line", "parse", "split_options"]


def said(book: notebook.Notebook, label: str) -> dict[str, Any]:
    found = next((cell.data("application/json") for cell in book.cells if cell.label == label), None)
    return {name: SimpleNamespace(**{"tolerance": None} | record) for name, record in (found or {}).items()}


def parse(path: Path, node: NotebookNode) -> Any:
    book = notebook.parse(path, json.loads(nbformat.writes(node)))
    return SimpleNamespace(
        path=path, cells=book.cells, results=said(book, "results"), claims=said(book, "claims"), old=book, node=node
    )


def load(path: Path, name: str) -> Any:
    old = notebook.read(path, Path(name))
    node = nbformat.convert(nbformat.reader.reads(json.dumps(old.raw)), 4)
    return parse(Path(name), node)


def digests(node: NotebookNode, lock: Path) -> dict[str, str]:
    return notebook.digests(json.loads(nbformat.writes(node)), lock)


def check(book: Any, lock: Path) -> list[str]:
    return notebook.check(book.old, lock)
