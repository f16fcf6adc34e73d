"""What a published page has beyond a previewed one: less weight, a strict policy, names for the theme's nameless parts.

`mkdocs serve` adds a script of its own, which the policy would stop; so a preview is not published.
"""

import logging
from pathlib import Path
from urllib.parse import quote

from course.publishing import (
    hashed_names,
    headers,
    icons,
    labels,
    moved,
    policy,
    search,
    sitemap,
    stylesheet,
    theme_script,
    typography,
)
from course.publishing.site import Site, StepError, survey
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.publish")

SITE_STEPS = (
    search.add_terms,
    theme_script.change,
    survey,
    stylesheet.join,
    stylesheet.purge,
    policy.make,
    hashed_names.rename,
    sitemap.drop_dates,
)
PAGE_STEPS = (labels.add, typography.apply, stylesheet.use, theme_script.start_late, policy.add, hashed_names.use)
ICONS = Path("overrides/.icons/units")
RUN = {"command": "build"}  # what MkDocs says once, at its start


def publish(site: Site) -> None:
    """Take a finished build through all steps. Raises StepError, or OSError for files that cannot be written."""
    for step in SITE_STEPS:
        step(site)
    for path, tree in site.pages():
        for page_step in PAGE_STEPS:
            page_step(tree, site.folder(path), site)
        path.write_text(str(tree.html), encoding="utf-8")
    moved.write(site)
    headers.write(site)


def on_startup(command: str, dirty: bool) -> None:
    if dirty and command != "serve":
        raise PluginError("--dirty would publish pages twice; leave it out")
    RUN["command"] = command


def on_config(config: MkDocsConfig) -> None:
    for name in ("site_author", "site_description", "site_name"):  # the theme puts them into HTML as they are
        if config[name]:
            config[name] = escape(config[name])
    places = [Path(folder, config.theme["favicon"]) for folder in (config.docs_dir, *config.theme.dirs)]
    picture = next((path for path in places if path.suffix == ".svg" and path.is_file()), None)
    if picture:
        # A file of its own would be asked for just when the text is painted, beside the font.
        text = picture.read_text(encoding="utf-8").strip().replace('"', "'")
        config.theme["favicon"] = "data:image/svg+xml," + quote(text, safe="/:='")


def on_page_markdown(markdown: str, page: Page, **_: object) -> None:
    for name in {"author", "description", "title"} & page.meta.keys():
        said = page.meta.pop(name)
        if said is not None:  # a key without a value is none
            page.meta[name] = escape(said)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    drawn, missing = icons.draw(output, Path(config.config_file_path).parent / ICONS)
    for name in missing:
        log.warning("docs/%s: there is no icon %s; draw it, or mend the name", page.file.src_uri, ICONS / f"{name}.svg")
    return drawn


@event_priority(-50)
def on_post_build(config: MkDocsConfig) -> None:
    """After the index of search is written (0), before Material's offline plugin copies it (-100)."""
    if RUN["command"] == "serve":
        return
    # Material's plugins carry its name before theirs.
    site = Site(Path(config.site_dir), hosted=not any(name.endswith("offline") for name in config.plugins))
    site.address = config.site_url or site.address
    site.moved = dict(config.extra.get("moved") or {})
    try:
        publish(site)
    except StepError as error:
        raise PluginError(f"publishing: {error}") from None
    except OSError as error:
        raise PluginError(f"publishing: {error.filename or config.site_dir}: {error.strerror}") from None
