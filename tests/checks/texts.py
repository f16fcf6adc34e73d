"""Checks of the sources of pages, beyond what a linter knows: dates, characters, minutes, numbers of exercises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from course.notebook import model
from course.notebook.dialect import blank

from tests.checks.citations import texts
from tests.checks.coverage import plain, sections
from tests.checks.unlinked import HIDDEN

FRONT = {
    "card",
    "contents",
    "description",
    "environment",
    "feature",
    "headline",
    "hide",
    "labs",
    "question",
    "search",
    "title",
}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+|course-\w+\.LICENSE\.txt|iframe-worker\.LICENSE\.txt")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
LEFT = {
    "a date that is read in two ways; write it as 2026-11-27": re.compile(
        rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?, (?:19|20)\d\d\b"
    ),
    "letters of two alphabets in one word; type it anew": re.compile(
        r"\w*(?:[a-zA-Z][\u0391-\u03c9\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z])\w*"
    ),
    "an address of a person; take it out": re.compile(r"\b[\w.+-]+@(?!(?:[\w-]+\.)*example\b)[\w-]+\.[\w.-]*\w"),
    "a key that reads as a secret; take it out, and revoke it": re.compile(
        r"\bAKIA[0-9A-Z]{16}\b|\b(?:gh[pousr]|github_pat|hf|sk)[_-]\w{20,}|-----BEGIN [A-Z ]*PRIVATE KEY"
    ),
}
DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def days(text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each day that no calendar has, or that is still to come."""
    for found in DAY.finditer(text):
        number = text.count("\n", 0, found.start()) + 1
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            yield number, f"'{found[0]}' is no day"
            continue
        if day > datetime.now(tz=UTC).date():
            yield number, f"'{found[0]}' is still to come; write the day on which it was done"


def slips(text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each slip that reads alike in any text."""
    for what, pattern in LEFT.items():
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, f"'{found[0]}' is {what}"
    yield from days(blank(HIDDEN, text))


def front(text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each key of the front matter that nothing reads, or that stands twice."""
    head = re.match(r"---\n(.*?)\n---", text, re.DOTALL)
    rows = enumerate(head[1].split("\n") if head else [], start=2)
    keys = [(at, found[1]) for at, row in rows if (found := re.match(r"([^\s:]+):", row))]
    for at, key in keys:
        if key not in FRONT:
            yield at, f"nothing reads '{key}' of the front matter; correct its name or take it out"
        elif [other for _, other in keys].count(key) > 1:
            yield at, f"'{key}' stands twice in the front matter; leave one out"


def exercises(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each answer that is out of turn, and of each exercise that the lab does not have."""
    answers = list(re.finditer(r'^\?\?\? success "Answer to exercise (\d+)"', text, re.MULTILINE))
    for wanted, found in enumerate(answers, start=1):
        if int(found[1]) != wanted:
            yield text.count("\n", 0, found.start()) + 1, f"answers exercise {found[1]} where {wanted} is its turn"
    lab = path.parents[1] / "labs" / f"{path.stem}.ipynb"
    asked = re.finditer(r"\bexercise (\d+) of the lab\b", text)
    if not lab.is_file():
        return
    there = "\n".join(cell.source for cell in model.load(lab).cells if cell.kind == "markdown")
    count = len(re.findall(r"^\d+\. ", sections(there).get("Exercises", ""), re.MULTILINE))
    for found in asked:
        if int(found[1]) > count:
            yield text.count("\n", 0, found.start()) + 1, f"names exercise {found[1]} of the lab, which has {count}"


def lists(project: Path) -> Iterator[str]:
    """Abbreviations and terms stand once and in order; each abbreviation is used."""
    name = "includes/abbreviations.md"
    found = re.findall(r"^\*\[(.+?)\]: ", (project / name).read_text(encoding="utf-8"), re.MULTILINE)
    used = "\n".join(text for _, text in texts(project))
    for word, count in Counter(found).items():
        if count > 1:
            yield f"{name}: '{word}' stands {count} times; leave one"
        if not re.search(rf"\b{re.escape(word)}\b", used):
            yield f"{name}: no page says '{word}'; take it out"
    if found != sorted(found, key=str.lower):
        yield f"{name}: its lines are out of alphabetical order"
    name = "docs/glossary.md"
    terms = re.findall(r"^([A-Za-z].*)\n:   ", (project / name).read_text(encoding="utf-8"), re.MULTILINE)
    for term, count in Counter(map(plain, terms)).items():
        if count > 1:
            yield f"{name}: '{term}' stands {count} times; leave one"


def slipped(project: Path, site: Path) -> list[str]:
    """All slips of all pages, labs and lists of data."""
    faults = []
    for name, text in texts(project):
        path = project / name
        found = [*slips(text), *front(text), *(exercises(path, text) if path.parent.name == "lesson" else [])]
        at = "{}:{}" if name.endswith(".md") else "{}"  # of a notebook, the line is that of no file
        faults += [f"{at.format(name, line)}: {fault}" for line, fault in found]
    for path in sorted((project / "docs").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        faults += [f"{path.relative_to(project)}:{line}: {fault}" for line, fault in days(text)]
    for path in sorted((project / "docs").rglob("*")):
        if path.is_file() and not NAME.fullmatch(path.name):
            faults.append(f"{path.relative_to(project)}: name it in small letters, digits and hyphens")
    return [*faults, *lists(project)]
