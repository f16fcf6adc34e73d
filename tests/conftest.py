"""What the tests share: the project, its strict build made once, a server, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def build(project: Path, site: Path) -> tuple[int, str]:
    """Build a project strictly with the installed MkDocs; return the exit status and what it printed."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600
    )
    return done.returncode, done.stdout + done.stderr


def copy_project(target: Path) -> Path:
    """Copy what makes the site and its checks, without environments and built files."""
    names = (".venv*", "site", ".git", "node_modules", "__pycache__", ".*_cache", "reports")
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*names))
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


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page hangs up; that is no news."""


class Handler(SimpleHTTPRequestHandler):
    """Serve the site as a static host does: its 404 page for what does not exist, no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the name of the base class
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Address of the served site, without a final slash."""
    httpd = QuietServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()


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
