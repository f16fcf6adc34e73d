"""What makes a committed notebook unfit for the site, one line a fault, found without executing anything."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from course.notebook import dialect
from course.notebook.digests import data_files, digests
from course.notebook.model import Cell, Notebook, one_line
from course.notebook.numbers import breach
from course.notebook.outputs import JSON, MARKDOWN, PICTURES, TEXT, Output, are_records
from course.notebook.results import NAME, Claim, Result, read_records

EDIT = ("edit-cell", "edit-old", "edit-new", "edit-gives")  # of an answer: the edit that its exercise asks for
OPTIONS = {"label", "fig-cap", "fig-alt", "fig-format", "code-fold", "code-summary", "fold", *EDIT}
# Tags of Jupyter Book, and what to write in place of them.
TAGS = dict.fromkeys(["hide-input", "remove-input", "remove_input"], "write '#| code-fold: true'") | dict.fromkeys(
    ["hide-cell", "hide-output", "remove-cell", "remove_cell", "remove-output", "remove_output"],
    "take the cell out, or what it shows",
)
NOISE = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|usr|opt|work|Users|var)/|[A-Z]:\\Users|\w{0,40}Warning: "
    r"|Traceback \(most recent call last\)|<[\w.]+ (?:object )?at 0x[0-9a-f]+>"
)


def check(notebook: Notebook, project: Path) -> list[str]:
    """All faults of a notebook; the folder of the project has the lock and the data that it must have run with."""
    faults = list(own_faults(notebook))
    data = data_files(project / notebook.path)
    for key, value in digests(notebook.node, project / notebook.lock, data).items():
        if notebook.run.digests.get(key) != value:
            faults.append(f"its {key} changed since it was executed; {rerun(notebook)}")
    return [f"{notebook.path}: {fault}" for fault in faults]


def rerun(notebook: Notebook) -> str:
    """The remedy for what a run has left."""
    return f"run scripts/labs {notebook.path.stem}"


@lru_cache(maxsize=256)
def own_faults(notebook: Notebook) -> tuple[str, ...]:
    """Faults of what the file says, whatever is beside it; sought once, as a preview asks at each edit of any page."""
    words = [cell for cell in notebook.cells if cell.kind == "markdown"]
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    found = [(cell, fault) for cell in notebook.cells[1:] for fault in words_faults(cell)]
    found += [(words[at], fault) for at, fault in dialect.references([cell.source for cell in words])]
    again = rerun(notebook)
    places: dict[str, str] = {}
    for number, cell in enumerate(code, start=1):
        own = [*cell_faults(cell, number, again), *record_faults(cell, again), *edit_faults(cell, notebook)]
        found += [(cell, fault) for fault in own]
        for name in [cell.name, *notebook.results] if cell.name == "results" else [cell.name]:
            if name in places:
                found.append((cell, f"label '{name}' is taken by {places[name]}; rename one"))
            places[name] = cell.place
    return (*(f"{cell.place}: {fault}" for cell, fault in found), *whole_faults(notebook))


def whole_faults(notebook: Notebook) -> Iterator[str]:
    """Faults of a notebook that no cell of code or words has."""
    if notebook.language != "python":
        yield f"its kernel is for {notebook.language}; labs are executed in Python's"
    if not notebook.results:
        yield "no cell labelled 'results'; see CONTRIBUTING.md"
    for key in ("title", "description"):
        if not notebook.front.get(key):
            yield f"front matter: no '{key}'; add it to the first cell"
    if "minutes" in notebook.front:
        yield "front matter: 'minutes', which the build counts; take it out"


def words_faults(cell: Cell) -> Iterator[str]:
    """What a page would not show of a cell, or not as Jupyter shows it."""
    if cell.kind == "raw":
        yield "is a raw cell, which no page shows; make it Markdown, or take it out"
    for tag in sorted(cell.tags & TAGS.keys()):
        yield f"has the tag '{tag}', which no page heeds; {TAGS[tag]}"
    if cell.kind == "markdown":
        for line, fault in dialect.faults(cell.source):
            yield f"line {line}: {fault}"


def cell_faults(cell: Cell, number: int, rerun: str) -> Iterator[str]:
    """Faults of a code cell that must be executed as this number: its options, its outputs, its figure."""
    if cell.count is None:
        yield f"is not executed; {rerun}"
    elif cell.count != number:
        yield f"was executed as number {cell.count}, not {number}; {rerun}"
    if unknown := sorted(cell.options.keys() - OPTIONS, key=str):
        yield f"has the unknown option '{unknown[0]}'; see CONTRIBUTING.md"
    if not NAME.fullmatch(cell.name):
        yield f"label '{cell.name}' is not kebab-case; rename it"
    yield from (f"{fault}, then {rerun}" for output in cell.outputs if (fault := output_fault(output, cell)))
    pictures, broken = cell.displays(*PICTURES), any(output.kind == "broken" for output in cell.outputs)
    for option in ("label", "fig-cap", "fig-alt"):
        if pictures and not str(cell.options.get(option) or "").strip():
            yield f"draws a figure without '{option}'; add '#| {option}: …'"
    if broken:
        yield f"promises a figure and shows none: figure '{cell.name}' is not a whole drawing; {rerun}"
    elif not pictures and cell.options.keys() & {"fig-cap", "fig-alt"}:
        yield f"promises a figure and shows none; {rerun}"


def output_fault(output: Output, cell: Cell) -> str | None:
    """Why an output of a cell cannot be shown, and what to do before the lab is executed again."""
    if output.kind == "error":
        return f"ends in {output.content}; mend the code"
    if output.kind == "stderr":
        return f"writes to stderr ('{one_line(output.content, 60)}'); silence the cause"
    if output.unknown:
        return f"shows {', '.join(output.unknown)}, which no page shows; print it as text, or draw it with Matplotlib"
    if output.mime == MARKDOWN and (fault := next(dialect.faults(output.content), None)):
        return f"displays Markdown, line {fault[0]}: {fault[1]}"
    if output.mime == TEXT and (found := NOISE.search(output.content)):
        return f"shows a path, warning or address ('{one_line(found[0])}'); mend it"
    if output.mime == JSON and cell.name not in ("results", "claims"):
        if not are_records(output.content):
            return "shows JSON that is no list of records, which no page shows; print it"
        if not cell.displays(*PICTURES):
            return "shows numbers without a figure, which no page shows; draw or print them"
    return None


def record_faults(cell: Cell, rerun: str) -> Iterator[str]:
    """Faults of the cells `results` and `claims`; a claim that the recorded differences do not bear is one."""
    found = next((output.content for output in cell.displays(JSON)), None)
    if cell.name == "results":
        yield from read_records(Result, found)[1]
    elif cell.name == "claims":
        claims, faults = read_records(Claim, found)
        yield from faults
        for name, claim in claims.items():
            if why := breach(claim):
                yield f"claim '{name}' does not hold: {why}; weaken it, or mend its experiment, then {rerun}"


def edit_faults(cell: Cell, notebook: Notebook) -> Iterator[str]:
    """Faults of an answer that says which edit its exercise asks for, and which results that gives."""
    if not cell.options.keys() & set(EDIT):
        return
    for option in EDIT:
        if cell.options.get(option) is None:
            yield f"says an edit without '{option}'; add '#| {option}: …'"
    label, old, gives = (cell.options.get(option) for option in ("edit-cell", "edit-old", "edit-gives"))
    edited = notebook.code_cell(str(label))
    if label and not edited:
        yield f"edit-cell: there is no cell '{label}'; mend the label"
    elif edited and (times := edited.source.count(str(old))) != 1:
        yield f"edit-old: '{old}' stands {times} times in cell '{label}', not once; mend it"
    for name in [*gives, *gives.values()] if isinstance(gives, dict) else [gives]:
        if gives and name not in notebook.results:
            yield f"edit-gives: there is no result '{name}'; mend the name"
