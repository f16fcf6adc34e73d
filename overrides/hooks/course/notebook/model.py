"""What an executed notebook holds. Needs nbformat and PyYAML alone: the site and the recording of labs both use it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from warnings import catch_warnings

import yaml
from nbformat import NotebookNode, ValidationError, convert, reader, validate

from course.notebook.outputs import JSON, PICTURES, Output, are_records, read_output
from course.notebook.results import Claim, Result, read_records

OPTION = re.compile(r"^#\|\s?(.*)$")
HALF = re.compile("[\ud800-\udfff]")  # of a character beyond 65,535; no file in UTF-8 can hold one
# The one in C is several times as fast; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fault(Exception):  # noqa: N818, a fault of the author, not of the program
    """One line for the author: where, what, how to mend it."""


@dataclass(frozen=True)
class Cell:
    """One cell, the options of code taken apart from it. `count` says as which it was executed, `place` is `cell 5`."""

    kind: str
    """`raw`, `markdown` or `code`."""
    source: str
    options: Mapping[str, Any]
    outputs: tuple[Output, ...]
    count: int | None
    place: str
    tags: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """By which pages place it: its label, else `cell-5`."""
        return str(self.options.get("label") or self.place.replace(" ", "-"))

    def displays(self, *types: str) -> list[Output]:
        """What it displays of these MIME types, without pictures that are not whole."""
        return [output for output in self.outputs if output.mime in types and output.kind == "data"]


@dataclass(frozen=True)
class Figure:
    """What a cell draws. Caption and alt text are Markdown, the data an SVG document or a PNG as Base64."""

    label: str
    caption: str
    alt: str
    mime: str
    data: str
    numbers: list[dict[str, Any]] | None
    """The records behind it, one a row."""


@dataclass(frozen=True)
class Run:
    """What was recorded when the notebook was executed."""

    date: str = "?"
    processor: str = "unknown processor"
    python: str = "?"
    packages: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 0
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)  # each is itself alone, so that what was found in one can be remembered
class Notebook:
    """A notebook and, by their names, its parts. What of it cannot be used is left out; `faults.check` says why."""

    path: Path
    """As messages name it."""
    front: Mapping[str, Any]
    """The YAML of its first cell."""
    cells: tuple[Cell, ...]
    figures: Mapping[str, Figure]
    results: Mapping[str, Result]
    claims: Mapping[str, Claim]
    run: Run
    node: NotebookNode = field(repr=False)
    """As nbformat reads it."""

    @property
    def lock(self) -> str:
        """The lock of the environment that it runs in: of `environment: data` in its front matter, else of the labs."""
        return f"requirements-{self.front.get('environment') or 'labs'}.txt"

    @property
    def language(self) -> str:
        """The language of its kernel, in small letters."""
        spec = self.node.metadata.get("kernelspec") or {}
        info = self.node.metadata.get("language_info") or {}
        return str(spec.get("language") or info.get("name") or "python").lower()

    def code_cell(self, name: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.kind == "code" and cell.name == name), None)


def one_line(error: object, most: int = 150) -> str:
    return " ".join(str(error).split())[:most]


def split_options(source: str) -> tuple[dict[str, Any], str]:
    """Take the leading `#| key: value` lines off a code cell.

    Returns the options and the remaining code. Raises yaml.YAMLError when they are not YAML.
    """
    lines = source.replace("\r\n", "\n").split("\n")  # not where Unicode sees further ends of lines
    head = []
    while lines and (found := OPTION.match(lines[0])):
        head.append(found[1])
        lines.pop(0)
    read = yaml.load("\n".join(head), LOADER) if head else {}
    if not isinstance(read, dict):
        raise yaml.YAMLError("options must be 'key: value' lines")
    return read, "\n".join(lines).strip("\n")


def read_cell(path: Path, number: int, node: NotebookNode) -> Cell:
    """The cell with this number, from 1. Raises Fault for options that are not YAML, and for half a character."""
    place, tags = f"cell {number}", frozenset(node.metadata.get("tags", ()))
    if HALF.search(json.dumps(node, ensure_ascii=False)):
        raise Fault(f"{path}: {place}: holds half a character (a lone surrogate); mend what wrote it")
    if node.cell_type != "code":
        return Cell(node.cell_type, node.source, {}, (), None, place, tags)
    try:
        options, source = split_options(node.source)
    except yaml.YAMLError as error:
        raise Fault(f"{path}: {place}: options: {one_line(error)}; mend its '#|' lines") from error
    place += f" ({options['label']})" if "label" in options else ""
    return Cell("code", source, options, tuple(map(read_output, node.outputs)), node.execution_count, place, tags)


def read_figure(cell: Cell) -> Figure:
    """The first picture of a cell that draws, with its words and its numbers."""
    drawn = cell.displays(*PICTURES)[0]
    caption, alt = (str(cell.options.get(option) or "").strip() for option in ("fig-cap", "fig-alt"))
    numbers = next((output.content for output in cell.displays(JSON) if are_records(output.content)), None)
    return Figure(cell.name, caption, alt, drawn.mime, drawn.content, numbers)


def parse(path: Path, node: NotebookNode) -> Notebook:
    """A notebook as nbformat reads it, taken apart. Raises Fault for options or front matter that are not YAML."""
    cells = tuple(read_cell(path, number, cell) for number, cell in enumerate(node.cells, start=1))
    first = cells[0].source if cells and cells[0].kind == "raw" else ""
    try:
        front = yaml.load(first.strip().strip("-"), LOADER)
    except yaml.YAMLError as error:
        why = one_line(error)
        raise Fault(f"{path}: front matter: not YAML ({why}); put texts with a colon into quotes") from error
    front = front if isinstance(front, dict) else {}
    figures = {cell.name: read_figure(cell) for cell in cells if cell.displays(*PICTURES)}
    said = {cell.name: cell.displays(JSON)[0].content for cell in cells if cell.displays(JSON)}
    results, claims = read_records(Result, said.get("results"))[0], read_records(Claim, said.get("claims"))[0]
    lab = node.metadata.get("lab") or {}
    run = Run(**{key: lab[key] for key, usual in vars(Run()).items() if isinstance(lab.get(key), type(usual))})
    return Notebook(path, front, cells, figures, results, claims, run, node)


@lru_cache(maxsize=256)
def read_file(path: Path, name: str, changed: int) -> Notebook:
    """As `load`, of the file as it was at the time of its last change."""
    try:
        node = convert(reader.reads(path.read_text(encoding="utf-8")), 4)
        with catch_warnings(action="ignore"):  # of ids of cells, which no page needs
            validate(node)
        return parse(Path(name), node)
    except ValidationError as error:
        steps = [f"cell {step + 1}" if isinstance(step, int) else step for step in error.relative_path]
        what = ": ".join([*(step for step in steps if step != "cells"), error.message])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = str(error)
    raise Fault(f"{name}: not a readable notebook ({one_line(what)}); restore it from git")


def load(path: Path, name: str | None = None) -> Notebook:
    """The notebook in a file, remembered until the file changes; messages name it `name`, by default its path.

    Raises Fault when there is none, or when nbformat finds it not to be one.
    """
    name = name or path.as_posix()
    try:
        return read_file(path, name, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise Fault(f"{name}: no such notebook; mend the link or add the notebook") from error
