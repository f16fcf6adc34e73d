"""What need not be done twice: templates compiled, code coloured, figures drawn. All is remembered in .cache."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

import colour
import later
from jinja2 import Environment, FileSystemBytecodeCache, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from pymdownx.highlight import Highlight

FILE = "later.json"
# Those of a page; the theme has others for its many languages and its blog.
TEMPLATE = re.compile(r"(partials/(javascripts/)?)?[\w-]+\.html")


def folder(config: MkDocsConfig) -> Path | None:
    """Where to remember things; None where the project cannot be written."""
    found = Path(config.config_file_path).parent / ".cache"
    try:
        found.mkdir(exist_ok=True)
    except OSError:
        return None
    return found if os.access(found, os.W_OK) else None


def compile_templates(theme: Theme, place: Path | None) -> None:
    """Compile the theme's templates for the process that will use them."""
    if place is None:
        return
    env = theme.get_env()
    env.bytecode_cache = FileSystemBytecodeCache(str(place))
    for name in env.list_templates(filter_func=lambda name: bool(TEMPLATE.fullmatch(name))):
        with contextlib.suppress(TemplateError):  # whoever uses it says what is wrong
            env.get_template(name)


def on_config(config: MkDocsConfig) -> None:
    if not hasattr(Highlight.highlight, "__wrapped__"):
        Highlight.highlight = colour.remembered(Highlight.highlight)
    later.begin_anew()
    # No file on a first build; a spoilt one where a build was stopped.
    with contextlib.suppress(FileNotFoundError, TypeError, ValueError):
        if place := folder(config):
            later.KNOWN.update(json.loads((place / FILE).read_text(encoding="utf-8")))
    if not later.KNOWN:
        later.start(compile_templates, config.theme, folder(config))


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    if place := folder(config):
        env.bytecode_cache = FileSystemBytecodeCache(str(place))


def on_post_page(output: str, page: Page, **_: object) -> str:
    try:
        return later.filled(output)
    except ValueError as error:
        raise PluginError(f"docs/{page.file.src_uri}: {error}") from None


def on_build_error(**_: object) -> None:
    later.stop()


def on_post_build(config: MkDocsConfig) -> None:
    later.stop()
    if place := folder(config):
        (place / FILE).write_text(json.dumps(later.results()), encoding="utf-8")
