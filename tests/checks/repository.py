"""Checks of what stands around the site: documents, licences, workflows, templates, redirects of the host."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import material
import yaml
from course.notebook.dialect import blank
from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.checks import config
from tests.checks.supply import line_of

DOCUMENTS = "README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"
# Where a path of a document may begin; what is made by a script need not be there.
BELOW = "", "overrides/hooks/", "overrides/hooks/course/", "tests/"
MADE = {"site/"}
CODE = re.compile(r"^```.*?^```|`[^`]+`", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([\w./-]+/[\w./-]*)(?: [^`\n]*)?`")
COMMAND = re.compile(r"^(scripts/\w+)", re.MULTILINE)
CALLED = re.compile(r"^(scripts/(\w+))((?: [^\n#`]*)?)|`(scripts/(\w+))( [^`\n]*)`", re.MULTILINE)
OPTION = re.compile(r"(?<!\S)--?[a-z][\w-]*")
# Of the code that a document speaks of: files, constants and functions.
FILES = re.compile(r"(?<=`)[\w.-]+\.(?:css|html|ipynb|js|json|md|py|svg|toml|txt|yml)(?=`)")
NAMES = re.compile(r"(?<=`)([A-Z][A-Z_]{3,})(?=[`=])|(?<=`)([a-z_]\w+)(?=\()")
SEEDED = "test_quick_faults.py"  # has names that are not there
LINKED = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
# The first digits of the SHA-256 of the words of the MIT licence, without who gives it; where the other one is.
MIT = "7c9b48b52decb983"
CC_BY = "https://creativecommons.org/licenses/by/4.0/legalcode"
WORKFLOW = Path(".github/workflows/publish.yml")
PUBLISH = ["scripts/test", "scripts/build", "scripts/pdf", "scripts/build --offline"]
MAIN = "github.ref == 'refs/heads/main'"
RELEASES = Path("tests/checks/actions.yml")
USES = re.compile(r"\buses: *([\w./-]+)@(\w+)(?: *# *(\S+))?")


@lru_cache(maxsize=2)
def sources(project: Path) -> tuple[frozenset[str], str]:
    """The names of all files of the project, and the text of all code: of scripts, hooks, tests and labs."""
    folders = "docs", "includes", "overrides", "scripts", "tests"
    paths = [p for f in folders for p in (project / f).rglob("*") if "node_modules" not in p.parts and p.is_file()]
    code = [path for path in paths if path.suffix in {"", ".ipynb", ".py"} and path.name != SEEDED]
    names = {path.name for path in [*paths, *project.iterdir()]}
    return frozenset(names), "\n".join(path.read_text(encoding="utf-8") for path in code)


def unknown(project: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each option, file, constant and function that a document names and the project lacks."""
    files, code = sources(project)
    for found in CALLED.finditer(text):
        script = project / (found[1] or found[4])
        said = script.read_text(encoding="utf-8") if script.is_file() else ""
        for option in OPTION.findall(found[3] or found[6] or ""):
            if said and not re.search(rf"{option}(?![\w-])", said) and script.name != "test":  # its others are pytest's
                yield line_of(text, found), f"scripts/{script.name} has no option {option}"
    for found in FILES.finditer(text):
        if found[0] not in files:
            yield line_of(text, found), f"there is no {found[0]}"
    for found in NAMES.finditer(text):
        if not re.search(rf"\b{found[1]}\b" if found[1] else rf"\b{found[2]}\(", code):
            yield line_of(text, found), f"no code has {found[1] or found[2]}"


def documents(project: Path, site: Path) -> list[str]:
    """The documents of the repository name files, commands and anchors that exist; the licences are as they were."""
    faults = []
    for name in DOCUMENTS:
        text = (project / name).read_text(encoding="utf-8")
        named = [*QUOTED.finditer(text), *COMMAND.finditer(text), *LINKED.finditer(blank(CODE, text))]
        for found in named:
            if found[1] not in MADE and not any((project / start / found[1]).exists() for start in BELOW):
                faults.append(f"{name}:{line_of(text, found)}: there is no {found[1]}; correct its name")
        faults += [f"{name}:{line}: {fault}; correct its name" for line, fault in unknown(project, text)]
    texts = [
        path.read_text(encoding="utf-8") if path.is_file() else ""
        for path in (project / "LICENSE", project / "LICENSE-CONTENT")
    ]
    words = " ".join(re.sub(r"^Copyright .*$", "", texts[0], flags=re.MULTILINE).split())
    if not hashlib.sha256(words.encode()).hexdigest().startswith(MIT):
        faults.append("LICENSE: is not the MIT licence, which the pages name; restore it")
    if CC_BY not in texts[1]:
        faults.append(f"LICENSE-CONTENT: does not name {CC_BY}, which the pages do; restore it")
    return faults


