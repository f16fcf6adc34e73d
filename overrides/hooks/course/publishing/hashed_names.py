"""Names that hold a hash of their file's bytes, so that a reader's copy is good for ever, or is another file.

Not so what scripts ask for by a fixed name: the search index, the site map, lunr's languages. Those are asked for anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from course.publishing.site import Site, StepError, read

# Kinds of files that a page loads; those of the second line hold the names of others.
LOADED = {"avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "ttf", "webp", "woff", "woff2"}
NAMING = {"css", "js"}
FIXED = ("search/", "assets/javascripts/lunr/")
DIGITS = 12
# A hash that the file had before it was changed here.
OLD_HASH = re.compile(r"\.[0-9a-f]{8}(?=\.)")
CSS_URL = re.compile(r"""(url\(\s*["']?)([^"')\s]+)""")
SCRIPT_PATH = re.compile(r"""(["'`])([\w./-]+\.\w+)(?=["'`?#])""")
SRCSET = re.compile(r"[^\s,]+(?=[\s,]|$)")
ADDRESSES = ("href", "xlink:href", "src", "poster", "data")


def hashed_name(path: Path) -> str:
    """The name of a file with a hash of its bytes before the last suffix."""
    stem, _, suffix = OLD_HASH.sub("", path.name).rpartition(".")
    return f"{stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]}.{suffix}"


def renamed_link(site: Site, folder: str, link: str) -> str:
    """The link with the new name of its file; as it is, where that has none."""
    path = link.partition("#")[0].partition("?")[0]
    if path.rpartition(".")[2].lower() not in LOADED | NAMING:
        return link  # most lead to pages
    new = site.renamed.get(site.target(folder, link) or "")
    if new is None:
        return link
    parts = urlsplit(link)
    head, slash, _ = parts.path.rpartition("/")
    return parts._replace(path=f"{head}{slash}{quote(PurePosixPath(new).name)}").geturl()


def renamed_urls(site: Site, folder: str, css: str) -> str:
    """Style rules with new names in their `url()`."""
    return CSS_URL.sub(lambda match: match[1] + renamed_link(site, folder, match[2]), css)


def renamed_paths(site: Site, folder: str, script: str) -> str:
    """A script with new names in its texts that are paths, from its own folder or from the root."""

    def new_text(match: re.Match[str]) -> str:
        own = renamed_link(site, folder, match[2])
        return match[1] + (own if own != match[2] else renamed_link(site, "", match[2]))

    return SCRIPT_PATH.sub(new_text, script)


def named(site: Site, path: Path, waiting: set[str]) -> set[str]:
    """Which of the waiting files a style sheet or script names."""
    folder, text = site.folder(path), read(path)
    links = [match[2] for pattern in (CSS_URL, SCRIPT_PATH) for match in pattern.finditer(text)]
    return {found for link in links for base in (folder, "") if (found := site.target(base, link)) in waiting}


def in_order(site: Site, paths: list[Path]) -> Iterator[Path]:
    """Style sheets and scripts, each after those that it names. Raises StepError for two that name each other."""
    waiting = {path.relative_to(site.root).as_posix(): path for path in paths}
    while waiting:
        ready = [name for name, path in waiting.items() if not named(site, path, waiting.keys() - {name})]
        if not ready:
            raise StepError(f"{', '.join(waiting)}: name each other, so none can hold the other's hash; part them")
        for name in ready:
            yield waiting.pop(name)


def rename(site: Site) -> None:
    """Give each file that pages load a name from its bytes, first those that name no others."""
    files = [path for path in sorted(site.root.rglob("*.*")) if path.is_file()]
    files = [path for path in files if not path.relative_to(site.root).as_posix().startswith(FIXED)]

    def move(path: Path) -> None:
        new = path.rename(path.with_name(hashed_name(path)))
        site.renamed[path.relative_to(site.root).as_posix()] = new.relative_to(site.root).as_posix()

    for path in files:
        if path.suffix[1:].lower() in LOADED:
            move(path)
    for path in in_order(site, [path for path in files if path.suffix[1:] in NAMING]):
        change: Callable[[Site, str, str], str] = renamed_urls if path.suffix == ".css" else renamed_paths
        path.write_text(change(site, site.folder(path), read(path)), encoding="utf-8")
        move(path)


def renamed_json(site: Site, folder: str, text: str) -> str:
    """JSON with new names in its texts."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for item in value.values() if isinstance(value, dict) else value:
                yield from texts(item)

    for old in set(texts(json.loads(text))):
        if (new := renamed_link(site, folder, old)) != old:
            text = text.replace(json.dumps(old), json.dumps(new))
    return text


def use(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Put the new names into a page: into its links, styles and data. Raises StepError for data that is not JSON."""
    for node in tree.css(", ".join(f"[{name}]" for name in ("href", "src", "poster", "data", "srcset", "style"))):
        for name, value in node.attributes.items():
            if value and name in ADDRESSES:
                new = renamed_link(site, folder, value)
            elif value and name == "srcset":
                new = SRCSET.sub(lambda match: renamed_link(site, folder, match[0]), value)
            elif value and name == "style":
                new = renamed_urls(site, folder, value)
            else:
                continue
            if new != value:
                node.attrs[name] = new
    for node in tree.css("style"):
        node.inner_html = renamed_urls(site, folder, node.text(deep=True))
    for node in tree.css('script[type="application/json"]'):
        try:
            node.inner_html = renamed_json(site, folder, node.text(deep=True))
        except ValueError as error:
            raise StepError(
                f"a page in {folder or 'the root'} has a script of data that is not JSON: {error}"
            ) from None
