"""Checks of the built pages: links, ids, headings, alt texts, foreign addresses, traces of failed builds."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# Links that name a page and load nothing.
NAMING = {"canonical", "alternate", "next", "prev", "edit", "license"}
FOREIGN = re.compile(r"^(https?:)?//|^(?:wss?|ftp):", re.IGNORECASE)
CSS_FOREIGN = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
FILLER = re.compile(r"no description has been provided|^(image|figure|picture|plot|graph|chart|alt)\.?$", re.IGNORECASE)
TRACES = {
    "a template tag": re.compile(r"\{\{.*?\}\}|\{%.*?%\}"),
    "an admonition that was not rendered": re.compile(r"^\s*(!!!|\?\?\?\+?) \w+", re.MULTILINE),
    "a link that was not rendered": re.compile(r"\]\([^)\s]*\)"),
    "an attribute list that was not rendered": re.compile(r"\{:? ?[#.][\w-]+ ?\}"),
    "a traceback": re.compile(r"Traceback \(most recent call last\)"),
    "a path of a machine": re.compile(r"(?<![\w.:/])/(?:home|root|tmp|Users)/\w"),
    "a note to ourselves": re.compile(r"\b(TODO|FIXME|XXX|TBD|Lorem ipsum)\b"),
}
# Scripts and styles of the theme name these as help texts and namespaces; nothing is loaded from there.
MIN_ALT_WORDS = 5


@lru_cache(maxsize=96)  # the pages of two builds: a seeded fault leaves most as they were
def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Each built HTML page by its path below the site, without those that lead from an old address to the new one."""
    paths = sorted(site.rglob("*.html"))
    found = {path.relative_to(site).as_posix(): soup(path.read_text(encoding="utf-8")) for path in paths}
    return {name: page for name, page in found.items() if not page.select_one("meta[http-equiv=refresh]")}


def source(project: Path, page: str) -> str:
    """The file a built page was made of, for messages."""
    stem = page.removesuffix("index.html").rstrip("/")
    for name in (f"{stem}.md", f"{stem}.ipynb", f"{stem}/index.md" if stem else "index.md"):
        if (project / "docs" / name).exists():
            return f"docs/{name}"
    return f"site/{page}"


def line_of(project: Path, name: str, needle: str) -> str:
    """`name` with the number of the first line that holds `needle`, where there is one."""
    path = project / name
    if needle and path.suffix in {".md", ".html"} and path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if needle in line:
                return f"{name}:{number}"
    return name


def attr(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "")


def links(project: Path, site: Path) -> list[str]:
    """Every internal link, anchor, image, script, style sheet and download leads to something that exists."""
    built = pages(site)
    base = "https://in-depth-learning.example/"
    ids = {page: {attr(tag, "id") for tag in tree.find_all(id=True)} for page, tree in built.items()}
    faults = []
    for page, tree in built.items():
        where = source(project, page)
        folder = (site / page).parent
        for tag in tree.find_all(True):
            for name in ("href", "src", "poster", "data", "action"):
                value = attr(tag, name)
                if not value or re.match(r"^(data|mailto|javascript|tel):", value):
                    continue
                if value.startswith(base):
                    value = "/" + value.removeprefix(base)
                elif FOREIGN.match(value):
                    continue
                parts = urlsplit(value)
                path = unquote(parts.path)
                if path.startswith("/"):
                    target = site / path.lstrip("/")
                else:
                    target = (folder / path).resolve() if path else site / page
                if target.is_dir():
                    target = target / "index.html"
                fault = ""
                if not target.exists():
                    fault = f"<{tag.name} {name}> leads to '{value}', which does not exist"
                elif parts.fragment and target.suffix == ".html":
                    key = target.resolve().relative_to(site.resolve()).as_posix()
                    if unquote(parts.fragment) not in ids[key] | {"__top"}:
                        fault = f"'{value}' names an anchor that {key} does not have"
                if fault:
                    spot = line_of(project, where, value.rstrip("/").split("/")[-1].split("#")[0])
                    faults.append(f"{spot}: {fault}; mend the link")
    return faults


