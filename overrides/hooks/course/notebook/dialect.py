"""Markdown that Jupyter or another site renders, and these pages would not: each instance is a fault, never a loss."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml

HABITS = [
    (re.compile(habit["find"], re.IGNORECASE | re.MULTILINE), f"{habit['what']}; {habit['instead']}")
    for habit in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
]
FENCE = re.compile(r"^ *(`{3,}|~{3,})[^\n`]*$(?:.*?)^ *\1[`~]* *$", re.DOTALL | re.MULTILINE)
OPEN_FENCE = re.compile(r"^ *(?:`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|<!--(?:(?!<!--).)*?-->|^ {4,}[^\n]*$", re.DOTALL | re.MULTILINE)
# A block that superfences would not take for one, or shows as its source.
FOREIGN = re.compile(r" *[`~]+ *(?:\{[\w:-]+\}|(?:math|mermaid)\b)")
HOLDER = re.compile(r"(?:[-*+]|\d+[.)]|:|!!!|\?\?\?\+?) ")
ITEM = re.compile(r"(?:[-*+]|1[.)]) +\S")
RULER = re.compile(r"\|? *:?-+:? *\|[-:| ]*$")
REFERENCE = re.compile(r"^ {0,3}\[(\^[^]\s]+|[^]^\n]+)\]: *(\S.*)", re.MULTILINE)
NOTE = re.compile(r"`[^`\n]*`|^ {4}.*|\[(\^[^][\s]+)\](?!:)", re.MULTILINE)  # but not in code
# But no <https://…>, and no address of a link.
TAG = re.compile(r"(?<!\]\()(?<!\]: )<(/?)([a-zA-Z][a-zA-Z0-9]*)\b(?![^<>\s]*[:@])[^<>]*>")
# Elements that may stand without an end, or never have one.
ENDLESS = frozenset(
    {"br", "col", "dd", "dt", "hr", "img", "input", "li", "option", "p", "source", "td", "th", "tr", "wbr"}
)


def unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of the first element that has no end."""
    begun: dict[str, list[int]] = {}
    for tag in TAG.finditer(text):
        starts = begun.setdefault(tag[2].lower(), [])
        if tag[1]:
            del starts[-1:]
        elif tag[2].lower() not in ENDLESS and not tag[0].endswith("/>"):
            starts.append(tag.start())
    for start, name in sorted((starts[0], name) for name, starts in begun.items() if starts)[:1]:
        yield text.count("\n", 0, start) + 1, f"<{name}> without an end; close it"


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with spaces in place of what is found; its lines stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def flattened(text: str) -> Iterator[tuple[int, str]]:
    """Each line by its depth in lists and notes, of four spaces each, without them; what is indented still is code."""
    depth = 0
    for line in text.expandtabs(4).split("\n"):
        if line.strip():
            depth = min(depth, (len(line) - len(line.lstrip())) // 4)
        yield depth, line[4 * depth :]
        depth += bool(HOLDER.match(line[4 * depth :]))


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Line, from 1, and words of what a page would show as it is typed, or what would change all that follows."""
    for fence in FENCE.finditer(text):
        if FOREIGN.match(fence[0]):
            what = "a block that other sites draw or run, and this one does not; write '!!! note', or draw it"
            yield text.count("\n", 0, fence.start()) + 1, what
        if ITEM.match(text, fence.end() + 1) and not HOLDER.match(text[: fence.start()].rpartition("\n\n")[2]):
            yield text.count("\n", 0, fence.end()) + 2, "a list right after code; leave an empty line before it"
    text = blank(FENCE, text)
    if begun := OPEN_FENCE.search(text):
        yield text.count("\n", 0, begun.start()) + 1, "a block of code without an end; close its fence"
        text = text[: begun.start()]
    depths, lines = zip(*flattened(text), strict=True)
    text = blank(CODE, "\n".join(lines))
    for pattern, fault in HABITS:
        if found := pattern.search(text):
            yield text.count("\n", 0, found.start()) + 1, fault
    yield from unclosed(text)
    yield from crowded(depths, text.split("\n"))


def crowded(depths: Iterable[int], lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lists and tables right after a line of words, of which Python-Markdown makes one paragraph."""
    words = 0  # lines of the paragraph so far; none where it is a list, a table, a note or code
    start, before = True, 0
    for number, (depth, marked) in enumerate(zip(depths, lines, strict=True), start=1):
        line = re.sub(r"^(?:> ?)+", "", marked)
        if not line.strip() or depth < before:
            words, start = 0, True
        if words and ITEM.match(line):
            yield number, "a list right after a line of words; leave an empty line before it"
            words, start = 0, False
        elif words > 1 and RULER.match(line):
            yield number - 1, "a table right after a line of words; leave an empty line before it"
        elif line.strip() and (start or words):
            words = 0 if start and re.match(r"(?:[-*+]|\d+[.)]|!!!|\?{3}\+?) | |[#|<]", line) else words + 1
            start = line.startswith(("!!!", "???"))
        before = depth


def references(texts: list[str]) -> Iterator[tuple[int, str]]:
    """Which text gives a name of a link or of a footnote another meaning than an earlier one did, or none at all."""
    known: dict[str, str] = {}
    texts = [blank(FENCE, text) for text in texts]
    for at, text in enumerate(texts):
        for name, words in REFERENCE.findall(text):
            meaning = words if name.startswith("^") else words.split()[0]
            if known.setdefault(name.lower(), meaning) != meaning:
                yield at, f"'[{name}]' has another meaning further up; rename one"
    for at, text in enumerate(texts):
        for name in filter(None, NOTE.findall(text)):
            if name.lower() not in known:
                yield at, f"the footnote '[{name}]' has no words; write them as '[{name}]: …'"


@lru_cache(maxsize=1024)
def page_faults(text: str) -> tuple[tuple[int, str], ...]:
    """Line, from 1, and words of each fault of a page. A preview asks again and again for what did not change."""
    doubles = references(blank(FENCE, text).split("\n"))
    return (*faults(text), *((at + 1, fault) for at, fault in doubles))
