"""What need not be done twice: templates compiled, code coloured. Both are remembered by content, in .cache."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import colour
from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight


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
        Highlight.highlight = colour.remembered(Highlight.highlight)
    colour.CODE.update(colour.USED)
    colour.USED.clear()
    # No file on a first build; a spoilt one where a build was stopped.
    with contextlib.suppress(FileNotFoundError, TypeError, ValueError):
        if place := folder(config):
            colour.CODE.update(json.loads((place / "code.json").read_text(encoding="utf-8")))
    if not colour.CODE:
        colour.start(config)


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    if place := folder(config):
        env.bytecode_cache = FileSystemBytecodeCache(str(place))


def on_build_error(**_: object) -> None:
    colour.stop()


def on_post_build(config: MkDocsConfig) -> None:
    colour.stop()
    if place := folder(config):
        (place / "code.json").write_text(json.dumps(colour.USED), encoding="utf-8")