def documents(project: Path, site: Path) -> list[str]:
    """Each page has one h1, no skipped heading, unique ids, a title, a description, alt texts and a language."""
    faults = []
    titles: dict[str, str] = {}
    for page, tree in pages(site).items():
        where = source(project, page)
        counts = Counter(attr(tag, "id") for tag in tree.find_all(id=True))
        faults += [f"{where}: id '{name}' stands {n} times; rename one" for name, n in counts.items() if n > 1]
        headings = tree.find_all(re.compile(r"^h[1-6]$"))
        if (ones := sum(tag.name == "h1" for tag in headings)) != 1:
            faults.append(f"{where}: has {ones} h1 headings, not one")
        level = 0
        for tag in headings:
            now = int(tag.name[1])
            if now > level + 1:
                text = tag.get_text(" ", strip=True).rstrip("¶ ")
                spot = line_of(project, where, text)
                faults.append(f"{spot}: heading '{text}' skips from h{level} to h{now}; use h{level + 1}")
            if not tag.get_text(strip=True).rstrip("¶ "):
                faults.append(f"{where}: an empty heading {tag.name}; give it words or take it out")
            level = now
        if tree.html is None or not attr(tree.html, "lang"):
            faults.append(f"{where}: <html> has no lang")
        title = tree.title.get_text(strip=True) if tree.title else ""
        if not title:
            faults.append(f"{where}: no <title>")
        elif title in titles:
            faults.append(f"{where}: its title '{title}' is that of {titles[title]} as well; change one")
        titles[title] = where
        description = tree.find("meta", attrs={"name": "description"})
        if page != "404.html" and (description is None or not attr(description, "content")):
            faults.append(f"{where}: no description; add 'description:' to its front matter")
        for tag in tree.find_all(["img", "svg", "area"]):
            named = tag.name != "svg" or tag.get("role") == "img"
            if not named or tag.find_parent("svg"):
                continue
            alt = attr(tag, "aria-label") if tag.name == "svg" else attr(tag, "alt")
            decorative = tag.name == "img" and tag.get("alt") == "" and tag.find_parent(["header", "nav"])
            if decorative or tag.find_parent(class_="md-logo"):
                continue
            if len(alt.split()) < MIN_ALT_WORDS or FILLER.search(alt.strip()):
                named_by = attr(tag, "src")[:60] or "drawing"
                faults.append(f"{where}: <{tag.name}> {named_by} has the alt text '{alt}'; say what it shows")
        for tag in tree.select("article svg:not([role]):not(.md-icon svg):not(a svg)"):
            if tag.find_parent("svg") is None and tag.get("aria-hidden") != "true":
                faults.append(f"{where}: a drawing has neither role nor alt text; place figures by links to labs")
        for tag in tree.select("article a"):
            label = tag.get_text(strip=True) or attr(tag, "aria-label") or attr(tag, "title")
            if not label and tag.find("img") is None:
                faults.append(f"{where}: a link to '{attr(tag, 'href')}' has no words")
    return faults


def foreign(project: Path, site: Path) -> list[str]:
    """No page, style sheet, drawing or script of ours loads anything from another host."""
    faults = []
    for page, tree in pages(site).items():
        where = source(project, page)
        for tag in tree.find_all(list(LOADING)):
            if tag.name == "link" and set(tag.get("rel") or []) & NAMING:
                continue
            for name in LOADING[tag.name]:
                if FOREIGN.match(attr(tag, name)):
                    faults.append(f"{where}: <{tag.name}> loads {attr(tag, name)}; keep a copy in docs/assets")
        for tag in tree.find_all(["style", "script"]):
            if found := CSS_FOREIGN.search(tag.string or ""):
                faults.append(f"{where}: <{tag.name}> loads {found[1]}; keep a copy in docs/assets")
            elif tag.name == "script" and attr(tag, "type") != "application/json":
                called = re.search(r"(?:fetch|import|importScripts)\(\s*['\"](https?:)?//", tag.string or "")
                if called:
                    faults.append(f"{where}: an inline script calls another host; take it out")
        for tag in tree.find_all(style=True):
            if found := CSS_FOREIGN.search(attr(tag, "style")):
                faults.append(f"{where}: style of <{tag.name}> loads {found[1]}; keep a copy in docs/assets")
    for path in sorted(site.rglob("*.css")) + sorted(site.rglob("*.svg")):
        if found := CSS_FOREIGN.search(path.read_text(encoding="utf-8")):
            faults.append(f"{path.relative_to(site)}: loads {found[1]}; keep a copy in docs/assets")
    for path in sorted((project / "docs").rglob("*.js")):
        if found := re.search(r"https?://(?!www\.w3\.org/)[^'\"\s)]+", path.read_text(encoding="utf-8")):
            faults.append(f"{path.relative_to(project)}: names {found[0]}; keep a copy in docs/assets")
    return faults


def search(project: Path, site: Path) -> list[str]:
    """The search index lists every page, and each of its entries leads to a page and an anchor that exist."""
    built = pages(site)
    path = site / "search" / "search_index.json"
    if not path.exists():
        return ["site/search/search_index.json: missing; keep the search plugin in mkdocs.yml"]
    entries = json.loads(path.read_text(encoding="utf-8"))["docs"]
    faults = []
    listed = set()
    for entry in entries:
        place, _, anchor = entry["location"].partition("#")
        page = f"{place}index.html" if not place or place.endswith("/") else place
        listed.add(page)
        if page not in built:
            faults.append(f"site/search/search_index.json: entry '{entry['location']}' leads to no page")
        elif anchor and built[page].find(id=unquote(anchor)) is None:
            faults.append(f"site/search/search_index.json: entry '{entry['location']}' leads to no anchor")
    missing = sorted(set(built) - listed - {"404.html"})
    return faults + [f"{source(project, page)}: is not in the search index" for page in missing]


def prose_of(tag: Tag) -> Iterator[str]:
    """Each run of text that is neither code nor part of a drawing."""
    for child in tag.children:
        if not isinstance(child, Tag):
            yield str(child)
        elif child.name not in {"pre", "code", "svg"}:
            yield from prose_of(child)


def traces(project: Path, site: Path) -> list[str]:
    """No page shows what should have been rendered, removed or run."""
    faults = []
    for page, tree in pages(site).items():
        where = source(project, page)
        article = tree.find("article")
        if article is None:
            faults.append(f"{where}: the built page has no article")
            continue
        codes = "\n".join(tag.get_text() for tag in article.select("pre"))
        prose = "\n".join(prose_of(article))
        for what, pattern in TRACES.items():
            text = f"{prose}\n{codes}" if what in {"a traceback", "a path of a machine"} else prose
            if found := pattern.search(text):
                spot = line_of(project, where, found[0].strip())
                faults.append(f"{spot}: shows {what}: '{found[0].strip()}'; mend the source")
    return faults
