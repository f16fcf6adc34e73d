"""Figures of executed notebooks as parts of a page."""

from __future__ import annotations

import math
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

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


TAG = re.compile(r"<[^>]+>", re.DOTALL)
GROUP = re.compile(r"<g( [^>]*)?>|</g>")
STYLE = re.compile(r' style="([^"]*)"')
COLOUR = re.compile(r"#[0-9a-f]{6}\b")
DECIMALS = re.compile(r"(?<=\d)\.(\d{1,2})\d*")
PATH = re.compile(r' d="([^"]*)"')
COMMAND = re.compile(r" ?([A-Za-z]) ?")
UPRIGHT = re.compile(r' transform="rotate\(-0 [^"]*"')
USE = re.compile(r'(<use xlink:href="#([^"]+)"[^>]*?) style="([^"]*)"')
REFERENCE = re.compile(r'(url\(#|xlink:href="#)([^")]+)')
# The style of all lines is in course.css; in a page it would hold for the whole of it, many times over.
LEFT_OUT = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
# What course.css says of the words of all drawings.
WORDS = ("<text", "<g ")
USUAL = {"fill": "var(--ink)", "font-size": "10px"}
# What a drawing consists of when its needless groups are gone.
PART = re.compile(r"<defs>.*?</defs>|<g [^>]*>.*?</g>|<text.*?</text>|<[^>]*/>", re.DOTALL)
LINE = re.compile(r'<path d="([^"]*)"( clip-path="[^"]*")?(?: style="([^"]*)")?/>')
MARKS = re.compile(r'(?:<g( clip-path="[^"]*")>)?((?:<use xlink:href="#[^"]+"(?: [xy]="[^"]*")*/>)+)(?:</g>)?')
MARK = re.compile(r'<path id="([^"]+)"( d="([^"]*)"[^>]*/>)')
POINT = re.compile(r'<use xlink:href="#([^"]+)"(?: x="([^"]*)")?(?: y="([^"]*)")?/>')
PLACE = re.compile(r'(?<= [xy]=")[\d.-]+(?=")')
NUMERAL = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
Box = tuple[float, float, float, float]


@dataclass
class Part:
    """A part of a drawing: its text, where it lies, and with which others it may be drawn as one."""

    text: str
    boxes: list[Box]
    kind: tuple[str, ...] = ()
    path: str = ""


