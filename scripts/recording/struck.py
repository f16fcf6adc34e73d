"""Which words of a recorded panel a line strikes, or a mark lies on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from recording import words
from recording.svg import EVERYWHERE, Box, around, declarations, kind, points

GRID = "#d9dde2"  # of these lines a page keeps words clear: it draws an edge of paper around them
MARK = 3.0  # points from the middle of a mark to its edge
PART = re.compile(r"[A-Za-z]|-?[\d.]+")
Point = tuple[float, float]


def faults(panel: Element) -> list[str]:
    """Words on which something is drawn; one line each. `panel` is a group of a recorded drawing."""
    clips = {f"url(#{item.get('id')})": around(points(item[0])) for item in panel.iter() if kind(item) == "clipPath"}
    texts = [(item, words.box_of(item)) for item in panel if kind(item) in ("g", "text") and words.words_of(item)]
    found: dict[str, None] = {}
    for item in panel:
        look = declarations(item)
        if kind(item) != "path" or look.get("fill") != "none" or look.get("stroke") == GRID:
            continue
        marks = any(name.startswith("marker") for name in look)
        reach = MARK if marks else float(look.get("stroke-width", "1")) / 2
        clip = clips.get(item.get("clip-path", ""), EVERYWHERE)
        for text, box in texts:
            seen = box.grown(reach).shared(clip)
            if any(seen.meets(seen) and lies_on(run, marks, seen) for run in runs(item.get("d", ""))):
                what = "a mark lies on" if marks else "a line strikes"
                found[f"{what} '{words.words_of(text)[:40]}'; move the words, or name what is drawn elsewhere"] = None
    return list(found)


def runs(d: str) -> Iterator[list[Point]]:
    """The points of each line of a path as `short_path` writes it; of a curve those that bend it as well."""
    run: list[Point] = []
    loose: list[float] = []
    for part in PART.findall(d):
        if part == "M":
            yield run
            run = []
        elif part == "z":
            run.append(run[0])
        elif not part.isalpha():
            loose.append(float(part))
            if len(loose) == 2:
                run.append((loose[0], loose[1]))
                loose = []
    yield run


def lies_on(run: list[Point], marks: bool, box: Box) -> bool:
    """Whether one of these points lies in a box, or one of the lines between them goes through it."""
    if marks:
        return any(box.left < x < box.right and box.top < y < box.bottom for x, y in run)
    return any(crosses(one, other, box) for one, other in pairwise(run))


def crosses(one: Point, other: Point, box: Box) -> bool:
    """Whether the line between two points goes through a box."""
    first, last = 0.0, 1.0  # of the way from one to the other, as far as it is inside
    for start, end, least, most in zip(one, other, box[:2], box[2:], strict=True):
        if start == end:
            if not least < start < most:
                return False
        else:
            enters, leaves = sorted(((least - start) / (end - start), (most - start) / (end - start)))
            first, last = max(first, enters), min(last, leaves)
    return first < last
