"""What the scripts share: the project's folder, one line for what went wrong, environments, a server, a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
# The environment that each kind of work needs, and the lock that it is installed from.
FOLDERS = {"site": ".venv", "dev": ".venv", "labs": ".venv-labs", "data": ".venv-data", "bench": ".venv-bench"}
LOCKS = {"site": "requirements.txt"} | {kind: f"requirements-{kind}.txt" for kind in ("dev", "labs", "data", "bench")}

sys.path.append(str(ROOT / "overrides" / "hooks"))  # what notebooks and sites are, `course` knows


def say(what: str) -> None:
    """One line of progress, with the name of the script."""
    print(f"{Path(sys.argv[0]).name}: {what}", flush=True)


def fail(what: str) -> NoReturn:
    """End the script with one line: what is wrong, where, how to mend it."""
    sys.exit(f"{Path(sys.argv[0]).name}: {what}")


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What is printed of an error that nobody caught: of Ctrl-C one line, of a mistake in a script where it is."""
    if issubclass(kind, KeyboardInterrupt):
        print(f"{Path(sys.argv[0]).name}: interrupted", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = end


def one_line(error: BaseException) -> str:
    """Kind and message of an error of others, the message in at most 300 characters."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def command_line(description: str | None) -> ArgumentParser:
    """The options of a script, explained by its docstring."""
    return ArgumentParser(description=description, formatter_class=RawDescriptionHelpFormatter)


def read_yaml(path: Path) -> Any:
    """What a file of YAML holds, for scripts in an environment that can read it."""
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def run_script(name: str, *words: str) -> None:
    """Run another script; where it fails, having said why, this one ends as well."""
    if code := subprocess.run([sys.executable, str(ROOT / "scripts" / name), *words]).returncode:
        sys.exit(code)


def enter(kind: str) -> None:
    """Go on under the environment of `kind`; scripts/setup makes it where it is missing or old."""
    folder = ROOT / FOLDERS[kind]
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    run_script("setup", kind)
    os.execv(folder / "bin" / "python", [str(folder / "bin" / "python"), *sys.argv])


@contextmanager
def borrowed(package: str) -> Iterator[Path]:
    """The folder of the commands of a package that is installed for this once."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([f"{folder}/bin/pip", "install", "--quiet", package], check=True)
        except subprocess.CalledProcessError:
            fail(f"cannot install {package}; see the message above; is there a network?")
        yield Path(folder, "bin")


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line of log for each."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the name of the base class
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yield the address, without a final slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser that scripts/setup found, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = (ROOT / ".venv" / ".browser").read_text(encoding="utf-8").strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def offer(site: Path, name: str, words: str) -> None:
    """Put a link to a download on the built home page and on others that have a paragraph of class `downloads`.

    It comes in place of an earlier one; downloads stand in order of name.
    Raises ValueError when the home page has no such paragraph.
    """
    from markupsafe import Markup
    from selectolax.lexbor import LexborHTMLParser

    home = site / "index.html"
    button = Markup('<a class="md-button" href="{}" download>{}</a>')
    for path in sorted(site.rglob("*.html"), key=lambda path: path != home):  # where it must be is tried first
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        place = tree.css_first("p.downloads")
        if place:
            links = {str(link.attributes["href"]): link.text(deep=True) for link in place.css("a")}
            links[os.path.relpath(site / name, path.parent)] = words
            place.inner_html = "\n".join(button.format(*link) for link in sorted(links.items()))
            if "hidden" in place.attrs:
                del place.attrs["hidden"]
            path.write_text(str(tree.html), encoding="utf-8")
        elif path == home:
            raise ValueError("the home page has no paragraph of class downloads; restore it in docs/index.md")
