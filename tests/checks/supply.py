"""Checks of what the project is built of: locks against their lists, hashes, imports, the floor of Python, code."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

CALLED_BY_OTHERS = {"extendMarkdown", "handle_error", "log_message"}  # by Python-Markdown, and by servers of Python
BARE = re.compile(r"\.read_text\(\)|\.write_text\((?![^\n]*encoding=)[^\n]+\)$", re.MULTILINE)


def line_of(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def locks(project: Path, site: Path) -> list[str]:
    """Each lock holds what its list asks for: the same names, in a version that the list allows."""
    faults = []
    for path in sorted(project.glob("requirements*.in")):
        lock = path.with_suffix(".txt")
        pins: dict[str, list[str]] = {}
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            pins.setdefault(canonicalize_name(name), []).append(version)
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            wanted = text.partition("#")[0].strip()
            if not wanted or wanted.startswith(("-", "torch==")):
                continue  # another list; PyTorch is installed apart from the lock
            asked = Requirement(wanted)
            found = pins.get(canonicalize_name(asked.name), [])
            if not found or not all(asked.specifier.contains(version, prereleases=True) for version in found):
                there = f"has {', '.join(found)}" if found else "does not have it"
                faults.append(f"{path.name}:{number}: asks for {wanted}, {lock.name} {there}; run scripts/lock")
    return faults


def npm(project: Path, site: Path) -> list[str]:
    """The lock of the checkers on Node was made from their list as it is."""
    folder = project / "tests/tools"
    names = "package.json", "package-lock.json"
    asked, locked = (json.loads((folder / name).read_text(encoding="utf-8")) for name in names)
    there = locked["packages"][""].get("dependencies", {})
    apart = {name: wanted for name, wanted in asked["dependencies"].items() if there.get(name) != wanted}
    said = "tests/tools/package.json: asks for {} {}, package-lock.json has {}; run npm install"
    return [said.format(name, wanted, there.get(name, "none")) for name, wanted in apart.items()]


def pins(project: Path, site: Path) -> list[str]:
    """Each version in a lock has a hash; no lock names an index; the two locks of the site's environment agree."""
    faults = []
    versions: dict[str, dict[str, str]] = {}
    for path in sorted(project.glob("requirements*.txt")):
        blocks = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").rstrip("\n"))
        versions[path.name] = {}
        for block in blocks:
            found = re.match(r"([\w.-]+)==(\S+)(?P<marker> ;[^\\\n]*)?", block)
            if not found and not block.startswith("#"):
                faults.append(f"{path.name}: '{block.split()[0]}' is no version of a package; run scripts/lock")
            elif found and not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block):
                faults.append(f"{path.name}: {found[0]} has no hash; run scripts/lock")
            elif found and (half := re.search(r"--hash=(?!sha256:[0-9a-f]{64}(?: \\)?$)\S*", block, re.MULTILINE)):
                faults.append(f"{path.name}: {found[0]} has '{half[0][:30]}…', which is no hash; run scripts/lock")
            elif found:
                versions[path.name][f"{found[1]}{found['marker'] or ''}"] = found[2]
    site_lock, dev_lock = "requirements.txt", "requirements-dev.txt"
    for name, version in versions[site_lock].items():
        if versions[dev_lock].get(name) != version:
            there = versions[dev_lock].get(name, "no version")
            faults.append(f"{dev_lock}: has {there} of {name}, {site_lock} {version}; run scripts/lock")
    return faults


def asked(path: Path) -> Iterator[str]:
    """Names of the packages that a list asks for."""
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield canonicalize_name(Requirement(line.partition("#")[0].strip()).name)
        except InvalidRequirement:
            continue


@cache
def packages() -> dict[str, set[str]]:
    """The installed packages that hold a module, by its name."""
    return {name: set(map(canonicalize_name, found)) for name, found in packages_distributions().items()}


def imports(project: Path, site: Path) -> list[str]:
    """What the hooks import is in the list of what the site needs, or comes with MkDocs itself."""
    known = {*asked(project / "requirements.in")}
    known |= {canonicalize_name(Requirement(text).name) for text in requires("mkdocs") or []}
    own = {"course", *(path.stem for path in (project / "overrides/hooks").glob("*.py"))}
    faults = []
    for path in sorted((project / "overrides/hooks").rglob("*.py")):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError:
            continue  # the linter says why
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in {name.split(".")[0] for name in names} - sys.stdlib_module_names - own:
                if not packages().get(name, set()) & known:
                    at = f"{path.relative_to(project)}:{node.lineno}"  # type: ignore[attr-defined]
                    faults.append(
                        f"{at}: imports {name}, which requirements.in does not ask for; add it, or do without"
                    )
    return faults


def floor(project: Path, site: Path) -> list[str]:
    """The oldest Python is the same wherever it is named."""
    found = re.search(
        r'^FLOOR = "((\d+)\.(\d+)\.(\d+))"$', (project / "scripts/lock").read_text(encoding="utf-8"), re.M
    )
    if not found:
        return ['scripts/lock: has no line FLOOR = "3.11.2"; restore it']
    full, major, minor, micro = found.groups()
    wanted = {
        "README.md": f"Python {full} or newer",
        "pyproject.toml": f'target-version = "py{major}{minor}"',
        "scripts/setup": f"FLOOR = ({major}, {minor}, {micro})",
        **{f".github/workflows/{name}": f'python-version: "{major}.{minor}"' for name in ("labs.yml", "publish.yml")},
    }
    return [
        f"{name}: does not say '{words}', as scripts/lock does; make them one"
        for name, words in wanted.items()
        if words not in (project / name).read_text(encoding="utf-8")
    ]


def code(project: Path, site: Path) -> list[str]:
    """Each function of hooks, scripts and tests is called, and each file that hooks read or write has an encoding."""
    hooks = {path: path.read_text(encoding="utf-8") for path in sorted((project / "overrides/hooks").rglob("*.py"))}
    scripts = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((project / "scripts").rglob("*"))
        if path.suffix in {"", ".py"} and path.is_file()
    }
    tests = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((project / "tests").rglob("*.py"))
        if "node_modules" not in path.parts
    }
    shipped = Counter(re.findall(r"\w+", "\n".join([*hooks.values(), *scripts.values()])))
    named = shipped + Counter(re.findall(r"\w+", "\n".join(tests.values())))
    faults = []
    for path, text in (scripts | tests).items():
        for found in re.finditer(r"^ *def (\w+)\(", text, re.MULTILINE):
            if named[found[1]] == 1 and not found[1].startswith(("test_", "__")) and found[1] not in CALLED_BY_OTHERS:
                at = f"{path.relative_to(project)}:{line_of(text, found)}"
                faults.append(f"{at}: nothing calls {found[1]}; take it out, or call it")
    for path, text in hooks.items():
        for found in re.finditer(r"^ *def (\w+)\(", text, re.MULTILINE):
            if shipped[found[1]] == 1 and not found[1].startswith("on_") and found[1] not in CALLED_BY_OTHERS:
                faults.append(
                    f"{path.relative_to(project)}:{line_of(text, found)}: nothing calls {found[1]}; take it out"
                )
        for found in BARE.finditer(text):
            faults.append(f'{path.relative_to(project)}:{line_of(text, found)}: add encoding="utf-8"')
    return faults
