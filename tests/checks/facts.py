"""Checks of facts that nothing else holds: versions, what a run notes of itself, words of diagrams, limits."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml
from course.notebook import model
from packaging.utils import canonicalize_name

from tests.checks.alike import own_labs
from tests.checks.citations import texts
from tests.checks.settings import SETTINGS
from tests.checks.unlinked import shown_by

ENGINES = (
    "cryptography|datasketch|DuckDB|DVC|FAISS|Ladybug|NumPy|pgvector|PostgreSQL|pyarrow|safetensors|scikit-learn|SQLite"
)
ENGINE = re.compile(rf"\b(?P<name>{ENGINES}) (?P<version>\d+(?:\.\d+)+)")
PACKAGE = re.compile(r"\b(?P<name>MkDocs|Material|mkdocs-jupyter) (?P<version>\d+\.\d+)")
PINNED = re.compile(r"\b(?P<name>[a-z][a-z0-9-]+)==(?P<version>[\d.]*\d)")
INSTALLED = {"MkDocs": "mkdocs", "Material": "mkdocs-material", "mkdocs-jupyter": "mkdocs-jupyter"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
ALT = 15  # words, below which a figure of a lab is hardly described
SVG = "{http://www.w3.org/2000/svg}"
DECIMAL = re.compile(r"\d+\.\d+")
DIAGRAM = re.compile(r"!\[\]\((\S+/diagrams/\S+\.svg)(?: \"([^\"]*)\")?\)", re.DOTALL)
CONSTANT = re.compile(r"[A-Z][A-Z_]*(?:, [A-Z][A-Z_]*)*")


def pins(project: Path, *locks: str) -> dict[str, set[str]]:
    """The versions of each package in some locks, and in their lists where one is named exactly."""
    found: dict[str, set[str]] = {}
    for lock in locks:
        for path in (project / lock, (project / lock).with_suffix(".in")):
            for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
                found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def starts(version: str, full: str) -> bool:
    """Whether a version is another, or the beginning of it."""
    return f"{full}.".startswith(f"{version}.")


def versions(project: Path) -> Iterator[str]:
    """Each version that a page or a document names, and that is another than what ran or is installed."""
    site, labs = pins(project, "requirements.txt"), pins(project, "requirements-labs.txt", "requirements-data.txt")
    named = dict(texts(project)) | {
        name: (project / name).read_text(encoding="utf-8")
        for name in ("ARCHITECTURE.md", *map(str, relative(project, "overrides/hooks", "*.yml")))
    }
    for name, text in named.items():
        own = own_labs(project, name) if name.startswith("docs/faq/") else []
        try:
            books = [model.load(project / f"docs/labs/{lab}.ipynb") for lab in own]
        except model.Fault:
            continue  # the check of labs says why
        ran = "\n".join(map(shown_by, books))
        for found in ENGINE.finditer(text) if own else ():
            if not re.search(rf"(?<![\d.]){re.escape(found['version'])}(?!\d)", ran):
                yield f"{line(name, text, found)}: '{found[0]}' did not run in {' or '.join(own)}; write what did"
        newest = max((book.run.date for book in books), default="")
        for found in re.finditer(r"^Checked (\d{4}-\d\d-\d\d):", text, re.MULTILINE) if own else ():
            if found[1] < newest:
                yield f"{line(name, text, found)}: '{found[0]}' is before its lab ran, {newest}; check it again"
        for found in PACKAGE.finditer(text) if not name.startswith("docs/") else ():
            if not any(starts(found["version"], full) for full in site[INSTALLED[found["name"]]]):
                yield f"{line(name, text, found)}: '{found[0]}' is not what requirements.txt has; correct it"
        for found in PINNED.finditer(text):
            if found["version"] not in labs.get(canonicalize_name(found["name"]), {found["version"]}):
                yield f"{line(name, text, found)}: '{found[0]}' is not what the locks of the labs have; correct it"


def relative(project: Path, folder: str, kind: str) -> list[Path]:
    return sorted(path.relative_to(project) for path in (project / folder).rglob(kind))


def line(name: str, text: str, found: re.Match[str]) -> str:
    """Where something was found; a notebook's text has lines of its own."""
    return name if name.endswith(".ipynb") else f"{name}:{text.count(chr(10), 0, found.start()) + 1}"


