"""What need not be done twice: templates compiled, code coloured. Both are remembered by content.

A preview builds all pages anew after each edit; colouring code was the largest part of that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight

CODE: dict[str, str] = {}


def remembered(colour: Callable[..., str]) -> Callable[..., str]:
    """The same function of the highlighter, run once for each code, language and setting."""

    @functools.wraps(colour)
    def wrapper(self: Highlight, *arguments: Any, **options: Any) -> str:
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        # The number of a block on its page only names lines, which no page does.
        key = repr((settings, arguments, {**options, "code_block_count": 0}))
        if key not in CODE:
            CODE[key] = colour(self, *arguments, **options)
        return CODE[key]

    return wrapper


def on_startup(command: str, dirty: bool) -> None:
    if not hasattr(Highlight.highlight, "__wrapped__"):
        Highlight.highlight = remembered(Highlight.highlight)


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    folder = Path(config.config_file_path).parent / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
