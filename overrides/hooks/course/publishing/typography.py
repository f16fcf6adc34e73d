"""What a keyboard has no key for: curly quotes, and spaces that keep a number with its unit.

Each character is replaced by one other. Search, a figure's numbers and the check of numbers see what was typed.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

from course.publishing.site import Site

# What stands in these is no prose.
CLOSED = {"pre", "script", "style", "svg", "template", "textarea"}
CLOSED_IN_LINE = {"code", "kbd", "math", "samp"}
RECORDED = {"numbers"}  # class of the numbers behind a figure, which are shown as they were recorded
# Elements within a line: a quote before one of them is judged by what stands before it and in it.
INLINE = {"a", "abbr", "b", "cite", "em", "i", "mark", "small", "span", "strong", "sub", "sup"}
UNITS = "%|‰|[nµm]?s|min|h|[kKMGT]i?B|px|[mck]m|[kMG]?Hz|°C"
NARROW, WIDE = "\u202f", "\u00a0"
BEFORE_UNIT = re.compile(rf"(?<=\d)\s(?=(?:{UNITS})(?!\w))")
BEFORE_WORD = re.compile(r"(?<=\d)\s(?=(?:point|second|minute|hour)s?\b)")
# A sign between numbers stays with both, a dot between items with what is before it.
AROUND_SIGN = re.compile(r"(?<=\d)\s(?=[±×]\s?\d)|(?<=\d\s[±×])\s(?=\d)|(?<=\S)\s(?=·)")
# A quote opens where a word begins behind it; one before the two digits of a decade is an apostrophe.
OPENING = re.compile(r"""(?<![^\s([{—–/])(?!'\d\ds?\b)["']+(?=[^\s"'])""")
OPEN, CLOSE = str.maketrans("\"'", "“‘"), str.maketrans("\"'", "”’")


def typeset(text: str) -> str:
    """A run of prose as a typesetter sets it, character for character."""
    text = AROUND_SIGN.sub(WIDE, BEFORE_WORD.sub(WIDE, BEFORE_UNIT.sub(NARROW, text)))
    return OPENING.sub(lambda found: found[0].translate(OPEN), text).translate(CLOSE)


def pieces(node: LexborNode) -> Iterator[LexborNode | str | None]:
    """Nodes of text as a reader reads them: a letter for code or a formula in a line, None where a line ends."""
    child = node.child
    while child is not None:
        if child.tag == "-text":
            yield child
        elif child.tag in CLOSED_IN_LINE:
            yield "x"
        elif child.tag in INLINE:
            yield from pieces(child)
        elif child.tag and child.tag[0] not in "-_!":
            yield None
            if child.tag not in CLOSED and not RECORDED & set((child.attributes.get("class") or "").split()):
                yield from pieces(child)
            yield None
        child = child.next


def apply(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Set the prose of a page."""
    found = list(pieces(tree.body)) if tree.body else []
    for _, line in groupby(found, key=lambda piece: piece is None):
        parts = [piece for piece in line if piece is not None]
        texts = [part if isinstance(part, str) else part.text_content or "" for part in parts]
        done, at = typeset("".join(texts)), 0
        for part, text in zip(parts, texts, strict=True):
            now, at = done[at : at + len(text)], at + len(text)
            if now != text and not isinstance(part, str):
                part.replace_with(now)
