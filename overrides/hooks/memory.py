"""What need not be done twice: templates compiled, code coloured. Both are remembered by content, in .cache.

Colouring code is the largest part of a build that an edit of one page does not change.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight

CODE: dict[str, str] = {}  # as remembered from earlier builds
USED: dict[str, str] = {}  # as asked for in this one
LIBRARIES = [f"{name} {version(name)}" for name in ("pygments", "pymdown-extensions")]


def remembered(colour: Callable[..., str]) -> Callable[..., str]:
    """The same function of the highlighter, run once for each code, language, setting and version of its libraries."""

    @functools.wraps(colour)
    def wrapper(self: Highlight, *arguments: Any, **options: Any) -> str:
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        # The number of a block on its page only names lines, which no page does.
        asked = repr((LIBRARIES, settings, arguments, {**options, "code_block_count": 0}))
        key = hashlib.sha256(asked.encode()).hexdigest()
        if key not in USED:
            USED[key] = CODE.get(key) or colour(self, *arguments, **options)
        return USED[key]

    return wrapper


def folder(config: MkDocsConfig) -> Path | None:
    """Where to remember things; None where the project cannot be written."""
    found = Path(config.config_file_path).parent / ".cache"
    try:
        found.mkdir(exist_ok=True)
    except OSError:
        return None
    return found if os.access(found, os.W_OK) else None


def on_config(config: MkDocsConfig) -> None:
    if not hasattr(Highlight.highlight, "__wrapped__"):
        Highlight.highlight = remembered(Highlight.highlight)
    CODE.update(USED)
    USED.clear()
    # No file on a first build; a spoilt one where a build was stopped.
    with contextlib.suppress(FileNotFoundError, TypeError, ValueError):
        if place := folder(config):
            CODE.update(json.loads((place / "code.json").read_text(encoding="utf-8")))


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    if place := folder(config):
        env.bytecode_cache = FileSystemBytecodeCache(str(place))


def on_post_build(config: MkDocsConfig) -> None:
    if place := folder(config):
        (place / "code.json").write_text(json.dumps(USED), encoding="utf-8")
