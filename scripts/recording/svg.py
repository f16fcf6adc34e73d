"""What the recording of a drawing needs to know of SVG as Matplotlib writes it. All lengths are points."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
FONT = "'DejaVu Sans', sans-serif"
# What the whole drawing says once, so that its parts need not, and what holds where nothing is said.
USUAL = {"fill": "#1b1f24", "font-family": FONT, "font-size": "10px", "stroke-linejoin": "round"}
INITIAL = {"stroke-dashoffset": "0", "stroke-linecap": "butt", "text-anchor": "start"}
Matrix = tuple[float, float, float, float, float, float]  # as in `matrix(a b c d e f)`
HERE: Matrix = (1, 0, 0, 1, 0, 0)


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def shared(self, other: Box) -> Box:
        """What lies in both; where they are apart, its right is left of its left, or its bottom above its top."""
        return Box(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))

    def meets(self, other: Box, least: float = 0) -> bool:
        """Whether both share a rectangle of at least `least` in width and height."""
        part = self.shared(other)
        return part.right - part.left >= least and part.bottom - part.top >= least


EVERYWHERE = Box(-math.inf, -math.inf, math.inf, math.inf)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all. Raises ValueError when there is none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def kind(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def made(name: str, *inside: Element, **attributes: str) -> Element:
    """An element of SVG with what is inside it, and with the attributes that are not empty."""
    element = Element(f"{{{SVG}}}{name}", {key: value for key, value in attributes.items() if value})
    element.extend(inside)
    return element


def short(value: float, places: int = 1) -> str:
    """A number in few letters; a tenth of a point is a sixth of a pixel on a page."""
    return f"{round(value, places) + 0:.{places}f}".rstrip("0").rstrip(".")


def numbers(text: str) -> list[float]:
    """The numbers of an attribute. Raises ValueError for anything else in it."""
    return [float(part) for part in text.replace(",", " ").split()]


def declarations(element: Element) -> dict[str, str]:
    """The style of an element by property."""
    parts = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in parts if value}


def unusual(look: dict[str, str]) -> str:
    """A style without what holds for the whole drawing."""
    known = INITIAL | USUAL
    said = {name: f"{value}, sans-serif" if value == "'DejaVu Sans'" else value for name, value in look.items()}
    return ";".join(f"{name}:{value}" for name, value in said.items() if known.get(name) != value)


def times(one: Matrix, other: Matrix) -> Matrix:
    """What moves points as `other` does, and then as `one`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def matrix(element: Element) -> Matrix:
    """The `transform` of an element as one matrix. Raises ValueError for a part that Matplotlib does not write."""
    moved = HERE
    for part in element.get("transform", "").split(")")[:-1]:
        name, _, values = part.partition("(")
        match name.strip(" ,"), numbers(values):
            case "translate", [x, y]:
                moved = times(moved, (1, 0, 0, 1, x, y))
            case "rotate", [angle, *centre]:
                x, y = centre or (0, 0)
                cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                moved = times(moved, (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y))
            case "matrix", [a, b, c, d, e, f]:
                moved = times(moved, (a, b, c, d, e, f))
            case _:
                raise ValueError(f"unknown transform {part})")
    return moved


def around(points: Iterable[tuple[float, float]], by: Matrix = HERE) -> Box:
    """The box around points that a matrix has moved."""
    a, b, c, d, e, f = by
    return union(Box(*2 * (a * x + c * y + e, b * x + d * y + f)) for x, y in points)


def points(element: Element) -> list[tuple[float, float]]:
    """The points of a path, those that bend its curves included; the corners of a rectangle or picture."""
    if kind(element) == "path":
        found = [float(part) for part in element.attrib["d"].split() if not part.isalpha()]
        return list(zip(found[::2], found[1::2], strict=True))
    x, y, wide, high = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
    return [(x, y), (x + wide, y), (x, y + high), (x + wide, y + high)]


def short_path(d: str, places: int = 1) -> str:
    """A path in fewer letters: a command that goes on is not said again, and after `M` come ends of lines."""
    text, last = "", ""
    for part in d.split():
        if part.isalpha():
            text += "" if part == ("L" if last == "M" else last) else part
            last = part
        else:
            text += (" " if text[-1:].isdigit() else "") + short(float(part), places)
    return text
