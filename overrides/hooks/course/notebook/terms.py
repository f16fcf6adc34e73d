"""The first use of a term on a page leads to the glossary, with its sentence at hand."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify

from course.notebook.page import PageProcessor

GLOSSARY = "glossary.md"
UNLINKED = ("glossary.md", "references.md")  # pages that are lists themselves
ENTRY = re.compile(r"^(?P<term>\w.*)\n:   (?P<words>.+(?:\n {4}.+)*)", re.MULTILINE)
ALSO = re.compile(r"\b[Aa]lso called ([^.;]+)[.;]")
FIRST = re.compile(r".+?[.;](?=\s|$)|.+", re.DOTALL)
# In these a link would be lost, or disturb.
CLOSED = {"a", "abbr", "code", "h1", "h2", "h3", "h4", "h5", "h6", "math", "pre", "script", "summary", "svg", "th"}
SKIPPED = {"answer", "arithmatex", "cards", "lab-frame", "numbers", "opening", "results"}


class Term(NamedTuple):
    """What a link to a term of the glossary needs."""

    anchor: str
    words: str
    """The first sentence of its explanation, without marks."""


@lru_cache(maxsize=8)
def read(text: str) -> tuple[dict[str, Term], re.Pattern[str]]:
    """The terms in the text of a glossary, by each of their names in small letters, and the pattern that finds them.

    A term with a word in brackets has several meanings, so it is left to the writer.
    """
    terms: dict[str, Term] = {}
    for entry in ENTRY.finditer(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`\\]", r"\1", " ".join(entry["words"].split()))
        also = [name for found in ALSO.findall(plain) for name in re.split(r",? or |, ", found)]
        if "(" not in entry["term"]:
            term = Term(slugify(entry["term"], "-"), FIRST.findall(plain)[0].rstrip(".;") + ".")
            terms |= dict.fromkeys([name.lower() for name in (entry["term"], *also)], term)
    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    return terms, re.compile(rf"(?<![\w-])({names})(?:s|es)?(?![\w-])" if names else r"(?!)", re.IGNORECASE)


class TermLinks(PageProcessor):
    """Links the first use of each term, not in headings, code or links, and not among the sources."""

    def run(self, root: Element) -> None:
        if self.page.uri in UNLINKED:
            return
        self.terms, self.pattern = read(self.page.text(GLOSSARY))
        self.glossary = self.page.link(GLOSSARY)
        by_hand = [link.get("href", "").partition(f"{GLOSSARY}#")[2] for link in root.iter("a")]
        self.used = set(filter(None, by_hand))
        for block in self.above_sources(root):
            self.visit(block)

    def visit(self, element: Element) -> None:
        if element.tag in CLOSED or SKIPPED & set(element.get("class", "").split()):
            return
        parts: list[Element] = []
        element.text = self.cut(element.text or "", parts)
        for child in list(element):
            self.visit(child)
            parts.append(child)
            child.tail = self.cut(child.tail or "", parts)
        element[:] = parts

    def cut(self, text: str, parts: list[Element]) -> str:
        """Append links for the terms of a text to `parts`; return what stands before the first."""
        links, between, at = [], [], 0
        for found, term in self.found(text):
            link = Element("a", {"class": "term", "href": f"{self.glossary}#{term.anchor}", "title": term.words})
            link.text = found[0]
            links.append(link)
            between.append(text[at : found.start()])
            at = found.end()
        head, *tails = [*between, text[at:]]
        for link, tail in zip(links, tails, strict=True):
            link.tail = tail
        parts += links
        return head

    def found(self, text: str) -> Iterator[tuple[re.Match[str], Term]]:
        """The first uses on the page that a text holds."""
        for found in self.pattern.finditer(text):
            term = self.terms[found[1].lower()]
            if term.anchor not in self.used:
                self.used.add(term.anchor)
                yield found, term
