"""Names that hold a hash of their file's bytes, so that a reader's copy is good for ever, or is another file.

Not so what scripts ask for by a fixed name: the search index, the site map, lunr's languages. Those are asked for anew.
"""

import hashlib
import json
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from course.publishing.site import Site, StepError, read

# Kinds of files that a page loads.
LOADED = (".avif", ".css", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".png", ".svg", ".ttf", ".webp", ".woff", ".woff2")
FIXED = ("search/", "assets/javascripts/lunr/")
DIGITS = 12
# A hash that the file had before it was changed here.
OLD_HASH = re.compile(r"\.[0-9a-f]{8}(?=\.)")
CSS_URL = re.compile(r"""(url\(\s*["']?)([^"')\s]+)""")
JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
SRCSET = re.compile(r"[^\s,]+(?=[\s,]|$)")


def hashed_name(path: Path) -> str:
    """The name of a file with a hash of its bytes before the last suffix."""
    stem, _, suffix = OLD_HASH.sub("", path.name).rpartition(".")
    return f"{stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]}.{suffix}"


def rename(site: Site) -> None:
    """Give each file that pages load a name from its bytes. Raises StepError for a script that names another file."""
    files = [path for path in sorted(site.root.rglob("*.*")) if path.suffix.lower() in LOADED and path.is_file()]
    files = [path for path in files if not path.relative_to(site.root).as_posix().startswith(FIXED)]
    for path in sorted(files, key=lambda path: path.suffix.lower() == ".css"):  # those last, as they name others
        if path.suffix.lower() == ".css":
            path.write_text(renamed_urls(site, site.folder(path), read(path)), encoding="utf-8")
        new = path.rename(path.with_name(hashed_name(path)))
        site.renamed[path.relative_to(site.root).as_posix()] = new.relative_to(site.root).as_posix()
    names = "|".join(re.escape(PurePosixPath(old).name) for old in site.renamed)
    for script in [site.root / new for new in site.renamed.values() if new.endswith(".js")]:
        if found := re.search(rf"""(?<=["'`/])(?:{names})(?=["'`?#])""", read(script)):
            raise StepError(f"{script.name}: names {found[0]}, whose name changes with its bytes; name it in the page")


def renamed_link(site: Site, folder: str, link: str) -> str:
    """The link with the new name of its file; as it is, where that has none."""
    if not link.partition("#")[0].partition("?")[0].lower().endswith(LOADED):
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


def renamed_value(site: Site, folder: str, name: str, value: str) -> str:
    """The value of an attribute with the new names of its files."""
    if name == "style":
        return renamed_urls(site, folder, value)
    if name == "srcset":
        return SRCSET.sub(lambda match: renamed_link(site, folder, match[0]), value)
    return renamed_link(site, folder, value) if name in ("href", "xlink:href", "src", "poster", "data") else value


def renamed_json(site: Site, folder: str, text: str) -> str:
    """JSON with new names in its texts. Raises ValueError when it is not JSON."""
    json.loads(text)

    def renamed(found: re.Match[str]) -> str:
        old = json.loads(found[0])
        new = renamed_link(site, folder, old)
        return found[0] if new == old else json.dumps(new)

    return JSON_TEXT.sub(renamed, text)


def use(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Put the new names into a page: its links, styles and data. Raises StepError for data that is not JSON."""
    for node in tree.css("[href], [src], [poster], [data], [srcset], [style]"):
        for name, value in node.attributes.items():
            if value and (new := renamed_value(site, folder, name, value)) != value:
                node.attrs[name] = new
    for node in tree.css("style"):
        node.inner_html = renamed_urls(site, folder, node.text(deep=True))
    for node in tree.css('script[type="application/json"]'):
        try:
            node.inner_html = renamed_json(site, folder, node.text(deep=True))
        except ValueError as error:
            place = folder or "the root"
            raise StepError(f"a page in {place} has a script of data that is not JSON: {error}") from None
