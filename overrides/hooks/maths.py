"""Formulas of the pages, `\\(…\\)` in a line and `\\[…\\]` on a line of its own: what MkDocs asks for."""

from __future__ import annotations

import logging

from course.formulas import headings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.maths")

FORMULAS = "course.formulas:Formulas"


def on_config(config: MkDocsConfig) -> None:
    config.markdown_extensions.append(FORMULAS)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    config.mdx_configs[FORMULAS] = {"faults": []}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    for fault in config.mdx_configs[FORMULAS]["faults"]:
        log.warning("docs/%s: %s", page.file.src_uri, fault)
    # The contents of a page show plain words, unless an entry has HTML by this name, as from the theme's typeset plugin.
    titles = headings(html) if "<math" in html else {}
    entries = list(page.toc)
    while entries:
        entry = entries.pop()
        entries += entry.children
        if entry.id in titles:
            vars(entry)["typeset"] = {"title": titles[entry.id]}