def steps(project: Path, site: Path) -> list[str]:
    """Workflows run only scripts of the project, for a bounded time; what is published was tested, and is of main."""
    faults = []
    for path in sorted((project / ".github/workflows").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(project)
        for number, line in enumerate(text.splitlines(), start=1):
            if (found := re.search(r"\brun: *(.*)", line)) and not (
                re.fullmatch(r"scripts/\w+( [\w-]+)*", found[1]) and (project / found[1].split()[0]).is_file()
            ):
                faults.append(f"{name}:{number}: runs '{found[1]}', which is no script of the project; put it into one")
            if re.search(r"\bruns-on: .*-latest\b", line):
                faults.append(f"{name}:{number}: its machine changes with the day; name its version")
            if "pull_request_target" in line:
                faults.append(f"{name}:{number}: gives rights to changes of others; use pull_request")
        try:
            jobs = yaml.safe_load(text)["jobs"]
        except (yaml.YAMLError, KeyError, TypeError):
            continue  # the linter of workflows says why
        for job, what in jobs.items():
            if "steps" in what and any("run" in step for step in what["steps"]) and "timeout-minutes" not in what:
                faults.append(f"{name}: job '{job}' has no 'timeout-minutes'; add it")
            deploys = any("deploy-pages" in step.get("uses", "") for step in what.get("steps", []))
            if deploys and (what.get("if") != MAIN or what.get("needs") != "test"):
                faults.append(f"{name}: job '{job}' publishes; it needs 'needs: test' and 'if: {MAIN}'")
        if path == project / WORKFLOW:
            done = [step["run"] for step in jobs.get("test", {}).get("steps", []) if "run" in step]
            if done != PUBLISH:
                faults.append(f"{name}: job 'test' must run {', '.join(PUBLISH)}, in this order")
    return faults


def actions(project: Path, site: Path) -> list[str]:
    """The release that is named behind the hash of an action is the one whose commit runs."""
    releases = yaml.safe_load((project / RELEASES).read_text(encoding="utf-8"))
    faults, used = [], set()
    for path in sorted((project / ".github/workflows").glob("*.yml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := USES.search(line):
                action, commit, tag = found.groups()
                used.add((action, tag))
                if (known := releases.get(action, {}).get(tag)) != commit:
                    at = f"{path.relative_to(project)}:{number}"
                    there = f"is {known}" if known else f"is not in {RELEASES}"
                    faults.append(f"{at}: {action} {tag} {there}, not {commit}; look it up, and correct one")
    listed = {(action, tag) for action, tags in releases.items() for tag in tags}
    return faults + [f"{RELEASES}: no workflow uses {' '.join(gone)}; take it out" for gone in sorted(listed - used)]


def blocks_of(path: Path) -> dict[str, int]:
    """The blocks of a template with their lines."""
    tree = Environment().parse(path.read_text(encoding="utf-8"))
    return {node.name: node.lineno for node in tree.find_all(nodes.Block)}


@cache
def theme_blocks() -> frozenset[str]:
    theme = Path(material.__file__).parent / "templates"
    return frozenset(name for path in theme.rglob("*.html") for name in blocks_of(path))


# What a template of ours may not hold, with the remedy.
MARKUP = {
    r"<nav(?![^>]*aria-label)[^>]*>": "give it an aria-label, by which readers without sight tell it from others",
    r"=\"\{\{(?=[^}]*title)(?![^}]*\| e )[^}]*\}\}": "end it with '| striptags | e', a title may hold quotes",
    r"<link[^>]*print\.css(?![^>]*media=\"print\")[^>]*>": 'write media="print", else screens load the look of paper',
    r"<img(?![^>]*\balt=)[^>]*>": "write its alt text",
    r"<a(?![^>]*\bhref=)[^>]*>": "write where it leads",
    r"\btarget=": "leave it out, readers choose where a page opens",
    r"\bautoplay|\bautofocus|<marquee|<blink": "leave it out, nothing starts by itself",
}


def blocks(project: Path, site: Path) -> list[str]:
    """Each block of a template is one of the theme's, else it would be left out without a word; its markup is sound."""
    faults = []
    for path in sorted((project / "overrides").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for pattern, remedy in MARKUP.items():
            for found in re.finditer(pattern, text):
                at = f"{path.relative_to(project)}:{line_of(text, found)}"
                faults.append(f"{at}: '{' '.join(found[0].split())[:60]}': {remedy}")
        try:
            ours = blocks_of(path)
        except TemplateSyntaxError as error:
            faults.append(f"{path.relative_to(project)}:{error.lineno}: {error.message}")
            continue
        faults += [
            f"{path.relative_to(project)}:{line}: the theme has no block '{name}'; correct its name"
            for name, line in ours.items()
            if name not in theme_blocks()
        ]
    return faults


def moved(project: Path, site: Path) -> list[str]:
    """An old address leads to a page that exists."""
    faults = []
    for old, new in (config.read(project)["extra"].get("moved") or {}).items():
        if not (site / new / "index.html").is_file():
            faults.append(
                f"{config.line(project, f'{old}:')}: sends readers to {new}, which does not exist; correct it"
            )
        elif f"/{new}/" not in (site / old / "index.html").read_text(encoding="utf-8"):
            faults.append(f"site/{old}/index.html: does not lead to {new}")
    return faults
