"""Where the words of a drawing lie, and which of them are too small or lie on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from xml.etree.ElementTree import Element

from recording.svg import Box, around, declarations, kind, matrix, numbers, union

# Widths of letters in DejaVu Sans, which Matplotlib reckons with, in parts of their size; most fonts are narrower.
WIDTHS = {0.32: " '.,·’:;|/\\fijlIJ", 0.4: '-()[]tr!"²³¹⁰⁴⁵⁶⁷⁸⁹⁻', 0.75: "&ABCDGHKNOQRUVXZ", 0.84: "w#+<=>~−±×→≈≤≥", 1: "mM%W@—…"}
WIDTH = {letter: width for width, letters in WIDTHS.items() for letter in letters}
OTHER, BOLD = 0.63, 1.1  # the width of most letters, and by how much it grows with the weight
ABOVE, BELOW = 0.76, 0.24  # how far letters go above and below their line
DEEP = frozenset("gjpqy,;()[]Q|_µμ")  # what goes below it
SMALLEST = 10.0  # 11 pixels where a panel fills a screen of 320
SLACK = 0.6  # what two boxes may share, as the widths are estimates


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, right to about a twentieth."""
    return size * sum(WIDTH.get(letter, OTHER) for letter in text) * (BOLD if bold else 1)


def pieces(element: Element) -> Iterator[tuple[float, float, str, dict[str, str]]]:
    """Place, words and style of each piece of a text (`text`, or a `g` of formulas), before its transform."""
    for text in (item for item in element.iter() if kind(item) == "text"):
        look = declarations(element) | declarations(text)
        if text.text and text.text.strip():
            yield float(text.get("x", 0)), float(text.get("y", 0)), text.text, look
        for span in text:
            places, letters = numbers(span.get("x", "0")), span.text or ""
            for at, letter in zip(places, letters if len(places) > 1 else [letters], strict=False):
                yield at, float(span.get("y", 0)), letter, look | declarations(span)


def size_of(look: dict[str, str]) -> float:
    return float(look.get("font-size", "10px").removesuffix("px"))


def looks(element: Element) -> Iterator[dict[str, str]]:
    """The style of each piece of a text."""
    return (look for *_, look in pieces(element))


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def box_of(element: Element) -> Box:
    """The box of a text. Raises ValueError when it holds no words."""
    boxes = []
    for x, y, letters, look in pieces(element):
        size, bold = size_of(look), look.get("font-weight", "400") in ("bold", "600", "700", "800", "900")
        wide = width(letters, size, bold)
        x -= {"middle": wide / 2, "end": wide}.get(look.get("text-anchor", ""), 0)
        low = y + (BELOW * size if DEEP & set(letters) else 0)
        boxes.append(around([(x, y - ABOVE * size), (x + wide, y - ABOVE * size), (x, low), (x + wide, low)], matrix(element)))
    return union(boxes)


def faults(words: Sequence[tuple[Element, Box]]) -> list[str]:
    """Words that are too small to read on a phone, and pairs that lie on each other; one line each."""
    small = {words_of(element): None for element, _ in words if min(map(size_of, looks(element))) < SMALLEST - 0.01}
    found = []
    if small:
        named = ", ".join(f"'{text[:40]}'" for text in list(small)[:4])
        remedy = "give all words fontsize=10, and name ticks in words rather than as powers"
        found.append(f"words with letters of less than {SMALLEST:g} points: {named}; {remedy}")
    for (one, here), (other, there) in combinations(words, 2):
        if here.meets(there, SLACK):
            pair = f"'{words_of(one)[:40]}' and '{words_of(other)[:40]}'"
            found.append(f"the words {pair} lie on each other; move or shorten one, or use fewer ticks")
    return found
