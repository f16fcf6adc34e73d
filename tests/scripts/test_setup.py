"""scripts/setup and scripts/lock: one line for what is missing, nothing done twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.scripts.conftest import load, run

setup, lock = load("setup"), load("lock")


def test_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(sys, "argv", ["setup"])
    with pytest.raises(SystemExit, match="or newer is needed; this is"):
        setup.main()


def test_unknown_kind_is_refused() -> None:
    done = run("scripts/setup", "nothing")
    assert done.returncode == 2
    assert "invalid choice: 'nothing'" in done.stderr
    assert "Traceback" not in done.stderr


def test_browser_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_BROWSER", "/no/such/browser")
    with pytest.raises(SystemExit, match="set COURSE_BROWSER to the path of one"):
        setup.browser(Path(".venv"))


def test_what_needs_firefox_is_skipped_without_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "found", lambda *_: None)
    monkeypatch.setattr(setup, "debian", lambda _: False)
    setup.extras()
    assert "no firefox on this machine; tests that need it are skipped" in capsys.readouterr().out


def test_environment_whose_python_is_gone_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(tmp_path / "gone")
    (folder / "old").touch()
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    setup.install("site")
    assert not (folder / "old").exists()
    assert (folder / ".site.sha256").exists()


def test_machine_without_venv_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "run", lambda *_, **__: False)
    with pytest.raises(SystemExit, match="install the package python3-venv"):
        setup.install("site")


def test_locks_hold_hashes_and_their_inputs_give_reasons() -> None:
    for name in ("requirements", "requirements-dev", "requirements-labs", "requirements-data", "requirements-bench"):
        lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
        bare = [line for line in lines if line and not line.startswith(("#", "-")) and "#" not in line]
        assert bare == [], f"{name}.in: no reason on the line of {bare}"
        pins = [line for line in (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
        assert pins, f"{name}.txt: holds no version"
        assert "--hash=sha256:" in (ROOT / f"{name}.txt").read_text(encoding="utf-8")


def test_site_lock_needs_no_pytorch_and_no_broken_click() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert "torch" not in [line.split("==")[0] for line in lines if "==" in line]
    assert "click!=8.3.0" in (ROOT / "requirements.in").read_text(encoding="utf-8").replace(" ", "")


def test_pruned_lock_keeps_all_but_pytorch() -> None:
    text = "numpy==2.4\n    --hash=sha256:aa\ntorch==2.13.0\n    --hash=sha256:bb\nnvidia-cublas==13\ntorchinfo==1\n"
    assert lock.prune(text) == "numpy==2.4\n    --hash=sha256:aa\ntorchinfo==1\n"
