"""What an executed notebook holds: options, figures, results, digests and faults.

Needs PyYAML alone, so that both the site's hook and the script that executes the labs use it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

OPTION = re.compile(r"^#\|\s?(.*)$")
NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
OPTIONS = {"label", "fig-cap", "fig-alt", "fig-format", "code-fold", "code-summary", "fold"}
OPTIONS |= {"edit-cell", "edit-old", "edit-new", "edit-gives"}  # of an answer: the edit that its exercise asks for
FIELDS = {"what", "value", "unit", "spread", "n", "tolerance", "values", "interval"}
# What a picture looks like that is there as a whole; a PNG is kept as Base64.
PICTURES = {
    "image/svg+xml": re.compile(r"<svg\b.*</svg>\s*\Z", re.DOTALL),
    "image/png": re.compile(r"\A\s*iVBORw0KGgo[A-Za-z0-9+/\s]{40,}=*\s*\Z"),
}
RERUN = "run scripts/labs {slug}"
NOISE = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|usr|opt|work|Users|var)/|[A-Z]:\\Users|\w*Warning: "
    r"|Traceback \(most recent call last\)|<[\w.]+ (?:object )?at 0x[0-9a-f]+>"
)

# The one in C is several times as fast; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fault(Exception):  # noqa: N818, a fault of the author, not of the program
    """One line for the author: where, what, how to mend it."""


@dataclass
class Cell:
    """One cell with its options taken apart from its code."""

    kind: str
    source: str
    options: dict[str, Any]
    outputs: list[dict[str, Any]]
    count: int | None
    place: str

    @property
    def label(self) -> str | None:
        return self.options.get("label")

    def data(self, mime: str) -> Any:
        """The first output of that MIME type, or None; text comes as one string. Half a picture is none."""
        for output in self.outputs:
            if mime in output.get("data", {}):
                found = output["data"][mime]
                if isinstance(found, list) and mime != "application/json":
                    found = "".join(found)
                return found if mime not in PICTURES or PICTURES[mime].search(found) else None
        return None

    @property
    def is_figure(self) -> bool:
        return any(self.data(mime) is not None for mime in PICTURES)


@dataclass
class Notebook:
    """A notebook as read from disk; `faults` is filled by `check`."""

    path: Path
    raw: dict[str, Any]
    cells: list[Cell] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.path.stem

    @cached_property
    def front(self) -> dict[str, Any]:
        """The front matter: the YAML of a raw first cell between two lines of dashes."""
        first = self.cells[0] if self.cells else None
        if first is None or first.kind != "raw":
            return {}
        try:
            read = yaml.load(first.source.strip().strip("-"), LOADER)
        except yaml.YAMLError as error:
            raise Fault(f"{self.path}: front matter: not YAML; {one_line(error)}") from error
        return read if isinstance(read, dict) else {}

    @cached_property
    def figures(self) -> dict[str, Cell]:
        return {cell.label: cell for cell in self.cells if cell.label and cell.is_figure}

    @cached_property
    def results(self) -> dict[str, dict[str, Any]]:
        for cell in self.cells:
            if cell.label == "results":
                found = cell.data("application/json")
                return found if isinstance(found, dict) else {}
        return {}

    @property
    def run(self) -> dict[str, Any]:
        """What the script recorded: date, processor, python, packages, digests."""
        found = self.raw.get("metadata", {}).get("lab", {})
        return found if isinstance(found, dict) else {}


def one_line(error: object) -> str:
    return " ".join(str(error).split())


def split_options(source: str) -> tuple[dict[str, Any], str]:
    """Take the leading `#| key: value` lines off a code cell.

    Returns the options and the remaining code. Raises yaml.YAMLError when they are not YAML.
    """
    lines = source.splitlines()
    head = []
    while lines and (found := OPTION.match(lines[0])):
        head.append(found[1])
        lines.pop(0)
    read = yaml.load("\n".join(head), LOADER) if head else {}
    if not isinstance(read, dict):
        raise yaml.YAMLError("options must be 'key: value' lines")
    return read, "\n".join(lines).strip("\n")


def parse(path: Path, raw: dict[str, Any]) -> Notebook:
    """Make a Notebook of the JSON of a file. Raises Fault for options that are not YAML."""
    book = Notebook(path, raw)
    for number, cell in enumerate(raw["cells"], start=1):
        source = "".join(cell["source"])
        options: dict[str, Any] = {}
        place = f"cell {number}"
        if cell["cell_type"] == "code":
            try:
                options, source = split_options(source)
            except yaml.YAMLError as error:
                remedy = "mend its '#|' lines"
                raise Fault(f"{path}: {place}: options: {one_line(error)}; {remedy}") from error
            if "label" in options:
                place += f" ({options['label']})"
        book.cells.append(
            Cell(
                cell["cell_type"],
                source,
                options,
                cell.get("outputs", []),
                cell.get("execution_count"),
                place,
            )
        )
    return book


def read(path: Path, shown: Path | None = None) -> Notebook:
    """Read a notebook of format 4. Raises Fault when the file is not one.

    `shown` is the path that messages name, by default `path` itself.
    """
    shown = shown or path
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["nbformat"] != 4:
            raise KeyError("nbformat 4")
        return parse(shown, raw)
    except FileNotFoundError as error:
        raise Fault(f"{shown}: no such notebook; mend the link or add the notebook") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Fault(f"{shown}: not a readable notebook ({one_line(error)}); restore it from git") from error


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digests(raw: dict[str, Any], lock: Path) -> dict[str, str]:
    """Digests of the code, of the outputs and of the lock file, as stored in the notebook."""
    code = [cell for cell in raw["cells"] if cell["cell_type"] == "code"]
    outputs = [
        [
            {
                key: ("".join(part) if isinstance(part, list) and key == "text" else part)
                for key, part in output.items()
                if key != "data"
            }
            | {
                "data": {
                    mime: "".join(part) if isinstance(part, list) and mime != "application/json" else part
                    for mime, part in output.get("data", {}).items()
                }
            }
            for output in cell["outputs"]
        ]
        for cell in code
    ]
    return {
        "code": digest(["".join(cell["source"]) for cell in code]),
        "outputs": digest(outputs),
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest(),
    }


def text_of(output: dict[str, Any]) -> str:
    """The words of an output, pictures left out."""
    parts = [output.get("text", "")]
    parts += [part for mime, part in output.get("data", {}).items() if mime.startswith("text/")]
    return "\n".join("".join(part) for part in parts)


def check_results(cell: Cell) -> list[str]:
    """Faults of the JSON of a cell labelled `results`."""
    found = cell.data("application/json")
    if not isinstance(found, dict) or not found:
        return ["shows no JSON; end it with display(JSON({...}))"]
    faults = []
    for name, result in found.items():
        if not NAME.match(name):
            faults.append(f"result '{name}' is not kebab-case; rename it")
        elif not isinstance(result, dict) or not set(result) <= FIELDS:
            faults.append(f"result '{name}' may hold only {', '.join(sorted(FIELDS))}")
        elif not {"what", "value", "unit", "spread", "n"} <= set(result):
            faults.append(f"result '{name}' needs what, value, unit, spread and n")
        elif not isinstance(result["value"], (int, float)) or result["value"] != result["value"]:
            faults.append(f"result '{name}' has no number as its value")
    return faults


def check_cell(cell: Cell, slug: str, expected: int) -> list[str]:
    """Faults of one code cell: not executed, noisy, or a figure without its words."""
    rerun = RERUN.format(slug=slug)
    faults = []
    if cell.count is None:
        faults.append(f"is not executed; {rerun}")
    elif cell.count != expected:
        faults.append(f"was executed as number {cell.count}, not {expected}; {rerun}")
    if unknown := set(cell.options) - OPTIONS:
        faults.append(f"has the unknown option '{sorted(unknown)[0]}'; see CONTRIBUTING.md")
    if cell.label is not None and not NAME.match(str(cell.label)):
        faults.append(f"label '{cell.label}' is not kebab-case; rename it")
    for output in cell.outputs:
        if output["output_type"] == "error":
            faults.append(f"ends in {output.get('ename')}; mend the code, then {rerun}")
        elif output.get("name") == "stderr":
            faults.append(f"writes to stderr; silence the cause, then {rerun}")
        elif found := NOISE.search(text_of(output)):
            shown = one_line(found[0])
            faults.append(f"shows a path, warning or address ('{shown}'); mend it, then {rerun}")
    if cell.is_figure:
        for option in ("label", "fig-cap", "fig-alt"):
            if not str(cell.options.get(option) or "").strip():
                faults.append(f"draws a figure without '{option}'; add '#| {option}: …'")
    elif "fig-cap" in cell.options or "fig-alt" in cell.options:
        faults.append(f"promises a figure and shows none; {rerun}")
    elif isinstance(cell.data("application/json"), list):
        faults.append(f"shows numbers without a figure, which no page shows; draw or print them, then {rerun}")
    if cell.label == "results":
        faults += check_results(cell)
    return faults


def check(book: Notebook, lock: Path) -> list[str]:
    """All faults of a committed notebook, one line each, without executing anything."""
    faults = []
    seen: dict[str, str] = {}
    expected = 0
    for cell in book.cells:
        if cell.kind != "code":
            continue
        expected += 1
        own = check_cell(cell, book.slug, expected)
        names = [cell.label] if cell.label else []
        names += list(book.results) if cell.label == "results" else []
        for name in names:
            if name in seen:
                own.append(f"label '{name}' is taken by {seen[name]}; rename one")
            seen[name] = cell.place
        faults += [f"{book.path}: {cell.place}: {fault}" for fault in own]
    if not book.results:
        faults.append(f"{book.path}: no cell labelled 'results'; see CONTRIBUTING.md")
    for key in ("title", "description", "minutes"):
        if not book.front.get(key):
            faults.append(f"{book.path}: front matter: no '{key}'; add it to the first cell")
    stored = book.run.get("digests", {})
    for key, value in digests(book.raw, lock).items():
        if stored.get(key) != value:
            rerun = RERUN.format(slug=book.slug)
            faults.append(f"{book.path}: its {key} changed since it was executed; {rerun}")
    return faults
