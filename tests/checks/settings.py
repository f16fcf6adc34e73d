"""Checks that build, host and checkers stay as they were agreed, and where a checker is told to look away."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

# What is set, as digests, and what is silenced, as counts: each with its reason.
SETTINGS = Path("tests/checks/settings.yml")
COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"^ *#[^\n]*", re.MULTILINE)
# What tells a checker, a test or a shell to go on where it would stop.
SILENCED = re.compile(
    "|".join(
        (
            r"\bnoqa\b|\btype: ?ignore\b|\bpragma: no|\bfmt: ?(?:off|skip)|\bisort: ?skip|\bmypy: ?[\w-]+",  # Python
            r"\b(?:stylelint|eslint|markdownlint|html-validate|prettier)-(?:disable|ignore|configure)\b",
            r"\b(?:cspell|spell-?checker): ?[\w-]+|\byamllint disable\b|\bzizmor: ignore\b|\bnosec\b",
            r"\bskipif\b|\bimportorskip\b|\bpytest\.skip\b|\bxfail\b|\bcollect_ignore|--(?:deselect|ignore)(?![\w-])",
            r"\|\| ?(?:true|:)(?!\w)|\bset \+e|\bcontinue-on-error\b|--exit-zero\b|--no-verify\b",
        )
    ),
    re.IGNORECASE,
)
# One of these is in each of them; to look for them first takes a tenth of the time.
LIKELY = (
    "noqa",
    "ignore",
    "skip",
    "xfail",
    "disable",
    "pragma",
    "spell",
    "nosec",
    "fmt",
    "mypy:",
    "||",
    "+e",
    "--",
    "-on-",
)
FOLDERS = ".ci", ".github", "deploy", "docs", "includes", "overrides", "scripts", "tests"
FREE = "any"  # what each course has of its own
# These hold the words to look for, in quotes; and what npm writes.
SEEDED = "tests/checks/settings.py", "tests/test_quick_faults.py", "tests/tools/package-lock.json"
KINDS = {"", ".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".toml", ".yaml", ".yml"}


def parts(path: Path) -> dict[str, Any]:
    """The settings of a file by their first key; of one without keys, its text without comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return tomllib.loads(text)["tool"]  # type: ignore[no-any-return]
    if path.suffix in (".json", ".yaml", ".yml") or path.name == ".yamllint":
        held = yaml.safe_load(text)  # JSON is YAML as well
        return held if isinstance(held, dict) else {"": held}
    comment = COMMENT if path.suffix == ".mjs" else HASHED
    return {"": " ".join(comment.sub("", text).split())}


def digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def line_of(path: Path, name: str) -> int:
    """The first line that names a part of a file of settings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    own = re.compile(rf"\W*(?:tool\.)?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, start=1) if name and own.match(line)), 1)


def settings(project: Path, site: Path) -> list[str]:
    """Each part of the settings is the one of which the list knows the reason."""
    faults = []
    for name, listed in yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["set"].items():
        try:
            found = {part: digest(value) for part, value in parts(project / name).items()}
        except (OSError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
            faults.append(f"{name}: cannot be read: {' '.join(str(error).split())[:200]}; restore it")
            continue
        for part in sorted(found.keys() | listed.keys()):
            if listed.get(part) not in (found.get(part), FREE):
                what = f"'{part}' is not as it was" if part else "is not as it was"
                now = f"as {found[part]}" if part in found else "gone"
                at = f"{name}:{line_of(project / name, part)}"
                faults.append(f"{at}: {what}; restore it, or write into {SETTINGS} why it is {now}")
    return faults


def is_assertion(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return isinstance(node, ast.Assert) or name in ("expect", "fail", "raises", "warns")


def asserted(project: Path, site: Path) -> list[str]:
    """Each test asserts something, or is listed as one that asks for no error; and pytest finds it."""
    silent = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["asserted"]
    faults = []
    for path in sorted((project / "tests").rglob("*.py")):
        name = path.relative_to(project / "tests").as_posix()
        if "node_modules" in name:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError:
            continue  # the linter says why
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name not in silent:
                at = f"tests/{name}:{node.lineno}"
                if not any(map(is_assertion, ast.walk(node))):
                    faults.append(f"{at}: {node.name} asserts nothing; let it")
                if not path.name.startswith("test_"):
                    faults.append(f"{at}: {node.name} is in a file that pytest does not collect; name it test_…")
    return faults


def holds(project: Path, site: Path) -> list[str]:
    """What must not go from scripts, pages and styles is still there."""
    listed = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["holds"]
    faults = []
    for name, kept in listed.items():
        text = " ".join((project / name).read_text(encoding="utf-8").split())
        for words, why in kept.items():
            if words not in text:
                faults.append(f"{name}: no longer has '{words}': {why}; restore it, or mend {SETTINGS}")
    return faults


def silenced(project: Path, site: Path) -> list[str]:
    """No checker is told to look away, and no test is skipped, but where the list says how often and why."""
    listed = yaml.safe_load((project / SETTINGS).read_text(encoding="utf-8"))["silenced"]
    faults = []
    paths = [path for folder in FOLDERS for path in (project / folder).rglob("*") if path.suffix in KINDS]
    for path in sorted([*paths, *(path for path in project.iterdir() if path.suffix in KINDS | {".in"})]):
        name = path.relative_to(project).as_posix()
        if not path.is_file() or "node_modules" in name or name in (*SEEDED, SETTINGS.as_posix()):
            continue
        try:
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        except UnicodeDecodeError:
            continue
        found = [
            (number, mark[0].lower())
            for number, line in lines
            if any(word in line.lower() for word in LIKELY)
            for mark in SILENCED.finditer(line)
        ]
        counts, wanted = Counter(mark for _, mark in found), listed.get(name, {})
        for mark in sorted(counts.keys() | wanted.keys()):
            if counts[mark] != wanted.get(mark, 0):
                at = [str(number) for number, other in found if other == mark]
                where = f"{name}:{at[-1]}: has '{mark}' in line {', '.join(at)}" if at else f"{name}: has no '{mark}'"
                faults.append(f"{where}, {SETTINGS} {wanted.get(mark, 0)}; take it out, or say there why it stays")
    gone = sorted(name for name in listed if not (project / name).is_file())
    return faults + [f"{SETTINGS}: there is no {name}; take it out" for name in gone]
