"""Executed notebooks as pages, and links that tie the text to the runs: what MkDocs asks for. See CONTRIBUTING.md.

Faults of authors are warnings, which `strict: true` turns into a failed build; each names its file and place.
"""

from __future__ import annotations

import logging
from pathlib import Path

from course.notebook import faults, model
from course.notebook.links import SourcePage
from course.notebook.markdown import to_markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.labs")

LINKS = "course.notebook.links:LabLinks"


def on_config(config: MkDocsConfig) -> None:
    config.markdown_extensions.append(LINKS)


@event_priority(-50)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Take back the `render` that mkdocs-jupyter puts on the page, so that MkDocs renders it as Markdown."""
    if page.file.src_uri.endswith(".ipynb"):
        vars(page).pop("render", None)
    return page


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    if not page.file.src_uri.endswith(".ipynb"):
        return None
    docs = Path(config.docs_dir)
    try:
        notebook = model.load(docs / page.file.src_uri, f"{docs.name}/{page.file.src_uri}")
    except model.Fault as fault:
        log.warning("%s", fault)
        return f"# {Path(page.file.src_uri).stem}\n"
    for fault in faults.check(notebook, docs.parent / "requirements-labs.txt"):
        log.warning("%s", fault)
    return to_markdown(notebook)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    config.mdx_configs[LINKS] = {"page": SourcePage(page.file.src_uri, Path(config.docs_dir))}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    for fault in config.mdx_configs[LINKS]["page"].faults:
        log.warning("%s", fault)
