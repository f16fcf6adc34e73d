"""What the recording of a drawing needs to know of SVG as Matplotlib writes it. All lengths are points."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
Matrix = tuple[float, float, float, float, float, float]  # as in `matrix(a b c d e f)`


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


def made(name: str, **attributes: str) -> Element:
    """An element of SVG; `clip_path="…"` becomes `clip-path="…"`."""
    return Element(f"{{{SVG}}}{name}", {key.replace("_", "-"): value for key, value in attributes.items() if value})


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


def style(properties: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in properties.items())


def matrix(element: Element) -> Matrix:
    """The `transform` of an element as one matrix. Raises ValueError for a part that Matplotlib does not write."""
    a, b, c, d, e, f = 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    for part in element.get("transform", "").split(")")[:-1]:
        name, _, values = part.partition("(")
        match name.strip(" ,"), numbers(values):
            case "translate", [x, y]:
                step = 1.0, 0.0, 0.0, 1.0, x, y
            case "rotate", [angle, *centre]:
                x, y = centre or (0, 0)
                cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                step = cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
            case "scale", [across, *down]:
                step = across, 0.0, 0.0, down[0] if down else across, 0.0, 0.0
            case "matrix", [p, q, r, s, t, u]:
                step = p, q, r, s, t, u
            case _:
                raise ValueError(f"unknown transform {part})")
        p, q, r, s, t, u = step
        a, b, c, d, e, f = a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f
    return a, b, c, d, e, f


def around(points: Iterable[tuple[float, float]], by: Matrix = (1, 0, 0, 1, 0, 0)) -> Box:
    """The box around points that a matrix has moved."""
    a, b, c, d, e, f = by
    return union(Box(a * x + c * y + e, b * x + d * y + f, a * x + c * y + e, b * x + d * y + f) for x, y in points)


def path_points(d: str) -> list[tuple[float, float]]:
    """The points of a path, those that bend its curves included."""
    found = [float(part) for part in d.split() if not part.isalpha()]
    return list(zip(found[::2], found[1::2], strict=True))


def short_path(d: str, places: int = 1) -> str:
    """A path in fewer letters: a command that goes on is not said again, and after `M` come ends of lines."""
    text, last = "", ""
    for part in d.split():
        if part.isalpha():
            if part != "M" and part in (last, "L" if last == "M" else last):
                last = part
                continue
            text, last = text + part, part
        else:
            text += (" " if text[-1:].isdigit() else "") + short(float(part), places)
    return text
