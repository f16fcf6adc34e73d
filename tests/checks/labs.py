"""Checks of the committed notebooks, without executing them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml
from course.notebook import faults as notebook_faults
from course.notebook import model

LIMIT = 400_000
PARTS = [
    "What we ask",
    "Make a guess",
    "What to see",
    "What would be wrong to conclude",
    "When this fails",
    "Exercises",
    "Results",
]


def front(path: Path) -> dict[str, object]:
    """Front matter of a Markdown page; empty when there is none that can be read."""
    found = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    try:
        read = yaml.safe_load(found[1]) if found else {}
    except yaml.YAMLError:
        return {}
    return read if isinstance(read, dict) else {}


def structure(book: model.Notebook) -> list[str]:
    """The parts of a lab, its code and its figures are within the rules of CONTRIBUTING.md."""
    faults = []
    text = "\n\n".join(cell.source for cell in book.cells if cell.kind == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    at = [headings.index(part) if part in headings else -1 for part in PARTS]
    faults += [f"no heading '## {part}'; add it" for part, place in zip(PARTS, at, strict=True) if place < 0]
    present = [place for place in at if place >= 0]
    if present != sorted(present):
        faults.append(f"its headings are not in the order {' · '.join(PARTS)}")
    cells = [cell for cell in book.cells if cell.kind == "code" and not cell.options.get("fold")]
    if not 6 <= len(cells) <= 16:
        faults.append(f"has {len(cells)} code cells beside answers, not 6 to 16")
    for cell in book.cells:
        if cell.kind != "code":
            continue
        lines = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#|")]
        if len(lines) > 30 and cell.name != "style":  # the same in all labs, and folded
            faults.append(f"{cell.place}: has {len(lines)} lines of code, more than 30; split it")
        width = max(map(len, lines), default=0)
        if width > 79:
            faults.append(f"{cell.place}: a line has {width} characters, more than 79; wrap it")
        try:
            ast.parse(re.sub(r"^%%writefile.*$|^%.*$", "", cell.source, flags=re.MULTILINE))
        except SyntaxError as error:
            faults.append(f"{cell.place}: line {error.lineno} is not Python; mend it")
    if not 1 <= len(book.figures) <= 9:
        faults.append(f"has {len(book.figures)} figures, not 1 to 9")
    for key in ("card", "question", "headline"):
        if not book.front.get(key):
            faults.append(f"front matter has no '{key}'; add it")
    if book.front.get("card") and book.front["card"] not in book.figures:
        faults.append(f"front matter: card '{book.front['card']}' is no figure of the lab")
    if book.front.get("headline") and book.front["headline"] not in book.results:
        faults.append(f"front matter: headline '{book.front['headline']}' is no result of the lab")
    answers = len(re.findall(r"^\?\?\? success", text, re.MULTILINE))
    answers += sum(bool(cell.options.get("fold")) for cell in book.cells)
    asked = re.findall(r"^(\d+)\. ", text.partition("\n## Exercises\n")[2].partition("\n## ")[0], re.MULTILINE)
    titles = [*re.findall(r"^\?\?\? success \"(.*)\"", text, re.MULTILINE)]
    titles += [str(cell.options["fold"]) for cell in book.cells if cell.options.get("fold")]
    given = sorted({number for title in titles for number in re.findall(r"exercise (\d+)", title)})
    if asked != given:
        faults.append(f"asks exercises {', '.join(asked)} and answers {', '.join(given)}; make them one")
    if answers < 3:
        faults.append(f"has {answers} folded answers, fewer than three")
    return [f"{book.path}: {fault}" for fault in faults]


def run_page(project: Path, site: Path) -> list[str]:
    """The page on running the labs has, for each, the packages that were recorded and its time."""
    name = "docs/labs/run-the-labs.md"
    rows = (project / name).read_text(encoding="utf-8").splitlines()
    faults = []
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        try:
            run = model.load(path).run
        except model.Fault:
            continue  # `notebooks` says so
        wanted = f"]({path.name}) | {', '.join(sorted(run.packages))} | [? to run]({path.name}) |"
        if not any(row.endswith(wanted) for row in rows):
            faults.append(f"{name}: has no row that ends in '{wanted}'; write what the lab recorded")
    return faults


def notebooks(project: Path, site: Path) -> list[str]:
    """All faults of all labs: see `course.notebook.faults`, and size, structure, and the downloaded copy."""
    faults = []
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        shown = path.relative_to(project)
        try:
            book = model.load(path, shown.as_posix())
            faults += notebook_faults.check(book, project)
            faults += structure(book)
        except model.Fault as fault:
            faults.append(str(fault))
            continue
        if path.stat().st_size > LIMIT:
            faults.append(f"{shown}: has {path.stat().st_size:,} bytes, more than {LIMIT:,}; draw fewer points")
        copy = site / "labs" / path.stem / path.name
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            faults.append(f"{shown}: the copy for download is missing or differs; build again")
    return faults
