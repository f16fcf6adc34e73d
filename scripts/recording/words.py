"""Where the words of a drawing lie, how they are stored, and which are too small or lie on each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import combinations
from xml.etree.ElementTree import Element

from recording.svg import Box, around, declarations, kind, matrix, numbers, short, unusual

# Widths of letters in DejaVu Sans, which Matplotlib reckons with, in parts of their size; most fonts are narrower.
WIDTHS = {
    0.32: " '.,·’:;|/\\fijlIJ",
    0.4: '-()[]tr!"²³¹⁰⁴⁵⁶⁷⁸⁹⁻',
    0.75: "&ABCDGHKNOQRUVXZ",
    0.84: "w#+<=>~−±×→≈≤≥",
    1: "mM%W@—…",
}
WIDTH = {letter: width for width, letters in WIDTHS.items() for letter in letters}
OTHER, BOLD = 0.63, 1.1  # the width of most letters, and by how much it grows with the weight
ABOVE, BELOW = 0.76, 0.24  # how far letters go above and below their line
DEEP = frozenset("gjpqy,;()[]Q|_µμ")  # what goes below it
SMALLEST = 10.0  # 11 pixels where a panel fills a screen of 320
LOOSE = re.compile(r"(?<![\d.,])\d{4,}|\d%")
SLACK = 0.6  # what two boxes may share, as the widths are estimates


def pieces(element: Element) -> Iterator[tuple[float, float, str, float, dict[str, str]]]:
    """Place, letters, size and style of each piece of a text (`text`, or a `g` of formulas), before its transform."""
    for text in (item for item in element.iter() if kind(item) == "text"):
        look = declarations(element) | declarations(text)
        found = [(text.get("x", "0"), text.get("y", "0"), text.text or "", look)]
        found += [(span.get("x", "0"), span.get("y", "0"), span.text or "", look | declarations(span)) for span in text]
        for across, down, letters, said in found:
            size = float(said.get("font-size", "10px").removesuffix("px"))
            places = numbers(across)
            for x, part in zip(places, letters if len(places) > 1 else [letters], strict=False):
                if part.strip():
                    yield x, float(down), part, size, said


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def box_of(element: Element) -> Box:
    """The box of a text, whose width is right to about a twentieth. Raises ValueError when it holds no words."""
    corners = []
    for x, y, letters, size, look in pieces(element):
        wide = size * sum(WIDTH.get(letter, OTHER) for letter in letters)
        wide *= BOLD if look.get("font-weight", "400") in ("bold", "600", "700", "800", "900") else 1
        x -= {"middle": wide / 2, "end": wide}.get(look.get("text-anchor", ""), 0)
        low = y + (BELOW * size if DEEP & set(letters) else 0)
        corners += [(x, y - ABOVE * size), (x + wide, y - ABOVE * size), (x, low), (x + wide, low)]
    return around(corners, matrix(element))


def tidy(text: Element) -> Element:
    """A text without the style that holds for all; an upright one at a place instead of by a transform."""
    text = deepcopy(text)
    for part in text.iter():
        part.attrib |= {"style": unusual(declarations(part))}
        if not part.attrib["style"]:
            del part.attrib["style"]
        part.tail = None
        part.text = part.text if part.text and part.text.strip() else None
    a, b, c, d, e, f = matrix(text)
    if kind(text) == "text" and not round(b, 6):
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        text.attrib |= {"x": short(a * x + c * y + e), "y": short(b * x + d * y + f)}
        text.attrib.pop("transform", None)
    return text


def faults(words: Sequence[tuple[Element, Box]]) -> list[str]:
    """Words too small to read on a phone, turned or with loose numbers, pairs that lie on each other; a line each."""
    named = [(f"'{words_of(text)[:40]}'", text, box) for text, box in words]
    small = [name for name, text, _ in named if min(size for *_, size, _ in pieces(text)) < SMALLEST - 0.01]
    turned = [name for name, text, _ in named if round(matrix(text)[1], 6)]
    loose = [name for name, *_ in named if LOOSE.search(name)]
    found = []
    if loose:
        found.append(f"numbers in {', '.join(loose[:4])}; write thousands as 1,000 and a percentage as 5 %")
    if turned:
        found.append(f"turned words in {', '.join(turned[:4])}; write them level, the unit under the panel's title")
    if small:
        remedy = "give all words fontsize=10, and name ticks in words rather than as powers"
        found.append(f"letters of less than {SMALLEST:g} points in {', '.join(small[:4])}; {remedy}")
    for (one, _, here), (other, _, there) in combinations(named, 2):
        if here.meets(there, SLACK):
            found.append(f"{one} and {other} lie on each other; move or shorten one, or use fewer ticks")
    return found
