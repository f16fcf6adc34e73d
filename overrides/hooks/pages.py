"""What MkDocs asks for while it makes the pages. See CONTRIBUTING.md for what authors write.

Faults of authors are warnings, which `strict: true` turns into a failed build; each names its file and place.
"""

import logging
from collections import Counter
from pathlib import Path
from typing import Any

from course import minutes
from course.guide import guides
from course.notebook import dialect, faults, model, times
from course.notebook.markdown import to_markdown
from course.notebook.page import SourcePage
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.pages")

TREE = "course.notebook.tree:PageTree"


def on_config(config: MkDocsConfig) -> None:
    config.markdown_extensions.append(TREE)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """What would be lost without a word: one of two files at an address, one of two places of a page."""
    first: dict[str, str] = {}
    for file in (file for file in files if file.inclusion.value > InclusionLevel.DRAFT.value):
        if first.setdefault(file.dest_uri, file.src_uri) != file.src_uri:
            log.warning("docs/%s: has the address of docs/%s; rename one", file.src_uri, first[file.dest_uri])
    for uri, places in Counter(page.file.src_uri for page in nav.pages).items():
        if places > 1:
            log.warning("mkdocs.yml: nav has %s %d times, but a page stands in one place; leave it once", uri, places)


@event_priority(-50)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Take back the `render` that mkdocs-jupyter puts on the page, so that MkDocs renders it as Markdown."""
    if page.file.src_uri.endswith(".ipynb"):
        vars(page).pop("render", None)
    return page


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    uri, docs = page.file.src_uri, Path(config.docs_dir)
    try:
        if not uri.endswith(".ipynb"):
            return (docs / uri).read_text(encoding="utf-8-sig")
        notebook = model.load(docs / uri, f"{docs.name}/{uri}")
    except UnicodeDecodeError as error:
        log.warning("%s/%s: is not UTF-8 (byte %d); save it as UTF-8", docs.name, uri, error.start)
    except model.Fault as fault:
        log.warning("%s", fault)
    else:
        for line in faults.check(notebook, docs.parent):
            log.warning("%s", line)
        return to_markdown(notebook)
    return f"# {Path(uri).stem}\n"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Hand the page to `PageTree`, in the way that extensions get their settings."""
    source = SourcePage(page.file.src_uri, Path(config.docs_dir))
    config.mdx_configs[TREE] = {"page": source}
    if (first := markdown.lstrip()[:4]) in ("---\n", "+++\n"):  # what MkDocs could read, it has taken off
        source.report(first.strip(), "its front matter is not YAML; put texts with a colon into quotes")
    if page.file.src_uri.endswith(".md"):  # of a notebook, its cells are looked at
        lines = markdown.split("\n")
        for line, fault in dialect.page_faults(markdown):
            source.report(lines[line - 1], fault)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    source = config.mdx_configs[TREE]["page"]
    for line in source.faults:
        log.warning("%s", line)
    page.meta["minutes"] = minutes.reading(html)
    if source.lab:
        page.meta["runs"] = minutes.running(source.lab.run.seconds)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """When all pages are made, each can say how long another takes."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    read = {page.file.src_uri: page.meta["minutes"] for page in pages if "minutes" in page.meta}
    ran = {page.file.src_uri: page.meta["runs"] for page in pages if "runs" in page.meta}
    for page in pages:
        page.content = times.answer(page.content or "", read, ran)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """What the templates say around a page: where it stands, and where one goes from here."""
    known = {one.file.src_uri: one for one in nav.pages}
    context["guide"] = guides({uri: one.meta for uri, one in known.items()}).get(page.file.src_uri)
    context["known"] = known
