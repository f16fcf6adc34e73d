"""What search knows beyond headings: terms and sources with addresses of their own, other words for a section."""

import json
import re
import shutil
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from course.publishing.site import Site, StepError, read

INDEX = "search/search_index.json"
LANGUAGES = "assets/javascripts/lunr"
# The authors and the year that an entry of a list of sources begins with, and the rest.
SOURCE = re.compile(r"([^<]*? \(\d{4}[a-z]?\))\. (.*)")
HEADING = re.compile(r"h[1-6]")


def escaped_text(node: LexborNode) -> str:
    """The text of an element, escaped and in one line."""
    return escape(" ".join(node.text(deep=True).split()), quote=False)


def explanation(term: LexborNode) -> str:
    """What stands in each `<dd>` that follows a term."""
    said = []
    node = term.next
    while node is not None and node.tag != "dt":
        if node.tag == "dd":
            said.append(escaped_text(node))
        node = node.next
    return " ".join(said)


def entries(tree: LexborHTMLParser, address: str) -> dict[str, dict[str, Any]]:
    """Terms and sources of a page by their addresses, and what is left of the sections that they stand in.

    A term is a `<dt>` with an id; a source a paragraph with an id, which begins with authors and a year. A heading may
    say in `data-also` by which other words a reader looks for its section.
    """
    found: dict[str, dict[str, Any]] = {}
    left: dict[str, list[str]] = {}
    holders = []
    section, article = address, tree.css_first("article")
    for node in article.iter() if article else ():
        name, before = node.id or "", len(found)
        if HEADING.fullmatch(node.tag or ""):
            section = address if node.tag == "h1" else f"{address}#{name}"
            if also := node.attributes.get("data-also"):
                found[section] = {"tags": also.split(", ")}
            continue
        for term in node.css("dt[id]"):
            found[f"{address}#{term.id}"] = {"title": escaped_text(term), "text": explanation(term)}
        if node.tag == "p" and name and (source := SOURCE.fullmatch(escaped_text(node))):
            found[f"{address}#{name}"] = {"title": source[1], "text": f"<p>{source[2]}</p>"}
        if len(found) > before:
            holders.append(section)
        elif node.tag in ("p", "ul", "ol", "blockquote") and not node.css_matches(".on-paper"):
            left.setdefault(section, []).append(f"<p>{escaped_text(node)}</p>")
    return found | {name: {"text": "".join(left.get(name, ()))} for name in holders}


def add_terms(site: Site) -> None:
    """Make terms and sources entries of the index, if search has one. Raises StepError for one of another kind."""
    path = site.root / INDEX
    try:
        index: dict[str, Any] = json.loads(read(path)) if path.exists() else {"config": {"lang": []}, "docs": []}
        known = {entry["location"]: entry for entry in index["docs"]}
        languages = set(index["config"]["lang"])
    except (ValueError, TypeError, KeyError):
        raise StepError(f"{INDEX}: is not an index of the theme's search plugin") from None
    emptied: set[str] = set()
    for page, tree in site.pages():
        name = page.relative_to(site.root).as_posix()
        address = name if name in known else name.removesuffix("index.html")
        if address not in known or not tree.css_matches("dt[id], p[id], [data-also]"):
            continue
        rank = {"boost": known[address]["boost"]} if "boost" in known[address] else {}
        for location, entry in entries(tree, address).items():
            if entry == {"text": ""} and "#" in location:
                emptied.add(location)
            elif location in known:
                known[location].update(entry)
            elif "title" in entry:
                index["docs"].append({"location": location} | entry | rank)
    # A letter of a list of terms is no place to go to.
    index["docs"] = [entry for entry in index["docs"] if entry["location"] not in emptied]
    if known:
        path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
    if languages <= {"en"}:  # the others load what they need from there
        shutil.rmtree(site.root / LANGUAGES, ignore_errors=True)
