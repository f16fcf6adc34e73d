"""A recorded figure as a part of a page: `scripts/labs` has cut it into panels, here they take the page's colours."""

import re
from base64 import b64decode
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from markdown.util import AtomicString

from course.notebook.outputs import PNG, SVG, Output

# The colours of the labs' figures, and the variables of course.css that have a value for each palette.
INKS = {
    "#000000": "var(--ink)",
    "#1b1f24": "var(--ink)",
    "#d9dde2": "var(--rule)",
    "#0b6e75": "var(--learnt)",
    "#b8500a": "var(--rival)",
    "#6a737d": "var(--baseline)",
    "#6f4aa5": "var(--violet)",
    "#2b67ad": "var(--blue)",
    "#a8326b": "var(--rose)",
    "#ffffff": "var(--paper)",
}
EDGE = "stroke:#fff;stroke-width:2;paint-order:stroke"  # behind the mark, which stays as large
HREF = "{http://www.w3.org/1999/xlink}href"


def panels(svg: str, label: str, alt: str) -> list[Element]:
    """The panels of a recorded drawing, each an `<svg>` with its own view box and ids that begin with `label`.

    The first is the picture that `alt` describes; screen readers pass over the others. Raises ValueError when
    `scripts/labs` did not record the drawing.
    """
    try:
        groups = [(group, group[0].attrib["viewBox"]) for group in fromstring(svg)]
        groups[0]
    except (ParseError, LookupError) as error:
        raise ValueError(f"figure '{label}' is not a drawing in panels; run its lab: scripts/labs") from error
    named = {"role": "img", "aria-label": alt}
    found = []
    for group, box in groups:
        panel = Element("svg", {**named, "viewBox": box, "style": f"--width:{box.split()[2]}"})
        panel.extend(group[1:])
        fixed = on_pixels(panel)
        for element in panel.iter():
            fit_to_page(element, label, {} if element in fixed else INKS)
        found.append(panel)
        named = {"aria-hidden": "true"}
    return found


def on_pixels(panel: Element) -> list[Element]:
    """What is drawn on a picture of pixels within the axes, and its marks, which get an edge of white.

    The picture looks the same in each palette, so what lies on it keeps its inks.
    """
    pixels = [at for at, part in enumerate(panel) if any(one.tag.endswith("image") for one in part.iter())]
    drawn = [part for part in panel[pixels[0] + 1 :] if "clip-path" in part.attrib] if pixels else []
    used = "".join(part.get("style", "") for part in drawn)
    marks = [one for one in panel.iter() if one.tag.endswith("marker") and f"url(#{one.get('id')})" in used]
    paths = [path for mark in marks for path in mark]
    for path in paths:
        path.set("style", re.sub("stroke:#[0-9a-f]{6}", EDGE, path.get("style", "")))
    return drawn + paths


def fit_to_page(element: Element, label: str, inks: Mapping[str, str]) -> None:
    """Give an element of a drawing the page's colours, and ids of its own."""
    element.tag = element.tag.partition("}")[2] or element.tag
    element.text = AtomicString(element.text) if element.text else None  # no abbreviation is explained inside of it
    for name, value in element.items():
        if name == "id":
            element.set(name, f"{label}__{value}")
        elif name == HREF:  # not `href`: the theme's instant navigation rewrites each of those
            element.set("xlink:href", element.attrib.pop(name))
        elif "#" in value:
            value = value.replace("url(#", f"url(#{label}__")
            for ink, variable in inks.items():
                value = value.replace(ink, variable)
            element.set(name, value)


def parts(output: Output, label: str, alt: str) -> list[Element]:
    """The panels of a drawing, or a picture of pixels. Raises ValueError as `panels` does."""
    return panels(output.content, label, alt) if output.mime == SVG else [picture(output, alt)]


def picture(output: Output, alt: str) -> Element:
    """A picture of pixels on white ground, in the size that its output states; a PNG else at half of its pixels."""
    data = "".join(output.content.split())
    size = {side: str(length) for side, length in output.size.items()}
    if not size and output.mime == PNG:  # as the kernel of the labs draws them
        head = b64decode(data[:64])
        size = {
            side: str(int.from_bytes(head[at : at + 4], "big") // 2) for side, at in (("width", 16), ("height", 20))
        }
    look = {"class": "paper", "loading": "lazy", **size}
    return Element("img", {"src": f"data:{output.mime};base64,{data}", "alt": alt, **look})