def notes(project: Path) -> Iterator[str]:
    """What a lab's file says of its kernel and its run, and that no run could have noted."""
    for path in relative(project, "docs/labs", "*.ipynb"):
        try:
            book = model.load(project / path)
        except model.Fault:
            continue  # the check of labs says why
        about: dict[str, Any] = json.loads((project / path).read_text(encoding="utf-8"))["metadata"]
        if about.get("kernelspec") != KERNEL or about.get("language_info") != {"name": "python"}:
            yield f"{path}: names another kernel than Python 3; run its lab: scripts/labs"
        if others := sorted(about.keys() - {"kernelspec", "lab", "language_info"}):
            yield f"{path}: has '{others[0]}' in its metadata, which no run writes; take it out"
        if book.run.date > datetime.now(tz=UTC).date().isoformat():
            yield f"{path}: says that it ran on {book.run.date}, which is still to come; run its lab: scripts/labs"
        locked = pins(project, f"requirements-{'data' if book.front.get('environment') == 'data' else 'labs'}.txt")
        for name, version in about.get("lab", {}).get("packages", {}).items():
            if version not in locked.get(canonicalize_name(name), set()):
                yield f"{path}: says that it ran with {name} {version}, which its lock does not have; scripts/labs"
        for figure in book.figures.values():
            if len(figure.alt.split()) < ALT:
                yield f"{path}: figure '{figure.label}': its alt text has fewer than {ALT} words; say what is seen"


def diagrams(project: Path) -> Iterator[str]:
    """Each diagram has words of its own, which say no number that it does not draw, and a caption where it stands."""
    said: dict[str, str] = {}
    least = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["linked"]
    for path in relative(project, "docs/assets/diagrams", "*.svg"):
        root = ElementTree.fromstring((project / path).read_text(encoding="utf-8"))
        drawn = set(DECIMAL.findall(" ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))))
        if (count := sum("data-result" in item.attrib for item in root.iter())) < least.get(path.name, 0):
            yield f"{path}: has {count} numbers with data-result, fewer than {least[path.name]}; give ours theirs"
        for kind in ("title", "desc"):
            words = root.findtext(f"{SVG}{kind}") or ""
            if words in said:
                yield f"{path}: its <{kind}> is that of {said[words]} as well; say what this one shows"
            said[words] = str(path)
            for number in set(DECIMAL.findall(words)) - drawn:
                yield f"{path}: its <{kind}> says {number}, which is not drawn; correct one of the two"
    for name, text in texts(project):
        for found in DIAGRAM.finditer(text):
            if not found[2]:
                yield f"{line(name, text, found)}: the diagram {Path(found[1]).name} has no caption; write one"


def limits(project: Path) -> Iterator[str]:
    """Each number that a check of this folder holds the project to, and that the list of settings does not have."""
    listed = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["limits"]
    for path in relative(project, "tests/checks", "*.py"):
        wanted = dict(listed.get(path.name, {}))
        for node in ast.parse((project / path).read_text(encoding="utf-8")).body:
            name = ast.unparse(node.targets[0]).strip("()") if isinstance(node, ast.Assign) else ""
            try:
                value = ast.literal_eval(node.value) if isinstance(node, ast.Assign) else ""
            except ValueError:
                continue
            if CONSTANT.fullmatch(name) and is_limit(value) and plain(value) != wanted.pop(name, None):
                at = f"{path}:{node.lineno}"
                yield f"{at}: {name} is not what {SETTINGS} has; restore it, or say there why it is {value}"
        yield from (f"{SETTINGS}: {path.name} has no limit {name}; take it out" for name in wanted)


def is_limit(value: object) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
    return bool(parts) and all(type(part) in (int, float) for part in parts)


def plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def documented(project: Path) -> Iterator[str]:
    """Each limit of a check that a document tells otherwise."""
    listed = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["documented"]
    for name, sentences in listed.items():
        text = " ".join((project / name).read_text(encoding="utf-8").split())
        for words in sentences:
            if words not in text:
                yield f"{name}: does not say '{words}', which the checks hold; correct it, or the check and {SETTINGS}"


def facts(project: Path, site: Path) -> list[str]:
    """All of these."""
    return [*versions(project), *notes(project), *diagrams(project), *limits(project), *documented(project)]
