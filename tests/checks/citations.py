"""Checks of what the pages cite: each source by its own name, listed where it is cited, with what was done in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.notebook import model

from tests.checks.coverage import plain, sections

REFERENCES = "docs/references.md"
ENTRY = re.compile(r"^(?P<who>[^*\n]+?) \((?P<year>\d{4})[a-z]?\)\. \*(?P<title>[^*]+)\*(?P<rest>.*)$")
ENTRY_ID = re.compile(r"\n\{ #([\w-]+) \}\s*$")
NAME = re.compile(r"(?:^|(?<=, )|(?<= and ))([^,.]+?), (?:\w\.[ -]?)+")
CITATION = re.compile(r"(?<!!)\[([^\]]+)\]\([^)\s]*references\.md#([\w-]+)\)", re.DOTALL)
DONE_WORDS = 6


@dataclass(frozen=True)
class Entry:
    """A source: the words by which pages cite it, and its title."""

    label: str
    title: str


def label_of(who: str, year: str) -> str:
    """`Hu and others, 2021` for three authors or more, `Howard and Ruder, 2018` for two."""
    names = NAME.findall(f"{who} ")
    if "and others" in who or len(names) > 2:
        return f"{names[0] if names else who.removesuffix(' and others')} and others, {year}"
    return f"{' and '.join(names) or who}, {year}"


def entries(text: str) -> tuple[dict[str, Entry], list[str]]:
    """The entries of the page of references by their ids, and the faults of those that cannot be read."""
    found, faults = {}, []
    for part in text.split("\n\n"):
        if not (mark := ENTRY_ID.search(part)):
            continue
        entry = ENTRY.match(" ".join(part[: mark.start()].split()))
        if not entry:
            faults.append(f"'{mark[1]}' is not 'Name, N. (year). *Title*. [identifier](address). What was done.'")
            continue
        found[mark[1]] = Entry(label_of(entry["who"], entry["year"]), entry["title"])
        if len(entry["rest"].rpartition("](")[2].partition(")")[2].split()) < DONE_WORDS:
            faults.append(f"'{mark[1]}' does not say what was done; end it with that, and the number that we quote")
    return found, faults


def texts(project: Path) -> Iterator[tuple[str, str]]:
    """The text of each page and the Markdown of each lab, captions included, with the name of its file."""
    for path in sorted((project / "docs").rglob("*.md")):
        yield path.relative_to(project).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        try:
            cells = model.load(path).cells
        except model.Fault:
            continue  # the check of labs says why
        said = ("fig-cap", "fig-alt", "fold", "code-summary")
        words = ([c.source] if c.kind == "markdown" else [c.options.get(key, "") for key in said] for c in cells)
        yield path.relative_to(project).as_posix(), "\n\n".join(str(part) for parts in words for part in parts)


def sources(name: str, text: str, known: dict[str, Entry]) -> list[str]:
    """Faults of the list of sources of a page: what is cited and not in it, in it and not cited, or another title."""
    parts = sections(text)
    listed = parts.pop("Sources", None)
    if listed is None:
        return []
    there = {entry for _, entry in CITATION.findall(listed)}
    cited = {entry for body in parts.values() for _, entry in CITATION.findall(body)}
    faults = [f"{name}: cites '{entry}', which its list of sources lacks; add it" for entry in sorted(cited - there)]
    faults += [f"{name}: lists '{entry}' and does not cite it; take it out" for entry in sorted(there - cited)]
    for item in re.split(r"^- ", listed, flags=re.MULTILINE)[1:]:
        if (citation := CITATION.search(item)) and citation[2] in known:
            title = plain(item[citation.end() :]).strip(" :.")
            if not title or not known[citation[2]].title.lower().startswith(title.lower()):
                faults.append(f"{name}: lists '{citation[2]}' as '{title}'; its title is '{known[citation[2]].title}'")
    return faults


def citations(project: Path, site: Path) -> list[str]:
    """Each citation has the name of the entry that it leads to; each entry is cited, and says what was done."""
    known, faults = entries((project / REFERENCES).read_text(encoding="utf-8"))
    faults = [f"{REFERENCES}: {fault}" for fault in faults]
    cited = set()
    for name, text in texts(project):
        for words, entry in CITATION.findall(text):
            cited.add(entry)
            words = " ".join(words.split())
            if entry not in known:
                faults.append(f"{name}: cites '{entry}', which {REFERENCES} does not have; add it")
            elif re.sub(r"[(),]|(?<=\d)[a-z]$", "", words) != known[entry].label.replace(",", ""):
                faults.append(f"{name}: '{words}' leads to '{entry}'; write '{known[entry].label}', or mend the link")
        faults += sources(name, text, known)
    return faults + [f"{REFERENCES}: '{entry}' is cited nowhere; remove it" for entry in sorted(known.keys() - cited)]