def declarations(style: str) -> dict[str, str]:
    """The style of an element by property."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def styled(style: dict[str, str]) -> str:
    """The attribute for a style, or nothing."""
    return f' style="{";".join(f"{name}:{value}" for name, value in style.items())}"' if style else ""


def path(match: re.Match[str]) -> str:
    """The lines of a path in fewer letters: pairs of numbers after the first point are ends of lines."""
    lines = COMMAND.sub(r"\1", " ".join(match[1].split()))
    return f' d="{lines if "C" in lines or "Q" in lines else lines.replace("L", " ")}"'


def shortened(match: re.Match[str]) -> str:
    """A tag with colours of the page, numbers of two places, and no style that course.css gives it."""
    tag = DECIMALS.sub(lambda m: f".{m[1]}".rstrip("0").rstrip("."), match[0])
    if ' d="' in tag:
        tag = PATH.sub(path, tag)
    if "transform" in tag:
        tag = UPRIGHT.sub("", tag)
    usual = USUAL if tag.startswith(WORDS) else {}

    def look(style: re.Match[str]) -> str:
        own = declarations(COLOUR.sub(lambda m: INK.get(m[0], m[0]), style[1])).items()
        return styled({name: value for name, value in own if name != "font-family" and usual.get(name) != value})

    return STYLE.sub(look, tag)


def styled_once(svg: str) -> str:
    """Give the style of marks that all look the same to what they repeat."""
    styles: dict[str, set[str]] = {}
    for _, name, style in USE.findall(svg):
        styles.setdefault(name, set()).add(style)
    same = {name: found.pop() for name, found in styles.items() if len(found) == 1}

    def mark(match: re.Match[str]) -> str:
        if match[2] not in same:
            return match[0]
        return match[1] + styled(declarations(same[match[2]]) | declarations(match[3]))  # its own holds over the others

    svg = re.sub(r'(<path id="([^"]+)"[^>]*?) style="([^"]*)"', mark, svg)
    return USE.sub(lambda match: match[1] if match[2] in same else match[0], svg)


def ungrouped(svg: str) -> str:
    """Without the groups that say nothing of their parts."""
    kept: list[bool] = []

    def group(match: re.Match[str]) -> str:
        if match[0] != "</g>":
            kept.append(bool(match[1]))
            return match[0] if kept[-1] else ""
        return match[0] if kept.pop() else ""

    return GROUP.sub(group, svg)


def tenths(value: float) -> str:
    """A place in a drawing to a tenth of its unit, which is a sixth of a pixel on a page."""
    return f"{value:.1f}".removesuffix(".0")


def box(path: str, width: float = 1) -> Box:
    """What a path of absolute points takes, its pen included: left, top, right and bottom."""
    found = [float(value) for value in NUMERAL.findall(path)]
    across, down = found[::2], found[1::2]
    return min(across) - width, min(down) - width, max(across) + width, max(down) + width


def apart(one: Part, other: Part) -> bool:
    """Whether two parts nowhere lie on each other, so that it does not matter which is drawn first."""
    return all(a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1] for a in one.boxes for b in other.boxes)


def word_box(text: str) -> Box:
    """A place that surely holds upright words in the font of the reader; for all else, everywhere."""
    found = re.match(r"<g transform=\"translate\(([\d.-]+) ([\d.-]+)\)\">(?=<text)", text)
    found = found or re.match(r'<text(?: style="[^"]*")? x="([\d.-]+)" y="([\d.-]+)">', text)
    if not found:
        return (-math.inf, -math.inf, math.inf, math.inf)
    across, down = float(found[1]), float(found[2])
    size = max(map(float, ["10", *re.findall(r"font-size:([\d.]+)px", text)]))
    width = size * len(TAG.sub("", text))
    before = width if "text-anchor:end" in text else width / 2 if "text-anchor:middle" in text else 0
    return across - before, down - 1.5 * size, across - before + width, down + 0.5 * size


def parts(body: str, marks: dict[str, str]) -> Iterator[Part]:
    """What there is to be drawn, in its order; `marks` are the paths of what is repeated."""
    for text in PART.findall(body):
        if text.startswith("<defs>"):
            continue
        line, many = LINE.fullmatch(text), MARKS.fullmatch(text)
        if line:
            path = NUMERAL.sub(lambda number: tenths(float(number[0])), line[1])
            clip, look, style = line[2] or "", line[3] or "", declarations(line[3] or "")
            if style.get("fill") == "none" and ("stroke" not in style or len(NUMERAL.findall(path)) < 4):
                continue  # a frame without a line, a line of one point
            pen = float(style.get("stroke-width", "1").removesuffix("px"))
            plain = style.get("fill") == "none" and not any("opacity" in name for name in style)
            whole = f'<path d="{path}"{clip}{styled(style)}/>'
            yield Part(whole, [box(path, pen)], ("line", clip, look) if plain else (), path)
        elif many:
            for name, across, down in POINT.findall(many[2]):
                left, top, right, bottom = box(marks[name], 2)
                x, y = float(across or 0), float(down or 0)
                taken = [(left + x, top + y, right + x, bottom + y)]
                yield Part("", taken, ("mark", many[1] or "", name), f"{tenths(x)} {tenths(y)}")
        else:
            near = PLACE.sub(lambda number: tenths(float(number[0])), text)
            yield Part(near if "<text" in text else text, [word_box(text)])


def joined(svg: str) -> str:
    """Draw at once what looks the same, where nothing in between lies on it: many elements less, the same picture."""
    start, end = svg.index(">") + 1, svg.rindex("</svg>")
    body = svg[start:end]
    marks = {name: path for name, _, path in MARK.findall(body)}
    points = {name for name, *_ in POINT.findall(body)}
    if PART.sub("", body).strip() or body.count("<use") != len(POINT.findall(body)) or points - set(marks):
        return svg  # groups in groups, marks of several looks: nothing that the labs draw today
    drawn: list[Part] = []
    for part in parts(body, marks):
        for earlier in reversed(drawn):
            if part.kind and part.kind == earlier.kind:
                earlier.boxes += part.boxes
                earlier.path += (" " if part.kind[0] == "mark" else "") + part.path
                break
            if not apart(earlier, part):
                drawn.append(part)
                break
        else:
            drawn.append(part)
    defined = "".join(text[6:-7] for text in PART.findall(body) if text.startswith("<defs>"))
    defined = MARK.sub(r'<marker id="\1"><path\2</marker>', defined)
    return f"{svg[:start]}{f'<defs>{defined}</defs>' if defined else ''}{''.join(map(shown, drawn))}{svg[end:]}"


def shown(part: Part) -> str:
    """The element of a part."""
    if not part.kind:
        return part.text
    kind, clip, look = part.kind
    if kind == "line":
        return f'<path d="{part.path}"{clip} style="{look}"/>'
    end = "" if len(part.boxes) > 1 else " " + part.path  # a line of one point has no marks
    return f'<path d="M{part.path}{end}"{clip} style="fill:none;marker{"-start" if end else ""}:url(#{look})"/>'


def inline_svg(svg: str, label: str, alt: str) -> str:
    """Make an SVG file part of a page: own ids, ink of the page, alt text, no fixed size, fewer elements and bytes.

    Raises ValueError when the file is not as Matplotlib writes it.
    """
    try:
        return made(svg, label, alt)
    except (ValueError, LookupError) as error:
        raise ValueError(f"figure '{label}' is not a whole drawing; run the lab that made it: scripts/labs") from error


def made(svg: str, label: str, alt: str) -> str:
    """As `inline_svg`, with whatever error a broken file leads to."""
    svg = TAG.sub(shortened, LEFT_OUT.sub("", svg[svg.index("<svg") :]))
    svg = " ".join(filter(None, map(str.strip, svg.splitlines()))).replace("> <", "><")
    names = {name: f"{label}__{number}" for number, (_, name) in enumerate(dict.fromkeys(REFERENCE.findall(svg)))}
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", svg)
    # `xlink:href` stays: the theme's instant navigation rewrites every `href`, and cannot on parts of a drawing.
    svg = joined(ungrouped(styled_once(REFERENCE.sub(lambda m: m[1] + names[m[2]], svg))))
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    width = f"{float(size[1]) / 12:.1f}em" if size else "100%"
    head = f'<svg role="img" aria-label="{attribute(alt)}" viewBox="{size[0][9:-1] if size else ""}" '
    head += f'style="width:{width}">'
    return head + svg[svg.index(">") + 1 :]


def attribute(text: str) -> str:
    """Text as the value of an attribute between double quotes."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def png_size(data: str) -> tuple[int, int]:
    """Width and height in CSS pixels of a base64 PNG drawn at twice the resolution."""
    head = b64decode(data[:64])
    return int.from_bytes(head[16:20], "big") // 2, int.from_bytes(head[20:24], "big") // 2
