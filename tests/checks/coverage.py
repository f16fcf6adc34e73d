"""Checks that every point, question, part and term of the course is where the ledgers say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from course.notebook.model import load

from tests.checks.config import entries, read
from tests.checks.labs import front

POINTS = {
    "I": 3, "L": 7, "A": 7, "E": 7, "D": 8, "T": 7, "P": 8, "C": 2,
}  # fmt: skip
QUESTIONS = 24
PARTS = [
    "The idea in one minute",
    "Make a guess",
    "The experiment",
    "How it works",
    "What it is good for",
    "Where it is used",
    "Where this does not hold",
    "In a generative model",
    "Try it",
    "Exercises",
    "Check yourself",
    "Sources",
]
WORDS = (900, 1400)
SHORT = {"index", "conclusion"}


def sections(text: str) -> dict[str, str]:
    """Text below each heading of a Markdown page, headings without ids; the part before the first is ''."""
    found = {"": ""}
    heading = ""
    fenced = False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        mark = None if fenced else re.match(r"#{1,4} (.+?)(?: \{.*\})?$", line)
        if mark:
            heading = mark[1]
            found.setdefault(heading, "")
        else:
            found[heading] += line + "\n"
    return found


def plain(text: str) -> str:
    """Words of Markdown: links by their text, no emphasis, one space."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)(\{[^}]*\})?", r"\1", text)
    return " ".join(re.sub(r"[*_`]", "", text).split())


