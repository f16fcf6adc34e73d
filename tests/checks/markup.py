"""Checks of the built pages beyond links and headings: what an author's slip leaves in the markup and in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.checks.config import read
from tests.checks.html import line_of, source
from tests.checks.tools import TOOLS

# Where words are not those of a text, and attributes those of a library.
APART = "code, math, pre, script, style, svg"
# Words that may rightly stand twice.
TWICE = {"had", "that"}
REPEATED = re.compile(r"(?<![\w-])([A-Za-z]{2,})\s+\1(?![\w-])", re.IGNORECASE)
LEFT = {
    "a footnote that nothing defines": re.compile(r"\[\^[^\]\s]+\]"),
    "a mark of a merge": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "a character that nobody sees": re.compile(
        r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
    ),
}
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
STYLE = re.compile(r"--[\w-]+: *[\w.]+;?$")  # a variable that a rule of the style sheet reads
Found = tuple[str, str]  # what to look for in the source, and what is wrong


@cache
def known_aria() -> frozenset[str]:
    """The attributes of the standard, as axe-core knows them."""
    axe = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
    return frozenset(re.findall(r"['\"](aria-[a-z]+)['\"]", axe.read_text(encoding="utf-8")))


def attributes(node: LexborNode) -> Iterator[Found]:
    """What is wrong with the attributes of an element."""
    if node.tag == "meta":
        said = {name: (value or "").lower() for name, value in node.attributes.items()}
        if said.get("name") == "robots":
            yield "robots", "keeps search engines away; take the tag out"
        if said.get("http-equiv") not in (None, "content-security-policy", "x-ua-compatible"):
            yield "http-equiv", f"is sent on or changed by <meta http-equiv={said['http-equiv']}>; take the tag out"
        if said.get("name") == "viewport" and re.search("scale=(?!1$)|scalable", said.get("content", "")):
            yield "viewport", "keeps readers from enlarging it; restore the viewport"
    for name, value in node.attributes.items():
        if name.startswith("on"):
            yield name, f"<{node.tag} {name}>, which the policy stops; take it out"
        elif name.startswith("aria-") and name not in known_aria():
            yield name, f"<{node.tag} {name}>, which is no attribute; correct its name"
        elif name == "style" and value and not STYLE.match(value):
            yield value, f"<{node.tag} style='{value}'>; write a rule in course.css"
        elif name == "href" and value and value.startswith("http://"):
            yield value, f"leads to {value} by http; write https"


def words(text: str) -> Iterator[Found]:
    """What is wrong with a run of words."""
    for what, pattern in LEFT.items():
        if found := pattern.search(text):
            yield found[0].strip(), f"shows {what}: {found[0].strip()!r}; mend the source"
    for found in REPEATED.finditer(text):
        if found[1].lower() not in TWICE:
            yield found[0], f"says '{found[1]}' twice; leave one out"


def page_faults(text: str) -> Iterator[Found]:
    """What is wrong with a page, comments included."""
    for comment in COMMENT.findall(text):
        yield comment.strip().split("\n")[0], f"publishes the comment '{comment.strip()[:60]}'; take it out"
    tree = LexborHTMLParser(text)
    for node in tree.css(APART):
        node.decompose()
    for node in tree.root.traverse() if tree.root else ():
        yield from attributes(node)
    for head in tree.css("article th"):
        if not head.text(strip=True):
            row = " | ".join(cell.text(strip=True) for cell in head.parent.css("th")) if head.parent else ""
            yield row.strip(" |"), f"a column of the table '{row.strip()}' has no name; write one"
    for article in tree.css("article"):
        for node in article.traverse(include_text=True):
            if node.tag == "-text":
                yield from words(node.text() or "")


def markup(project: Path, site: Path) -> list[str]:
    """No attribute is misspelt or stopped by the policy, no comment published, no word or description there twice."""
    faults, moved = [], read(project).get("extra", {}).get("moved") or {}
    described: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        if page.removesuffix("/index.html") in moved:
            continue  # it leads from an old address to the new one
        where, text = source(project, page), path.read_text(encoding="utf-8")
        faults += [f"{line_of(project, where, needle)}: {fault}" for needle, fault in page_faults(text)]
        found = re.search(r'<meta name="?description"? content="([^"]*)"', text)
        if found and page != "404.html":
            if found[1] in described:
                faults.append(f"{where}: its description is that of {described[found[1]]} as well; change one")
            described[found[1]] = where
    return faults
