"""Code coloured once: by content, and on a first build by two processes.

Colouring is the largest part of a build that an edit of one page does not change. The second process begins with the
last notebook, while MkDocs goes on with the pages from the first.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import multiprocessing
import re
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import notebook
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight

CODE: dict[str, str] = {}  # as remembered from earlier builds, and as taken from the second process
USED: dict[str, str] = {}  # as asked for in this one
AHEAD: list[Future[dict[str, str]]] = []  # a notebook each, not yet taken from the second process
PROCESSES: list[ProcessPoolExecutor] = []
LIBRARIES = [f"{name} {version(name)}" for name in ("pygments", "pymdown-extensions")]
EXTENSIONS = ("pymdownx.highlight", "pymdownx.superfences")
# Names, punctuation, operators and spaces of code have the colour of plain code; their marks are half of a lab's page.
PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')


def remembered(colour: Callable[..., str]) -> Callable[..., str]:
    """The same function of the highlighter, run once for each code, language, setting and version of its libraries."""

    @functools.wraps(colour)
    def wrapper(self: Highlight, *arguments: Any, **options: Any) -> str:
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        # The number of a block on its page only names lines, which no page does.
        asked = repr((LIBRARIES, PLAIN.pattern, settings, arguments, {**options, "code_block_count": 0}))
        key = hashlib.sha256(asked.encode()).hexdigest()
        if key not in USED:
            if key not in CODE:
                take()
            USED[key] = CODE.get(key) or PLAIN.sub(r"\1", colour(self, *arguments, **options))
        return USED[key]

    return wrapper


def coloured(path: Path, extensions: list[str], settings: dict[str, Any]) -> dict[str, str]:
    """The code of a notebook by the keys of `remembered`; none of one that cannot be read, which its page reports."""
    USED.clear()
    converter = Markdown(extensions=extensions, extension_configs=settings)
    fence = "~" * 40
    with contextlib.suppress(notebook.Fault):
        for cell in notebook.read(path, path).cells:
            if cell.kind == "code":
                converter.convert(f"{fence}{{ .python }}\n{cell.source.rstrip()}\n{fence}")
    return dict(USED)


def take() -> None:
    """Take what the second process has done so far. What it could not do is done here, when a page asks for it."""
    for done in [future for future in AHEAD if future.done()]:
        AHEAD.remove(done)
        if not done.exception():
            CODE.update(done.result())


def start(config: MkDocsConfig) -> None:
    """Start the second process, where it can take over the libraries that are loaded."""
    books = sorted(Path(config.docs_dir).rglob("*.ipynb"), reverse=True)
    if not books or "fork" not in multiprocessing.get_all_start_methods():
        return
    # Who interrupts a build hears of the first process alone; the second ends with its list.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    process = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), signal.signal, ignore)
    PROCESSES.append(process)
    extensions = [name for name in config.markdown_extensions if name in EXTENSIONS]
    settings = {name: config.mdx_configs.get(name, {}) for name in extensions}
    AHEAD.extend(process.submit(coloured, path, extensions, settings) for path in books)


def stop() -> None:
    """Stop the second process, whatever it has left to do."""
    AHEAD.clear()
    while PROCESSES:
        PROCESSES.pop().shutdown(wait=False, cancel_futures=True)
