"""What the tests share: the project, its strict build made once, a server, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
ALL = os.environ.get("TEST_ALL") == "1"  # scripts/test --all: also what is slow and rarely red
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def build(project: Path, site: Path, config: str = "mkdocs.yml", **environment: str) -> tuple[int, str]:
    """Build a project strictly with the installed MkDocs; return the exit status and what it printed."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", str(site)]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600
    )
    return done.returncode, done.stdout + done.stderr


def copy_project(target: Path) -> Path:
    """Copy what makes the site and its checks, without environments and built files."""
    anywhere = shutil.ignore_patterns(".venv*", ".git", "node_modules", "__pycache__", ".*_cache", ".cache")
    built = {"offline", "reports", "site"}  # at the root; tests/site is none of these

    def left_out(folder: str, names: list[str]) -> set[str]:
        return anywhere(folder, names) | (built & set(names) if Path(folder) == ROOT else set())

    shutil.copytree(ROOT, target, ignore=left_out)
    return target


@pytest.fixture(scope="session")
def project() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The strictly built site, one for all workers. Fails with what MkDocs said when the build is red."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    target, lock, done = shared / "site", shared / "site.lock", shared / "site.done"
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        for _ in range(1200):
            if done.exists():
                break
            threading.Event().wait(0.25)
    else:
        code, text = build(ROOT, target)
        done.write_text("" if code == 0 else text)
    if not done.exists() or done.read_text():
        pytest.fail(f"the strict build is red:\n{done.read_text() if done.exists() else 'no answer'}", pytrace=False)
    return target


@pytest.fixture(scope="session")
def offline_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site for reading offline, strictly built."""
    target = tmp_path_factory.mktemp("offline") / "in-depth-learning"
    code, text = build(ROOT, target, "mkdocs-offline.yml")
    if code:
        pytest.fail(f"the strict build of the offline site is red:\n{text}", pytrace=False)
    return target


@pytest.fixture(scope="session")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served site, without a final slash."""
    if servers.NGINX is None:
        with servers.python(site) as address:
            yield address
    else:
        published = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["site_url"]
        folder = tmp_path_factory.mktemp("nginx")
        with servers.nginx(site, folder, ROOT / "deploy" / "nginx.conf", published) as address:
            yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that scripts/setup found. Fails, never skips, when there is none."""
    note = Path(sys.prefix) / ".browser"
    if not note.exists():
        pytest.fail("no browser is set up; run scripts/setup dev", pytrace=False)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=note.read_text().strip(), args=FLAGS)
        yield found
        found.close()
