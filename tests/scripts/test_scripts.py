"""The scripts as their users see them: help, refusals, one clear line for what went wrong, nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, build, copy_project

SCRIPTS = ["bench", "build", "labs", "lock", "mkdocs", "pdf", "pictures", "serve", "setup", "test"]


def run(*command: str, folder: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_explains_itself(name: str) -> None:
    assert os.access(ROOT / "scripts" / name, os.X_OK), f"scripts/{name} is not executable"
    done = run(str(ROOT / "scripts" / name), "--help")
    assert done.returncode == 0
    assert f"scripts/{name}" in done.stdout


def test_labs_refuses_a_lab_that_does_not_exist() -> None:
    done = run("scripts/labs", "no-such-lab")
    assert done.returncode != 0
    assert "no-such-lab" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_setup_refuses_an_old_python() -> None:
    old = "import sys; sys.version_info = (3, 9, 1); sys.argv = ['setup']; exec(open(__file__).read())"
    done = run(sys.executable, "-c", f"__file__ = {str(ROOT / 'scripts/setup')!r}; {old}")
    assert done.returncode == 1
    assert "or newer is needed" in done.stderr
    assert "Traceback" not in done.stderr


def run_in_setup(call: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a statement among the functions of scripts/setup."""
    script = f"__file__ = {str(ROOT / 'scripts/setup')!r}; __name__ = 'tried'; exec(open(__file__).read())"
    return run(sys.executable, "-c", f"{script}; {call}", folder=ROOT, **env)


def test_setup_says_what_to_do_without_a_browser() -> None:
    done = run_in_setup("browser(Path('.venv'))", COURSE_BROWSER="/no/such/browser")
    assert done.returncode == 1
    assert "set COURSE_BROWSER" in done.stderr
    assert "Traceback" not in done.stderr


def test_setup_says_which_tests_are_skipped_without_firefox() -> None:
    done = run_in_setup("os.geteuid = lambda: 1; extras()", PATH="/no/such/folder")
    assert done.returncode == 0
    assert "no firefox on this machine; tests that need it are skipped" in done.stdout


def test_broken_page_leaves_a_red_build_with_file_and_no_traceback(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "copy")
    page = project / "docs/lesson/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[gone](gone.md)\n", encoding="utf-8")
    code, text = build(project, tmp_path / "site")
    assert code != 0
    assert "lesson/index.md" in text
    assert "gone.md" in text
    assert "Traceback" not in text


def test_two_builds_are_the_same_bytes_with_or_without_converters(site: Path, tmp_path: Path) -> None:
    project, target = copy_project(tmp_path / "elsewhere"), tmp_path / "again"
    code = (
        "import atexit, runpy, sys; sys.argv[:1] = ['scripts/mkdocs']; "
        "atexit.register(lambda: print(*sys.modules)); runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = run(sys.executable, "-c", code, "build", "--strict", "--site-dir", str(target), folder=project)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "mkdocs_jupyter.plugin" in loaded
    assert loaded.isdisjoint({"jupytext.jupytext", "nbconvert", "nbformat"})
    ours = {p.relative_to(site): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}
    again = {p.relative_to(target): p.read_bytes() for p in sorted(target.rglob("*")) if p.is_file()}
    assert set(ours) == set(again)
    assert [str(name) for name in ours if ours[name] != again[name]] == []


def test_converters_are_there_for_who_asks() -> None:
    code = (
        f"__file__ = {str(ROOT / 'scripts/mkdocs')!r}; __name__ = 'tried'; exec(open(__file__).read()); "
        "sys.meta_path.insert(0, Lazy); from mkdocs_jupyter import plugin; print('nbconvert' in sys.modules); "
        "print(plugin.convert.nb2html, plugin.jupytext.read, 'nbconvert' in sys.modules)"
    )
    done = run(sys.executable, "-c", code)
    before, _, after = done.stdout.partition("\n")
    assert before == "False"
    assert "function nb2html" in after
    assert "function read" in after
    assert after.strip().endswith("True")


def test_mkdocs_that_is_not_installed_says_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "scripts" / "mkdocs"
    script.parent.mkdir()
    script.write_text((ROOT / "scripts/mkdocs").read_text(encoding="utf-8"), encoding="utf-8")
    done = run(sys.executable, "-S", str(script), "build")
    assert done.returncode == 1
    assert done.stderr == "mkdocs: not installed; run scripts/setup site, or scripts/build, which does\n"


def test_locks_hold_hashes_and_their_inputs_give_reasons() -> None:
    for name in ("requirements", "requirements-dev", "requirements-labs"):
        lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
        bare = [line for line in lines if line and not line.startswith(("#", "-")) and "#" not in line]
        assert bare == [], f"{name}.in: no reason on the line of {bare}"
        pins = [line for line in (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
        assert pins, f"{name}.txt: holds no version"
        assert "--hash=sha256:" in (ROOT / f"{name}.txt").read_text(encoding="utf-8")


def test_site_lock_needs_no_pytorch_and_no_broken_click() -> None:
    names = [
        line.split("==")[0]
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    ]
    assert "torch" not in names
    assert "click!=8.3.0" in (ROOT / "requirements.in").read_text(encoding="utf-8").replace(" ", "")


def test_check_of_a_lab_compares_within_the_spread() -> None:
    code = (
        f"__file__ = {str(ROOT / 'scripts/labs')!r}; __name__ = 'tried'; exec(open(__file__).read()); import json; "
        "old = {'a': {'value': 10.0, 'spread': 0.5}, 'b': {'value': 1.0, 'spread': None, 'tolerance': 3.0}}; "
        "new = {'a': {'value': 10.6}, 'b': {'value': 3.5}}; print(json.dumps(compare('lab', old, new)))"
    )
    done = run(sys.executable, "-c", code)
    faults = json.loads(done.stdout)
    assert len(faults) == 1
    assert "result 'a' was 10, is now 10.6" in faults[0]
