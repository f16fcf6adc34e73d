"""A drawing of Matplotlib's in fewer elements: what looks the same is drawn as one, and the picture stays.

Matplotlib draws each grid line, tick and point as a group of its own; of eleven elements three remain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from recording import words
from recording.svg import EVERYWHERE, HREF, Box, around, declarations, kind, made, matrix, points, short_path, unusual


@dataclass
class Shape:
    """Something drawn, and where it lies. Shapes of one `look` may be drawn as one path; those of none stay alone."""

    element: Element
    boxes: list[Box]
    look: tuple[str, ...] = ()
    is_words: bool = False

    def beside(self, other: Shape) -> bool:
        """Whether two shapes nowhere lie on each other, so that it does not matter which is drawn first."""
        return not any(here.meets(there) for here in self.boxes for there in other.boxes)

    def take(self, other: Shape) -> None:
        """Draw another shape of the same look as a part of this one; a path of marks has a point for each."""
        more = other.element.attrib["d"]
        self.element.attrib["d"] += more.replace("M", " ") if self.look[0] == "marks" else more
        self.boxes += other.boxes


def reference(name: str, value: str) -> str:
    """The id that an attribute refers to, or nothing."""
    if name == HREF:
        return value[1:] if value.startswith("#") else ""
    return value.partition("url(#")[2].partition(")")[0]


@dataclass
class Drawing:
    """A drawing to be read; `known` holds its elements by id, `shrink` makes a smaller PNG of a data address."""

    known: dict[str, Element]
    shrink: Callable[[str], str]
    markers: dict[tuple[str, str], str] = field(default_factory=dict)

    def shapes(self, group: Iterable[Element], clip: str = "") -> Iterator[Shape]:
        """What elements draw, in their order, within `clip` (`url(#…)` or nothing).

        Raises ValueError or LookupError for what Matplotlib does not write.
        """
        for item in group:
            own = item.get("clip-path", clip)
            if kind(item) in ("g", "a") and not item.get("style") and not item.get("transform"):
                yield from self.shapes(item, own)
            elif (shape := self.shape(item, own)) and self.clip(shape, own):
                yield shape

    def shape(self, item: Element, clip: str) -> Shape | None:
        """What one element draws, or None where nothing is seen of it."""
        match kind(item):
            case "path":
                return line(item, clip)
            case "use":
                return self.mark(item, clip)
            case "image":
                place = {key: item.get(key, "") for key in ("x", "y", "width", "height", "transform")}
                picture = made("image", **place, style=unusual(declarations(item)))
                picture.set(HREF, self.shrink(item.attrib[HREF]))
                return Shape(picture, [around(points(item), matrix(item))])
            case "g" | "text" if words.words_of(item):
                return Shape(words.tidy(item), [words.box_of(item)], is_words=True)
            case "defs" | "text":
                return None
        return Shape(deepcopy(item), [EVERYWHERE])

    def mark(self, item: Element, clip: str) -> Shape:
        """A marker at one point. Its style is its own, then that of the place where it is used."""
        drawn = self.known[item.attrib[HREF].removeprefix("#")]
        look = declarations(item) | declarations(drawn)
        x, y = float(item.get("x", 0)), float(item.get("y", 0))
        box = around(points(drawn), (1, 0, 0, 1, x, y)).grown(pen(look))
        name = self.markers.setdefault((drawn.attrib["d"], unusual(look)), f"marker {len(self.markers)}")
        path = made("path", d=short_path(drawn.attrib["d"], 2), style=unusual(look))
        self.known[name] = made("marker", path, style="overflow:visible")
        point = made("path", d=short_path(f"M {x} {y}"), style=f"fill:none;marker:url(#{name})")
        return Shape(point, [box], ("marks", clip, name))

    def clip(self, shape: Shape, clip: str) -> bool:
        """Cut a shape to its clip; whether anything is left of it."""
        if clip:
            bounds = around(points(self.known[reference("", clip)][0]))
            if not shape.boxes[0].meets(bounds):
                return False
            shape.boxes = [shape.boxes[0].shared(bounds)]
            if shape.element.get("transform"):  # it would move the clip as well
                shape.element = made("g", shape.element)
            shape.element.set("clip-path", clip)
        return True

    def settle(self, element: Element, names: dict[str, str], prefix: str) -> list[Element]:
        """Give what an element refers to a name of its panel; return copies of what is not yet in `names`."""
        copies = []
        for item in element.iter():
            for key, value in item.attrib.items():
                old = reference(key, value)
                if old and old not in names:
                    names[old] = f"{prefix}{len(names)}"
                    copy = deepcopy(self.known[old])
                    copy.set("id", names[old])
                    for part in copy.iter():
                        part.text = part.tail = None
                    copies += [*self.settle(copy, names, prefix), copy]
                if old:
                    item.set(key, value.replace(f"#{old}", f"#{names[old]}"))
        return copies


def line(item: Element, clip: str) -> Shape | None:
    """What a path draws; None for a frame without a line, and for a line of one point."""
    look = declarations(item)
    hollow = look.get("fill") == "none"
    if not item.get("d") or (hollow and ("stroke" not in look or len(points(item)) < 2)):
        return None
    path = made("path", d=short_path(item.attrib["d"]), style=unusual(look))
    plain = hollow and not any("opacity" in name for name in look)
    same = ("line", clip, path.get("style", "")) if plain else ()
    return Shape(path, [around(points(item)).grown(pen(look))], same)


def pen(look: dict[str, str]) -> float:
    """How far a line goes beyond its points, corners included."""
    return float(look.get("stroke-width", "1").removesuffix("px")) if "stroke" in look else 0


def earlier(shape: Shape, drawn: list[Shape]) -> Shape | None:
    """What is drawn that looks the same, unless something that came after it lies on the shape."""
    for other in reversed(drawn):
        if shape.look and shape.look == other.look:
            return other
        if not other.beside(shape):
            return None
    return None


def join(shapes: Iterable[Shape]) -> list[Shape]:
    """Draw as one what looks the same, where nothing in between lies on it: many elements less, the same picture."""
    drawn: list[Shape] = []
    for shape in shapes:
        if same := earlier(shape, drawn):
            same.take(shape)
        else:
            drawn.append(shape)
    for shape in drawn:
        if shape.look[:1] == ("marks",) and len(shape.boxes) == 1:  # a path needs two points, and marks the first alone
            said = shape.element.attrib
            said["d"] += said["d"].replace("M", " ")
            said["style"] = said["style"].replace(";marker", ";marker-start")
    return drawn
