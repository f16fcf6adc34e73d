"""A recorded figure as elements of a page."""

from __future__ import annotations

import binascii
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Ink and palette of the labs, mapped to variables of course.css.
INK = {
    "#1b1f24": "var(--ink)",
    "#000000": "var(--ink)",
    "#d9dde2": "var(--rule)",
    "#0b6e75": "var(--learnt)",
    "#b8500a": "var(--rival)",
    "#6a737d": "var(--baseline)",
    "#6f4aa5": "var(--violet)",
    "#2b67ad": "var(--blue)",
    "#a8326b": "var(--rose)",
}
REFERENCE = re.compile(r"(?<=#)[^)]+")


def panels(svg: str, label: str, alt: str) -> list[Element]:
    """A drawing as one `<svg>`: own ids, ink of the page, alt text, no fixed size. Raises ValueError."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"figure '{label}' is not a whole drawing; run its lab: scripts/labs") from error
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
        for name in list(element.attrib):
            value = element.attrib.pop(name)
            key = f"xlink:{name.partition('}')[2]}" if "}" in name else name
            if key in ("id", "xlink:href", "clip-path"):
                value = (
                    REFERENCE.sub(lambda found: f"{label}__{found[0]}", value) if key != "id" else f"{label}__{value}"
                )
            element.set(key, re.sub("#[0-9a-f]{6}", lambda found: INK.get(found[0], found[0]), value))
        element.tail = (element.tail or "").strip()
    for element in root.findall("metadata") + root.findall("defs[style]"):
        root.remove(element)
    box = root.get("viewBox", "0 0 1 1")
    width = f"width:{float(box.split()[2]) / 12:.1f}em"
    root.attrib = {"role": "img", "aria-label": alt, "viewBox": box, "style": width}
    return [root]


def picture(png: str, alt: str) -> Element:
    """A picture of twice the resolution of the page."""
    head = binascii.a2b_base64(png)[16:24]
    width, height = (str(int.from_bytes(part, "big") // 2) for part in (head[:4], head[4:]))
    source = f"data:image/png;base64,{''.join(png.split())}"
    size = {"width": width, "height": height, "loading": "lazy", "class": "paper"}
    return Element("img", {"src": source, "alt": alt, **size})
