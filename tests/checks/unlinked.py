"""A check for numbers about our runs that were typed by hand, and so would stay when a run gives others.

What was chosen, as the 1,600 pictures of a lab, may be typed; but then the lab has that number somewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from course.notebook import model
from course.notebook.dialect import blank
from course.notebook.outputs import PICTURES

from tests.checks.alike import own_labs
from tests.checks.citations import REFERENCES, texts

# What a run measures is written with a unit, a spread or a decimal point.
MEASURED = re.compile(
    r"(?<![\w.,:/-])[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?: ?%| ?±| bits?\b| times\b)"
    r"|(?<![\w.,:/-])[+−-]?\d{1,2}(?:\.\d+)? points?\b"
    r"|(?<![\w.,:/-])\d+\.\d+(?![\w.]|\.\d)"
)
# Where a page computes or supposes something: the words of each such number, by file, with the reason.
SUPPOSED = Path("tests/checks/unlinked.yml")
# What stands in a page and is no number of a run, one reason each.
EXEMPT = re.compile(
    "|".join(
        (
            r"\b95 % (?:t |bootstrap )?(?:confidence )?interval\w*",  # how sure, not how much
            r"\b(?:0|50|100) %",  # none, half, all
            r"\b[Cc]hance[^.]*\d+ %|\d+ % (?:by|is|would be) chance",  # follows from the number of classes
            r"\b(?:[A-Z][\w.+-]*|cryptography|pgvector|safetensors|version) v?\d+(?:\.\d+)+",  # versions
            r"\b\d+\.\d+\.\d+\b",
        )
    )
)
HIDDEN = re.compile(
    r"\A---\n.*?\n---\n|^( *)(`{3,}|~{3,}).*?^\1\2|`[^`\n]+`|\\\(.*?\\\)|\\\[.*?\\\]|<!--.*?-->|<svg.*?</svg>",
    re.DOTALL | re.MULTILINE,
)
LAB_LINK = re.compile(r"!?\[[^\]]*\]\((?:[^)\s]*\.ipynb)?#[^)]*\)", re.DOTALL)
CITED_ROW = re.compile(r"^\|.*references\.md#.*$", re.MULTILINE)
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z\[*“(])|\n\s*\n|\n\s*(?:[-*]|\d+\.) +|\Z")
CONSTANT = re.compile(r"^[A-Z][A-Z0-9_]*(?:, [A-Z][A-Z0-9_]*)* = .*$", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
COUNT = re.compile(r"(?<![\w.,:/-])\d+(?:,\d{3})*(?![\w.%-]*\d| ?%)\b")
# Addresses, attributes, days, and what a sum gives, which a reader can work out.
ASIDE = re.compile(r"\]\([^)]*\)|\{[^}\n]*\}|<[^>\n]*>|\b\d{4}-\d\d-\d\d\b|https?://\S+|[=≈] ?[\d,.]+")


def without_cited(text: str) -> str:
    """The text without sentences that cite a source: their numbers are from there."""
    start, parts = 0, []
    for end in SENTENCE_END.finditer(text):
        part = text[start : end.end()]
        parts.append(re.sub(r"[^\n]", " ", part) if "references.md#" in part else part)
        start = end.end()
    return "".join(parts)


def design_of(lab: model.Notebook) -> set[float]:
    """The numbers that a lab's constants hold, as `SHARE = 0.1`: what was chosen, not measured."""
    code = "\n".join(cell.source for cell in lab.cells if cell.kind == "code")
    lines = "\n".join(CONSTANT.findall(code))
    typed = {float(found.replace("_", "")) for found in re.findall(r"(?<![\w.])\d[\d_]*(?:\.\d+)?", lines)}
    return typed | {round(100 * number, 9) for number in typed if number < 1}


def typed_numbers(text: str, design: set[float]) -> Iterator[tuple[int, str]]:
    """Line and words of each number that reads as measured, has no link, and is neither cited nor of the design."""
    text = without_cited(blank(CITED_ROW, blank(HIDDEN, text)))
    for pattern in (LAB_LINK, EXEMPT):
        text = blank(pattern, text)
    for found in MEASURED.finditer(text):
        number = NUMBER.search(found[0])
        if number and float(number[0].replace(",", "")) not in design:
            yield text.count("\n", 0, found.start()) + 1, found[0].strip()


def shown_by(lab: model.Notebook) -> str:
    """A lab's code, what it shows but for pictures, and the names of its results."""
    shown = [cell.source for cell in lab.cells if cell.kind == "code"]
    shown += [
        output.content if isinstance(output.content, str) else json.dumps(output.content, ensure_ascii=False)
        for cell in lab.cells
        for output in cell.outputs
        if output.mime not in PICTURES
    ]
    return "\n".join([*shown, *(name.replace("-", " ") for name in lab.results)])


def numbers_of(lab: model.Notebook) -> set[float]:
    """Each number that stands in a lab's code, in what it shows, or in the names of its results."""
    found = re.findall(r"(?<![\w.])\d+(?:[_,]\d{3})*(?:\.\d+)?", shown_by(lab).replace("-", " "))
    typed = {float(re.sub("[_,]", "", number)) for number in found}
    return typed | {round(100 * number, 9) for number in typed if number < 1}


def strange_numbers(text: str, known: set[float]) -> Iterator[tuple[int, str]]:
    """Line and words of each number of two digits or more that no lab of the page has; years aside."""
    text = without_cited(blank(CITED_ROW, blank(HIDDEN, text.partition("\n## Sources\n")[0])))
    for pattern in (LAB_LINK, EXEMPT, ASIDE):
        text = blank(pattern, text)
    for found in COUNT.finditer(text):
        number = float(found[0].replace(",", ""))
        if number >= 10 and number not in known and not 1900 <= number <= 2100:
            yield text.count("\n", 0, found.start()) + 1, found[0]


def unlinked(project: Path, site: Path) -> list[str]:
    """Each number on a page that reads as measured is a link to its result, or is cited, or listed as supposed."""
    supposed = yaml.safe_load((project / SUPPOSED).read_text(encoding="utf-8")) or {}
    designs, numbers, faults = {}, {}, []
    for path in (project / "docs" / "labs").glob("*.ipynb"):
        try:
            designs[path.name] = design_of(model.load(path))
            numbers[path.stem] = numbers_of(model.load(path))
        except model.Fault:
            continue  # the check of labs says why
    for name, text in texts(project):
        if name == REFERENCES:
            continue  # numbers of others, all of them
        design = {n for lab, own in designs.items() if lab in text or name.endswith(f"/{lab}") for n in own}
        listed = dict(supposed.pop(name, {}))
        for line, words in typed_numbers(text, design):
            if words in listed:
                listed[words] = None
                continue
            at = f"{name}:{line}" if name.endswith(".md") else name
            faults.append(f"{at}: '{words}' is typed by hand; link it to the result that says so, or to its source")
        own = own_labs(project, name) or sorted(set(re.findall(r"([\w-]+)\.ipynb", text)) & numbers.keys())
        known = {number for lab in own for number in numbers.get(lab, ())}
        for line, words in strange_numbers(text, known) if own else ():
            if words in listed:
                listed[words] = None
                continue
            there = " or ".join(f"docs/labs/{lab}.ipynb" for lab in own)
            faults.append(
                f"{name}:{line}: '{words}' is nowhere in {there}; correct it, cite it, or list it in {SUPPOSED}"
            )
        faults += [f"{SUPPOSED}: {name} no longer says '{words}'; take it out" for words, why in listed.items() if why]
    return faults + [f"{SUPPOSED}: there is no {name}; take it out" for name in supposed]
