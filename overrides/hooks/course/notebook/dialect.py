"""Markdown that Jupyter or another site renders, and these pages would not: each instance is a fault, never a loss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

HABITS = [
    (re.compile(habit["find"], re.MULTILINE), f"{habit['what']}; {habit['instead']}")
    for habit in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
]
FENCE = re.compile(r"^ *(`{3,}|~{3,})[^\n`]*$(?:.*?)^ *\1[`~]* *$", re.DOTALL | re.MULTILINE)
OPEN_FENCE = re.compile(r"^ *(?:`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|<!--.*?-->|^ {4,}[^\n]*$", re.DOTALL | re.MULTILINE)
ITEM = re.compile(r"(?:[-*+]|1[.)]) +\S")
RULER = re.compile(r"\|? *:?-{2,}:? *\|[-:| ]*$")
REFERENCE = re.compile(r"^ {0,3}\[([^\]^]+)\]: *(\S+)", re.MULTILINE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
# Elements that may stand without an end, or never have one.
ENDLESS = frozenset(
    {"br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "source", "td", "th", "tr", "wbr"}
)


def unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each element that has no end."""
    still: list[tuple[int, str]] = []
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if tag[1]:
            at = next((at for at in reversed(range(len(still))) if still[at][1] == name), None)
            if at is not None:
                del still[at]
        elif name not in ENDLESS and not tag[0].endswith("/>"):
            still.append((tag.start(), name))
    for start, name in still[:1]:
        yield text.count("\n", 0, start) + 1, f"<{name}> without an end; close it"


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with spaces in place of what is found; its lines stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Line, from 1, and words of what a page would show as it is typed, or what would change all that follows."""
    text = blank(FENCE, text)
    if fence := OPEN_FENCE.search(text):
        yield text.count("\n", 0, fence.start()) + 1, "a block of code without an end; close its fence"
        text = text[: fence.start()]
    text = blank(CODE, text)
    for pattern, fault in HABITS:
        if found := pattern.search(text):
            yield text.count("\n", 0, found.start()) + 1, fault
    yield from unclosed(text)
    yield from crowded(text)


def crowded(text: str) -> Iterator[tuple[int, str]]:
    """Lists and tables right after a line of words, of which Python-Markdown makes one paragraph."""
    words = 0  # lines of the paragraph so far; none where it is a list, a table, a quotation or code
    start = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            words, start = 0, True
        elif words and ITEM.match(line):
            yield number, "a list right after a line of words; leave an empty line before it"
            words, start = 0, False
        elif words > 1 and RULER.match(line):
            yield number - 1, "a table right after a line of words; leave an empty line before it"
        elif start or words:
            words = 0 if start and re.match(r"(?:[-*+]|\d+[.)]) | |[>#|<]", line) else words + 1
            start = False


def references(texts: list[str]) -> Iterator[tuple[int, str]]:
    """Which text gives a name of a link another address than an earlier one did."""
    known: dict[str, str] = {}
    for at, text in enumerate(texts):
        for name, address in REFERENCE.findall(blank(FENCE, text)):
            if known.setdefault(name.lower(), address) != address:
                yield at, f"the link '[{name}]' has another address in an earlier cell; rename one"
