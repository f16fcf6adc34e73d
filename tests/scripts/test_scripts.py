"""The scripts as their users see them: help, refusals, nothing half-written."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, build, copy_project
from tests.scripts.conftest import run

SCRIPTS = ["audit", "bench", "build", "labs", "lock", "pdf", "pictures", "serve", "setup", "test", "vendor"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_explains_itself(name: str) -> None:
    assert os.access(ROOT / "scripts" / name, os.X_OK), f"scripts/{name} is not executable"
    done = run(str(ROOT / "scripts" / name), "--help")
    assert done.returncode == 0
    assert f"scripts/{name}" in done.stdout


def test_every_script_is_listed() -> None:
    known = {path.name for path in (ROOT / "scripts").iterdir() if path.is_file() and "." not in path.name}
    assert known == set(SCRIPTS)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in SCRIPTS if not re.search(rf"[`/]{name}\b", readme)] == [], "the map of the README lacks it"
    linted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["extend-include"]
    assert linted == [f"scripts/{name}" for name in SCRIPTS if name != "test"], "a script that ruff does not read"


def test_shell_stops_at_the_first_error() -> None:
    assert "\nset -euo pipefail\n" in (ROOT / "scripts/test").read_text(encoding="utf-8")


def test_clone_has_the_same_bytes_where_git_turns_line_ends(tmp_path: Path) -> None:
    """Git for Windows does so by default; then no script would start, and each lab would count as changed."""
    here, names = tmp_path / "here", [".gitattributes", "scripts/build", "requirements-labs.txt"]
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes((ROOT / name).read_bytes())
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "core.autocrlf=true")
    for command in ("init -q", "add .", "commit -qm a", "clone -q . ../there"):
        assert run("git", *who, *command.split(), folder=here).returncode == 0, command
    changed = [name for name in names if (tmp_path / "there" / name).read_bytes() != (ROOT / name).read_bytes()]
    assert changed == []


def test_labs_refuses_a_lab_that_does_not_exist() -> None:
    done = run("scripts/labs", "no-such-lab")
    assert done.returncode != 0
    assert "no-such-lab" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nowhere", "'nowhere' is not HOST:PORT"),
        ("192.0.2.1:80", "cannot listen on 192.0.2.1:80"),
        ("127.0.0.1:99999", "cannot listen on 127.0.0.1:99999 (bind(): port must be 0-65535.); choose another"),
    ],
)
def test_serve_refuses_where_it_cannot_listen(address: str, says: str) -> None:
    done = run("scripts/serve", "-a", address)
    assert done.returncode == 1
    assert done.stderr.startswith(f"serve: {says}")


def test_broken_page_leaves_a_red_build_with_file_and_no_traceback(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "copy")
    page = project / "docs/lesson/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[gone](gone.md)\n", encoding="utf-8")
    code, text = build(project, tmp_path / "site")
    assert code != 0
    assert "lesson/index.md" in text
    assert "gone.md" in text
    assert "Traceback" not in text


def test_two_builds_are_the_same_bytes(site: Path, tmp_path: Path) -> None:
    code, text = build(copy_project(tmp_path / "elsewhere"), tmp_path / "again")
    assert code == 0, text
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (site, tmp_path / "again")
    )
    assert set(first) == set(second)
    assert [str(name) for name in first if first[name] != second[name]] == []
