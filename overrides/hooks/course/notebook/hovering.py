"""What a link shows on a card while the pointer or the keyboard is on it: a result with its seeds, or a source.

A link carries lines of text as its title, and the theme's script shows each as a line; see `theme_script.yml`.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from course.notebook.numbers import result_text, thousands, to_digits
from course.notebook.page import PageProcessor
from course.notebook.results import Result

REFERENCES = "references.md"
# Authors, year and title of a source, and where it was published, up to its first link; then its address.
SOURCE = re.compile(
    r"(?P<who>[^*\n]+?) \((?P<year>\d{4}[a-z]?)\)\. \*(?P<title>[^*]+)\*[.,]?(?P<where>[^\[]*)"
    r".*^\{ #(?P<id>[\w-]+) \}$",
    re.MULTILINE | re.DOTALL,
)


def result_card(result: Result) -> dict[str, str]:
    """The attributes of a link to a result: its card in words, and where of 100 its mean and each seed are."""
    lines = [thousands(result.what), result_text(result)]
    values = result.values or [result.value]
    low, high = min(values), max(values)
    if high == low:
        return {"title": "\n".join([*lines, f"n = {result.n:,}", "See the run"])}
    ends = [to_digits(end, result.spread or high - low) for end in (low, high)]
    lines += [f"{result.n} runs, from {' to '.join(ends)}", "See the run"]
    places = [round(100 * (value - low) / (high - low)) for value in (result.value, *values)]
    return {"title": "\n".join(lines), "data-seeds": " ".join(map(str, places))}


@lru_cache(maxsize=8)
def source_cards(text: str) -> dict[str, str]:
    """The card of each source in the text of a list of sources, by its address."""
    cards = {}
    for block in text.split("\n\n"):
        if found := SOURCE.match(block.strip()):
            who, title, where, year = (" ".join(found[part].split()) for part in ("who", "title", "where", "year"))
            where = where.strip(". ")
            where += "" if year in where else f", {year}" if where else year
            cards[found["id"]] = f"{title}\n{who}\n{where}"
    return cards


class SourceCards(PageProcessor):
    """Gives each citation the title, the authors and the venue of its source, but not where the page lists them."""

    def run(self, root: Element) -> None:
        cards = source_cards(self.page.text(REFERENCES))
        for block in self.above_sources(root):
            for link in block.iter("a"):
                page, _, name = link.get("href", "").partition("#")
                if page.endswith(REFERENCES) and name in cards:
                    link.set("title", cards[name])
