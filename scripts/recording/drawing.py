"""A drawing of Matplotlib's in fewer elements: what looks the same is drawn as one, and the picture stays.

Matplotlib draws each grid line, tick and point as a group of its own; of nine elements two remain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from recording import words
from recording.svg import (
    EVERYWHERE,
    HREF,
    Box,
    around,
    declarations,
    kind,
    made,
    matrix,
    path_points,
    short,
    short_path,
    style,
    union,
)

# What the whole drawing says once, so that its parts need not; all else is as in SVG without a style.
USUAL = {"fill": "#1b1f24", "font-family": "'DejaVu Sans', sans-serif", "font-size": "10px", "stroke-linejoin": "round"}
INITIAL = {"stroke-dashoffset": "0", "stroke-linecap": "butt", "text-anchor": "start"}


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
        if self.look[0] == "marks":
            more = more.replace("M", " ")
        self.element.set("d", self.element.attrib["d"] + more)
        self.boxes += other.boxes


def unusual(properties: dict[str, str]) -> str:
    """A style without what holds for the whole drawing."""
    known = INITIAL | USUAL | {"font-family": properties.get("font-family", "").removesuffix(", sans-serif")}
    if known["font-family"] == "'DejaVu Sans'":
        properties = {name: value for name, value in properties.items() if name != "font-family"}
    return style({name: value for name, value in properties.items() if known.get(name) != value})


def points(element: Element) -> list[tuple[float, float]]:
    """The points of a path, the corners of a rectangle or picture."""
    if kind(element) == "path":
        return path_points(element.attrib["d"])
    x, y, wide, high = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
    return [(x, y), (x + wide, y), (x, y + high), (x + wide, y + high)]


def pen(properties: dict[str, str]) -> float:
    """How far a line goes beyond its points, corners included."""
    return float(properties.get("stroke-width", "1").removesuffix("px")) if "stroke" in properties else 0


def lettered(item: Element) -> Element:
    """A text without the style that holds for all, at a place of its own or, when it is turned, by a matrix."""
    if kind(item) == "g":  # a formula: pieces at places that Matplotlib has reckoned
        text = deepcopy(item)
        for part in text.iter():
            part.set("style", unusual(declarations(part)))
            if not part.get("style"):
                del part.attrib["style"]
            part.tail = None
            part.text = part.text if (part.text or "").strip() else None
        return text
    a, b, c, d, e, f = matrix(item)
    x, y = float(item.get("x", 0)), float(item.get("y", 0))
    x, y = a * x + c * y + e, b * x + d * y + f
    turned = f"matrix({' '.join(short(value, 3) for value in (a, b, c, d))} {short(x)} {short(y)})"
    place = {"transform": turned} if (a, b) != (1, 0) else {"x": short(x), "y": short(y)}
    text = made("text", style=unusual(declarations(item)), **place)
    text.text = item.text
    return text


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

    def shapes(self, group: Element, clip: str = "") -> Iterator[Shape]:
        """What a group draws, in its order, within `clip` (`url(#…)` or nothing).

        Raises ValueError or LookupError for what Matplotlib does not write.
        """
        for item in group:
            name, cut = kind(item), item.get("clip-path", clip)
            if name in ("g", "a") and not item.get("style") and not item.get("transform"):
                yield from self.shapes(item, cut)
            elif name == "path":
                yield from self.line(item, cut) if item.get("d") else ()
            elif name == "use":
                yield from self.mark(item, cut)
            elif name == "image":
                place = {key: item.get(key, "") for key in ("x", "y", "width", "height", "transform")}
                picture = made("image", **place, style=unusual(declarations(item)))
                picture.set(HREF, self.shrink(item.attrib[HREF]))
                yield from self.shape(picture, around(points(item), matrix(item)), cut)
            elif name in ("g", "text") and words.words_of(item):
                yield from self.shape(lettered(item), words.box_of(item), cut, is_words=True)
            elif name != "defs":
                yield from self.shape(deepcopy(item), EVERYWHERE, cut)

    def line(self, item: Element, clip: str) -> Iterator[Shape]:
        look = declarations(item)
        hollow, stroked = look.get("fill") == "none", "stroke" in look
        if hollow and not (stroked and len(points(item)) > 1):
            return  # a frame without a line, a line of one point
        plain = hollow and not any("opacity" in name for name in look)
        path = made("path", d=short_path(item.attrib["d"]), style=unusual(look))
        same = ("line", clip, path.get("style", "")) if plain else ()
        yield from self.shape(path, around(points(item)).grown(pen(look)), clip, same)

    def mark(self, item: Element, clip: str) -> Iterator[Shape]:
        """A marker at one point. Its style is its own, then that of the place where it is used."""
        target = self.known[item.attrib[HREF].removeprefix("#")]
        look = declarations(item) | declarations(target)
        drawn = made("path", d=short_path(target.attrib["d"], 2), style=unusual(look))
        key = drawn.attrib["d"], drawn.get("style", "")
        if key not in self.markers:
            self.markers[key] = f"marker {len(self.markers)}"
            self.known[self.markers[key]] = marker = made("marker", style="overflow:visible")
            marker.append(drawn)
        x, y = float(item.get("x", 0)), float(item.get("y", 0))
        path = made("path", d=f"M{short(x)} {short(y)}", style=f"fill:none;marker:url(#{self.markers[key]})")
        box = around(points(target), (1, 0, 0, 1, x, y)).grown(pen(look))
        yield from self.shape(path, box, clip, ("marks", clip, self.markers[key]))

    def shape(
        self, element: Element, box: Box, clip: str, look: tuple[str, ...] = (), is_words: bool = False
    ) -> Iterator[Shape]:
        """The shape as far as the clip shows it, if it does at all."""
        bounds = EVERYWHERE
        if clip:
            bounds = union(around(points(item), matrix(item)) for item in self.known[reference("clip-path", clip)])
            if element.get("transform"):  # a clip would be moved as well
                outer = made("g")
                outer.append(element)
                element = outer
            element.set("clip-path", clip)
        if box.meets(bounds):
            yield Shape(element, [box.shared(bounds)], look, is_words)

    def settle(self, element: Element, names: dict[str, str], prefix: str) -> list[Element]:
        """Give what an element refers to a name of its panel; return what is not yet in `names`, as copies."""
        copies = []
        for item in element.iter():
            for name, value in item.attrib.items():
                old = reference(name, value)
                if not old:
                    continue
                if old not in names:
                    names[old] = f"{prefix}{len(names)}"
                    copy = deepcopy(self.known[old])
                    copy.set("id", names[old])
                    copies += [*self.settle(copy, names, prefix), copy]
                item.set(name, value.replace(f"#{old}", f"#{names[old]}"))
        return copies


def join(shapes: Iterable[Shape]) -> list[Shape]:
    """Draw as one what looks the same, where nothing in between lies on it: many elements less, the same picture."""
    drawn: list[Shape] = []
    for shape in shapes:
        for earlier in reversed(drawn):
            if shape.look and shape.look == earlier.look:
                earlier.take(shape)
                break
            if not earlier.beside(shape):
                drawn.append(shape)
                break
        else:
            drawn.append(shape)
    for shape in drawn:
        if shape.look[:1] == ("marks",) and len(shape.boxes) == 1:  # a path needs two points, and marks the first alone
            element = shape.element
            element.set("d", element.attrib["d"] + element.attrib["d"].replace("M", " "))
            element.set("style", element.attrib["style"].replace("marker:", "marker-start:"))
    return drawn
