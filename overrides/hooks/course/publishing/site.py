"""A finished build: what the steps of publishing know of it, its files, and how it is put in place."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

# Names in a script or a style attribute: of classes, elements and ids, and of variables with their two dashes.
WORD = re.compile(r"(?:--)?[A-Za-z_][\w-]*")
# Types of scripts that run; others are data.
SCRIPT_TYPES = (None, "module", "text/javascript")
# A file for hosts, and the last that publishing writes: a folder without it is no whole site.
MARK = "_headers"


class StepError(Exception):
    """A step cannot do its work. The message is one line: which file, what is wrong, how to mend it."""


@dataclass
class Site:
    """A build on its way to readers. Steps fill it in the order of their list."""

    root: Path
    """Folder of the build."""
    address: str = "http://localhost/"
    """Address that readers will find it at, with a final slash."""
    hosted: bool = True
    """Whether a host serves it; else it is a folder that opens from disk."""
    moved: dict[str, str] = field(default_factory=dict)
    """Old addresses of pages, below the root, and the new ones."""
    used: set[str] = field(default_factory=set)
    """All that a style can name: elements and values of attributes of the pages, words of the scripts."""
    inline_scripts: set[str] = field(default_factory=set)
    """Each script that stands in a page."""
    sheets: list[list[tuple[str, str]]] = field(default_factory=list)
    """For each page, its style sheets: path below the root, and media."""
    joined: set[str] = field(default_factory=set)
    """Paths of the style sheets that are now part of another."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Path below the root of each file that got a new name, and the new path."""
    policy: str = ""
    """Content security policy of each page."""

    def pages(self) -> Iterator[tuple[Path, LexborHTMLParser]]:
        """Each page as a tree; one after the other, as all at once take much memory."""
        for path in sorted(self.root.rglob("*.html")):
            yield path, LexborHTMLParser(read(path))

    def folder(self, path: Path) -> str:
        """Folder of a file below the root, '' for the root."""
        return path.parent.relative_to(self.root).as_posix().removeprefix(".")

    def target(self, folder: str, link: str) -> str | None:
        """Path below the root that a link in a file of `folder` leads to; None for one that leads elsewhere."""
        here = urljoin(self.address, f"{folder}/" if folder else "")
        try:
            there = urljoin(here, link)
        except ValueError:  # no address at all, as '//['
            return None
        if not there.startswith(self.address):
            return None
        return unquote(urlsplit(there).path)[len(unquote(urlsplit(self.address).path)) :]


def read(path: Path) -> str:
    """The text of a file. Raises StepError when it is not there or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StepError(f"{path}: is not there, and pages load it; put it into docs/, or take the link away") from None
    except UnicodeDecodeError:
        raise StepError(f"{path}: is not UTF-8; save its source as UTF-8, or take it out of docs/") from None


def survey(site: Site) -> None:
    """Note what the pages and scripts use. Raises StepError for a file that is not UTF-8."""
    for path, tree in site.pages():
        sheets = []
        for node in tree.root.traverse() if tree.root else ():
            attributes = node.attributes
            site.used.add(node.tag or "")
            for name, value in attributes.items():
                if value and name != "d":  # the long paths of drawings
                    site.used.update(WORD.findall(value) if name == "style" else value.split())
            if node.tag == "script" and "src" not in attributes and attributes.get("type") in SCRIPT_TYPES:
                site.inline_scripts.add(node.text(deep=True))
                site.used.update(WORD.findall(node.text(deep=True)))
            elif node.tag == "style":
                site.used.update(WORD.findall(node.text(deep=True)))
            elif node.tag == "link" and attributes.get("rel") == "stylesheet":
                target = site.target(site.folder(path), attributes.get("href") or "")
                sheets += [(target, attributes.get("media") or "")] if target else []
        site.sheets.append(sheets)
    for path in site.root.rglob("*.js"):
        site.used.update(WORD.findall(read(path)))


def is_whole(root: Path) -> bool:
    """Whether the folder holds a site that was published to its end."""
    return (root / MARK).is_file() and (root / "index.html").is_file()


def place(built: Path, target: Path) -> None:
    """Put a published site in place of another at once.

    Between two renames readers meet none, never half of one. What MkDocs never writes, as `.git`, stays.
    Raises OSError; the old site is then where it was.
    """
    old = target.with_name(f"{target.name}.old.part")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if target.exists():
            target.rename(old)
        built.rename(target)
    except BaseException:
        restore(target)
        raise
    for hidden in old.glob(".*"):
        hidden.rename(target / hidden.name)
    shutil.rmtree(old, ignore_errors=True)


def restore(target: Path) -> None:
    """Put the old site back where it was taken away and no other came, as when the power fails."""
    old = target.with_name(f"{target.name}.old.part")
    if old.exists() and not target.exists():
        old.rename(target)