def words(text: str) -> int:
    """Words that a reader reads straight through: no front matter, opening, code, folded blocks or tables."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r'^<div class="opening".*?^</div>', "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^( *)```.*?^\1```", "", text, flags=re.DOTALL | re.MULTILINE)
    kept = []
    folded = False
    for line in text.splitlines():
        if line.startswith("???"):
            folded = True
        elif line and not line.startswith(" "):
            folded = False
        if not folded and not line.startswith("|"):
            kept.append(line)
    return len(plain("\n".join(kept)).split())


def ledger(project: Path, name: str, wanted: list[str]) -> list[str]:
    """Each wanted id is in the ledger, and its page says what the ledger quotes below the heading it names."""
    path = project / name
    try:
        rows: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        return [f"{name}: cannot be read: {' '.join(str(error).split())}"]
    faults = [f"{name}: point {point} is missing; say where it is made" for point in wanted if point not in rows]
    faults += [f"{name}: point {point} is not one of the course" for point in rows if point not in wanted]
    for point in wanted:
        row = rows.get(point)
        if row is None:
            continue
        page = project / "docs" / row["page"]
        if not page.exists():
            faults.append(f"docs/{row['page']}: does not exist, but {name} says it makes point {point}")
            continue
        found = sections(page.read_text(encoding="utf-8"))
        if row["heading"] not in found:
            faults.append(f"docs/{row['page']}: no heading '{row['heading']}', where point {point} is made")
        elif plain(str(row["says"])).lower() not in plain(found[row["heading"]]).lower():
            where = f"docs/{row['page']}: under '{row['heading']}'"
            faults.append(f"{where}: point {point} is gone ('{row['says']}'); restore it or mend {name}")
    return faults


def lesson(project: Path, site: Path) -> list[str]:
    """All 45 points and 4 more of the introduction and conclusion are made; each stands where the ledger says."""
    wanted = [f"{letter}{n}" for letter, count in POINTS.items() for n in range(1, count + 1)]
    return ledger(project, "tests/lesson/points.yml", wanted)


def faq(project: Path, site: Path) -> list[str]:
    """All 24 questions stand once, with id, short answer, example and related questions, and in the index."""
    faults = ledger(project, "tests/faq/points.yml", [f"Q{n}" for n in range(1, QUESTIONS + 1)])
    index = project / "docs" / "faq" / "index.md"
    listed = index.read_text(encoding="utf-8") if index.exists() else ""
    seen: dict[str, str] = {}
    for path in sorted((project / "docs" / "faq").glob("*.md")):
        if path.stem == "index":
            continue
        name = path.relative_to(project).as_posix()
        text = path.read_text(encoding="utf-8")
        parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
        for part in parts:
            head, _, body = part.partition("\n")
            found = re.fullmatch(r"(.+\?) \{ #(q\d+) data-also=\"[^\"]+\" \}", head.strip())
            if not found:
                faults.append(f"{name}: heading '{head}' is not 'Question? {{ #qN data-also=\"other words\" }}'")
                continue
            question, anchor = found.groups()
            where = f"{name}: {anchor}"
            if anchor in seen:
                faults.append(f"{where}: this id is used in {seen[anchor]} as well")
            seen[anchor] = name
            if f"({path.name}#{anchor})" not in listed:
                faults.append(f"{where}: docs/faq/index.md does not link it; add it there")
            elif question not in listed:
                faults.append(f"{where}: docs/faq/index.md words the question differently from '{question}'")
            if not re.match(r"\s*\*\*[^*]+\*\*\s*\n", body):
                faults.append(f"{where}: does not open with a short answer in bold")
            if not re.search(r"\.ipynb#", body):
                faults.append(f"{where}: shows nothing that was executed; link a cell, figure or number of a lab")
            if "**When this is not for you" not in body:
                faults.append(f"{where}: does not say 'When this is not for you'")
            if not re.search(r"^Related: .*\(", body, re.MULTILINE):
                faults.append(f"{where}: has no line 'Related: …'")
            if not re.search(r"^Checked \d{4}-\d\d-\d\d: ", body, re.MULTILINE):
                faults.append(f"{where}: has no line 'Checked 2026-11-27: …' that says what was run")
            if (count := words(body)) < 90:
                faults.append(f"{where}: has {count} words, too few for an answer")
    missing = [f"q{n}" for n in range(1, QUESTIONS + 1) if f"q{n}" not in seen]
    return faults + [f"docs/faq: question {name} has no answer" for name in missing] + engines(project, listed)


def engines(project: Path, listed: str) -> list[str]:
    """Each question has a row in the map to engines, with a cell of a lab and an engine, as the index shows it."""
    name = "docs/faq/engines.yml"
    rows = yaml.safe_load((project / name).read_text(encoding="utf-8")) or {}
    wanted = [f"q{n}" for n in range(1, QUESTIONS + 1)]
    faults = [f"{name}: there is no question {question}" for question in rows if question not in wanted]
    for question in wanted:
        row = rows.get(question) or {}
        if set(row) != {"lab", "cell", "engine"} or not row["engine"]:
            faults.append(f"{name}: {question} needs lab, cell and engine")
            continue
        path = project / "docs" / "labs" / f"{row['lab']}.ipynb"
        if not path.exists() or not load(path).code_cell(row["cell"]):
            faults.append(f"{name}: {question}: there is no cell '{row['cell']}' in a lab '{row['lab']}'")
        shown = f"#{question}) | [{row['cell']}](../labs/{row['lab']}.ipynb): {row['engine']} |"
        if shown not in listed:
            faults.append(f"docs/faq/index.md: has no row that ends in '{shown}'; write what {name} says")
    return faults


def templates(project: Path, site: Path) -> list[str]:
    """Lesson pages have a key figure, all parts in order, a length, figures, numbers, an answer to each exercise."""
    faults = []
    for path in sorted((project / "docs").rglob("*.md")):
        name = path.relative_to(project).as_posix()
        head = front(path)
        if not head:
            faults.append(f"{name}:1: has no front matter that can be read; begin it with '---' and 'key: value' lines")
            continue
        for key in ("title", "description"):
            if not head.get(key):
                faults.append(f"{name}: front matter has no '{key}'; add it")
        if "minutes" in head:
            faults.append(f"{name}: front matter has 'minutes', which the build counts; take it out")
        if len(str(head.get("description", ""))) > 160:
            faults.append(f"{name}: its description has more than 160 characters; shorten it")
    listed = [project / "docs" / name for name in entries(read(project).get("nav", [])) if name.startswith("lesson/")]
    features = [path for path in listed if path.exists() and "feature" in front(path)]
    for number, path in enumerate(features, start=1):
        if (said := front(path)["feature"]) != number:
            name = path.relative_to(project).as_posix()
            faults.append(f"{name}: its 'feature' is {said}, but it is the one of number {number}; correct it")
    for path in sorted((project / "docs" / "lesson").glob("*.md")):
        name = path.relative_to(project).as_posix()
        text = path.read_text(encoding="utf-8")
        count = words(text)
        low, high = (300, WORDS[1]) if path.stem in SHORT else WORDS
        if not low <= count <= high:
            faults.append(f"{name}: has {count} words, not {low} to {high}")
        if path.stem in SHORT:
            continue
        headings = re.findall(r"^## (.+?)(?: \{.*\})?$", text, re.MULTILINE)
        parts = list(PARTS)
        if path.stem in ("image-model", "language-model"):
            parts[parts.index("In a generative model")] = "The six features at work"
        faults += [f"{name}: no heading '## {part}'; add it" for part in parts if part not in headings]
        present = [headings.index(part) for part in parts if part in headings]
        if present != sorted(present):
            faults.append(f"{name}: its headings are not in the order of CONTRIBUTING.md")
        own = f"../labs/{path.stem}.ipynb"
        if f"]({own})" not in text:
            faults.append(f"{name}: does not link its lab {own}")
        opening = re.search(
            r'\A---\n.*?\n---\n\n# [^\n]+\n\n<div class="opening" markdown>\n(.*?)\n</div>', text, re.DOTALL
        )
        if not opening or "{ .opening" not in opening[1] or not re.search(r"(?<!!)\[[^\]]*\d[^\]]*\]\(", opening[1]):
            faults.append(f"{name}: does not open with a key figure and a number; see CONTRIBUTING.md")
        figures = len(re.findall(rf"^!\[[^\]]*\]\({re.escape(own)}#", text, re.MULTILINE))
        numbers = len(re.findall(rf"(?<!!)\[[^\]]*\d[^\]]*\]\({re.escape(own)}#", text))
        if figures < 2 or numbers < 6:
            faults.append(f"{name}: places {figures} figures and {numbers} numbers of its lab; at least 2 and 6")
        found = sections(text)
        asked = len(re.findall(r"^\d+\. ", found.get("Exercises", ""), re.MULTILINE))
        answered = len(re.findall(r"^\?\?\? success", found.get("Exercises", ""), re.MULTILINE))
        if not 3 <= answered <= 6 or (asked and asked != answered):
            faults.append(f"{name}: has {asked} exercises and {answered} folded answers")
    return faults


def glossary(project: Path, site: Path) -> list[str]:
    """The glossary is in order, long enough, and each term stands under its letter."""
    name = "docs/glossary.md"
    text = (project / name).read_text(encoding="utf-8")
    terms = re.findall(r"^([A-Za-z].*)\n:   ", text, re.MULTILINE)
    faults = []
    for letter, below in sections(text).items():
        own = re.findall(r"^([A-Za-z].*)\n:   ", below, re.MULTILINE)
        faults += [f"{name}: '{term}' stands under '{letter}'" for term in own if term[0].upper() != letter]
        if len(letter) == 1 and not own:
            faults.append(f"{name}: no term stands under '{letter}'; take the letter out")
    if terms != sorted(terms, key=str.lower):
        first = next(a for a, b in zip(terms, sorted(terms, key=str.lower), strict=True) if a != b)
        faults.append(f"{name}: '{first}' is out of alphabetical order")
    if len(terms) < 40:
        faults.append(f"{name}: has {len(terms)} terms; a reader needs at least 40")
    return faults
