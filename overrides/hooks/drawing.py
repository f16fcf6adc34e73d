"""Figures of executed notebooks as parts of a page."""

from __future__ import annotations

import re
from base64 import b64decode

# Ink and palette of scripts/style/matplotlibrc, mapped to variables of course.css.
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


def inline_svg(svg: str, label: str, alt: str) -> str:
    """Make an SVG file part of a page: own ids, ink of the page, alt text, no fixed size."""
    svg = svg[svg.index("<svg") :]
    # The style of all lines is in course.css; here it would hold for the whole page, many times over.
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^\")]+)", svg))
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{label}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{label}-\1)", svg)
    # `xlink:href` stays: the theme's instant navigation rewrites every `href`, and cannot on parts of a drawing.
    svg = re.sub(r'xlink:href="#([^"]+)"', rf'xlink:href="#{label}-\1"', svg)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda m: INK.get(m[0], m[0]), svg)
    svg = re.sub(r"font-family: [^;\"]*; ", "", svg)
    svg = re.sub(r"\.(\d\d)\d+", r".\1", svg)
    svg = " ".join(filter(None, map(str.strip, svg.splitlines())))
    svg = svg.replace("> <", "><").replace("<g></g>", "")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    width = f"{float(size[1]) / 12:.1f}em" if size else "100%"
    head = f'<svg role="img" aria-label="{attribute(alt)}" viewBox="{size[0][9:-1] if size else ""}" '
    head += f'style="width:{width}">'
    return head + svg[svg.index(">") + 1 :]


def attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def png_size(data: str) -> tuple[int, int]:
    """Width and height in CSS pixels of a base64 PNG drawn at twice the resolution."""
    head = b64decode(data[:64])
    return int.from_bytes(head[16:20], "big") // 2, int.from_bytes(head[20:24], "big") // 2
