"""What need not be done twice: templates compiled, code coloured. Both are remembered by content, in .cache.

Colouring code is the largest part of a build that an edit of one page does not change.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
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


def folder(config: MkDocsConfig) -> Path:
    found = Path(config.config_file_path).parent / ".cache"
    found.mkdir(exist_ok=True)
    return found


def on_config(config: MkDocsConfig) -> None:
    if not hasattr(Highlight.highlight, "__wrapped__"):
        Highlight.highlight = remembered(Highlight.highlight)
    CODE.update(USED)
    USED.clear()
    # None on a first build; spoilt where a build was stopped.
    with contextlib.suppress(FileNotFoundError, TypeError, ValueError):
        CODE.update(json.loads((folder(config) / "code.json").read_text(encoding="utf-8")))


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    env.bytecode_cache = FileSystemBytecodeCache(str(folder(config)))


def on_post_build(config: MkDocsConfig) -> None:
    (folder(config) / "code.json").write_text(json.dumps(USED), encoding="utf-8")
