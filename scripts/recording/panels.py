"""A recorded figure: one whole picture, in which each panel is a group with a view box of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from recording import struck, words
from recording.drawing import Drawing, Shape, join
from recording.svg import HREF, SVG, USUAL, Box, around, kind, made, points, short, union

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", HREF[1:].partition("}")[0])
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
        return 2 * shared > max(frame.bottom - frame.top for frame in (self.frame, other.frame))

    def faults(self) -> list[str]:
        """What keeps the panel from standing alone on a phone."""
        found = []
        if (wide := self.box().right - self.box().left) > WIDEST:
            remedy = "draw at most 3.6 inches a panel, or shorten what stands beside it, or set width_ratios"
            found.append(f"is {wide:.0f} points wide, more than {WIDEST:.0f}; {remedy}")
        parts = [item for group in self.groups for item in group.iter()]
        for axis in "xy":
            ticks = [item for item in parts if item.get("id", "").startswith(f"{axis}tick_")]
            drawn = {kind(part) for tick in ticks for part in tick.iter()}
            if drawn & {"path", "use"} and "text" not in drawn:
                remedy = f"give it its own (no share{axis}; tick_params), or take its ticks away (set_{axis}ticks([]))"
                found.append(f"has no numbers at its {axis} axis; {remedy}")
        return found

    def element(self, drawing: Drawing, view: Box, prefix: str) -> Element:
        """The panel as a group that begins with its view box and holds all that it refers to."""
        sides = view.left, view.top, view.right - view.left, view.bottom - view.top
        shapes = [shape.element for shape in join(self.shapes)]
        names: dict[str, str] = {}
        defined = [copy for shape in shapes for copy in drawing.settle(shape, names, prefix)]
        head = [made("view", viewBox=" ".join(map(short, sides)))] + ([made("defs", *defined)] if defined else [])
        return made("g", *head, *shapes)


def record(svg: str, shrink: Callable[[str], str] = str) -> tuple[str, list[str]]:
    """The drawing as a notebook keeps it, and its faults, one line each.

    `svg` is a figure as Matplotlib saves it; `shrink` makes a data address of a PNG smaller. In what comes back each
    panel is a `<g>` that begins with a `<view viewBox="…">`; together they are the figure. Panels of a row have the
    same top, so that their axes stand level. Raises ValueError when Matplotlib did not write it.
    """
    try:
        root = ElementTree.fromstring(svg.encode())
        drawing = Drawing({item.attrib["id"]: item for item in root.iter() if "id" in item.attrib}, shrink)
        panels, faults = find_panels(find_figure(root), drawing)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise ValueError(f"not a whole drawing of Matplotlib's ({error})") from error
    faults += [f"panel {number} {fault}" for number, panel in enumerate(panels, 1) for fault in panel.faults()]
    faults += words.faults([(s.element, s.boxes[0]) for panel in panels for s in panel.shapes if s.is_words])
    whole = made("svg", **{name: root.attrib[name] for name in ("width", "height", "viewBox")})
    whole.set("style", ";".join(f"{name}:{value}" for name, value in USUAL.items()))
    for number, panel in enumerate(panels, 1):
        top = min(other.box().top for other in panels if other is panel or panel.beside(other))
        whole.append(panel.element(drawing, panel.box()._replace(top=top), f"p{number}-"))
        faults += struck.faults(whole[-1])
    return ElementTree.tostring(whole, encoding="unicode") + "\n", faults


def find_figure(root: Element) -> Element:
    """The group of the whole figure. Raises ValueError when Matplotlib did not write the drawing."""
    groups = [item for item in root if kind(item) == "g"]
    titles = [words.words_of(item) for item in root.iter() if kind(item) == "title"]
    if len(groups) != 1 or not any(title.startswith("Matplotlib") for title in titles):
        raise ValueError("another program wrote it")
    return groups[0]


def find_panels(figure: Element, drawing: Drawing) -> tuple[list[Panel], list[str]]:
    """The panels of a figure, and what it draws beside them, each of which is a fault, and a panel as well.

    Raises ValueError or LookupError when there is nothing, or what Matplotlib does not write.
    """
    panels: list[Panel] = []
    faults = []
    for item in figure:
        shapes = list(drawing.shapes([item]))
        if not shapes:
            continue
        ground = [around(points(part[0])) for part in item[:1] if part.get("id", "").startswith("patch_")]
        drawn = ground or [box for shape in shapes if not shape.is_words for box in shape.boxes] or shapes[0].boxes
        frame, is_axes = union(drawn), item.get("id", "").startswith("axes_")
        panel = next((panel for panel in panels if is_axes and panel.frame.meets(frame, 1)), None)
        if not is_axes:
            what = f"the words '{words.words_of(item)[:40]}'" if words.words_of(item) else "a shape"
            faults.append(f"{what} over the whole figure; say it in the caption, a panel's title or beside a line")
        if panel is None:
            panels.append(panel := Panel(frame))
        panel.groups.append(item)
        panel.shapes += shapes
    if not panels:
        raise ValueError("it is empty")
    return panels, faults
