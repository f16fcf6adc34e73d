"""A recorded figure: one whole picture, in which each panel is a group with a view box of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from recording import words
from recording.drawing import USUAL, Drawing, Shape, join
from recording.svg import HREF, SVG, Box, around, kind, made, path_points, short, style, union

MARGIN = 2.0  # points around a panel, for letters that are wider elsewhere
WIDEST = 290.0  # points; where such a panel fills a screen of 320 pixels, letters of 10 points have 11


@dataclass
class Panel:
    """Axes that lie on each other (a second axis, an inset); `frame` is the ground of the first."""

    frame: Box
    groups: list[Element] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def box(self) -> Box:
        """What the panel takes, with its margin."""
        boxes = [box for shape in self.shapes for box in shape.boxes if math.isfinite(box.right - box.left)]
        return union(boxes or [self.frame]).grown(MARGIN)

    def beside(self, other: Panel) -> bool:
        """Whether both stand in one row: what they share of their height is more than half of the higher one's."""
        shared = min(self.frame.bottom, other.frame.bottom) - max(self.frame.top, other.frame.top)
        return 2 * shared > max(self.frame.bottom - self.frame.top, other.frame.bottom - other.frame.top)

    def faults(self) -> list[str]:
        """What keeps the panel from standing alone on a phone."""
        found = []
        wide = self.box().right - self.box().left
        if wide > WIDEST:
            remedy = "draw at most 3.6 inches a panel, shorten what stands beside it, or narrow its column (width_ratios)"
            found.append(f"is {wide:.0f} points wide, more than {WIDEST:.0f}; {remedy}")
        parts = [item for group in self.groups for item in group.iter()]
        for axis in "xy":
            ticks = [item for item in parts if item.get("id", "").startswith(f"{axis}tick_")]
            drawn = {kind(part) for tick in ticks for part in tick.iter()}
            if drawn & {"path", "use"} and "text" not in drawn:
                remedy = f"give it its own (no share{axis}; tick_params), or take its ticks away (set_{axis}ticks([]))"
                found.append(f"has no numbers at its {axis} axis; {remedy}")
        return found


def frame(group: Element, shapes: list[Shape]) -> Box:
    """Where axes lie: their ground or, where that is off, what they draw beside words."""
    grounds = [around(path_points(item[0].attrib["d"])) for item in group[:1] if item.get("id", "").startswith("patch_")]
    drawn = [box for shape in shapes if not shape.is_words for box in shape.boxes]
    return grounds[0] if grounds and grounds[0].meets(grounds[0], 1) else union(drawn or shapes[0].boxes)


def figure(root: Element) -> Element:
    """The group of the whole figure. Raises ValueError when Matplotlib did not write the drawing."""
    creators = [text for item in root.iter() if kind(item) == "title" and (text := item.text)]
    groups = [item for item in root if kind(item) == "g"]
    if kind(root) != "svg" or len(groups) != 1 or not any(text.startswith("Matplotlib") for text in creators):
        raise ValueError("not a drawing of Matplotlib's")
    return groups[0]


def record(svg: str, shrink: Callable[[str], str] = str) -> tuple[str, list[str]]:
    """The drawing as a notebook keeps it, and its faults, one line each.

    `svg` is a figure as Matplotlib saves it; `shrink` makes a data address of a PNG smaller. In what comes back each
    panel is a `<g>` that begins with a `<view viewBox="…">` and holds all it refers to; together they are the figure.
    Raises ValueError when Matplotlib did not write it.
    """
    try:
        root = ElementTree.fromstring(svg.encode())
        drawing = Drawing({item.attrib["id"]: item for item in root.iter() if "id" in item.attrib}, shrink)
        panels, faults = panels_of(figure(root), drawing)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise ValueError(f"a drawing that Matplotlib did not write, or not as a whole ({error})") from error
    faults += [f"panel {number} {fault}" for number, panel in enumerate(panels, 1) for fault in panel.faults()]
    faults += words.faults([(s.element, s.boxes[0]) for panel in panels for s in panel.shapes if s.is_words])
    whole = made("svg", width=root.get("width", ""), height=root.get("height", ""), viewBox=root.get("viewBox", ""), style=style(USUAL))
    boxes = [panel.box() for panel in panels]
    for number, (panel, box) in enumerate(zip(panels, boxes, strict=True), 1):
        row = union(other_box for other, other_box in zip(panels, boxes, strict=True) if other is panel or panel.beside(other))
        group = ElementTree.SubElement(whole, f"{{{SVG}}}g")
        sides = box.left, row.top, box.right - box.left, row.bottom - row.top
        group.append(made("view", viewBox=" ".join(map(short, sides))))
        shapes = [shape.element for shape in join(panel.shapes)]
        names: dict[str, str] = {}
        defined = made("defs")
        for shape in shapes:
            defined.extend(drawing.settle(shape, names, f"p{number}-"))
        group.extend([defined, *shapes] if names else shapes)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", HREF[1:].partition("}")[0])
    return ElementTree.tostring(whole, encoding="unicode") + "\n", faults


def panels_of(group: Element, drawing: Drawing) -> tuple[list[Panel], list[str]]:
    """The panels of a figure, and what it draws beside them, each of which is a fault and a panel."""
    panels: list[Panel] = []
    faults = []
    for item in group:
        shapes = list(drawing.shapes([item]))
        if not shapes:
            continue
        place = frame(item, shapes)
        panel = next((panel for panel in panels if panel.frame.meets(place, 1)), None)
        if not item.get("id", "").startswith("axes_"):
            said = words.words_of(item)
            what = f"the words '{said[:40]}' stand" if said else "something stands"
            faults.append(f"{what} over the whole figure; say it in the caption, in a panel's title or beside its line")
            panel = None
        if panel is None:
            panels.append(panel := Panel(place))
        panel.groups.append(item)
        panel.shapes += shapes
    return panels, faults
