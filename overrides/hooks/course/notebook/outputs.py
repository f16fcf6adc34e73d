"""One output of a code cell: which of its MIME types a page shows."""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from nbformat import NotebookNode

SVG, PNG, JPEG, GIF = "image/svg+xml", "image/png", "image/jpeg", "image/gif"
HTML, MARKDOWN, LATEX, JSON, TEXT = "text/html", "text/markdown", "text/latex", "application/json", "text/plain"
PICTURES = (SVG, PNG, JPEG, GIF)
# What a page can show, the richest first. An output that is also of another type is a fault.
SHOWN = (*PICTURES, HTML, MARKDOWN, LATEX, JSON, TEXT)
# First and last bytes of a whole picture.
ENDS = {PNG: (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"), JPEG: (b"\xff\xd8\xff", b"\xff\xd9"), GIF: (b"GIF8", b";")}
# What HTML may not do here, or would be cut out of it; styles alone are left out without a word.
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|input|button|video|audio|canvas|img|svg|math|progress|meter)\b"
    r"|<[a-z][^<>]*?\son\w+\s*=",
    re.IGNORECASE,
)
# Colours, titles, links and movements of a terminal (ECMA-48), and what no HTML may hold.
CONTROL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]"
    r"|[\x00-\x07\x0b-\x0c\x0e-\x1f\x7f-\x9f]"
)


@dataclass(frozen=True)
class Output:
    """What a page can show of an output, and which of its types it cannot."""

    kind: str
    """`stdout`, `stderr`, `error`, `data` for what was displayed, `broken` for a picture that is not whole."""
    mime: str
    content: Any
    """Text, Base64, or what the JSON says. Of an error, its name."""
    unknown: tuple[str, ...] = ()
    size: Mapping[str, int] = field(default_factory=dict)
    """Width and height in pixels of the page, where the output states them."""


def read_output(node: NotebookNode) -> Output:
    """An output as nbformat reads it."""
    if node.output_type == "stream":
        return Output(node.name, TEXT, printed(node.text))
    if node.output_type == "error":
        return Output("error", TEXT, node.ename)
    mime = next((mime for mime in SHOWN if mime in node.data), "")
    content = node.data.get(mime)
    kind = "broken" if mime in PICTURES and not is_whole(mime, content) else "data"
    unknown = sorted(node.data.keys() - set(SHOWN))
    if mime in (HTML, MARKDOWN) and (active := ACTIVE.search(content)):
        unknown.append(f"HTML with '{active[0].strip()}'")
    stated = node.metadata.get(mime)
    sides = stated if isinstance(stated, dict) else {}
    size = {side: sides[side] for side in ("width", "height") if isinstance(sides.get(side), int)}
    return Output(kind, mime, printed(content) if mime == TEXT else content, tuple(unknown), size)


def printed(text: str) -> str:
    """What a terminal shows at the end: a bar of progress in its last state, nothing taken back, no colours."""
    lines = []
    for line in CONTROL.sub("", text).replace("\r\n", "\n").split("\n"):
        last = line.rstrip("\r").rpartition("\r")[2]
        kept = ""
        for letter in last:
            kept = kept[:-1] if letter == "\b" else kept + letter
        lines.append(kept)
    return "\n".join(lines)


def are_records(content: object) -> bool:
    """Whether JSON is a list of records, which a page shows as a table."""
    return isinstance(content, list) and bool(content) and all(isinstance(record, dict) for record in content)


def is_whole(mime: str, data: str) -> bool:
    """Whether an SVG document can be parsed, or a picture in Base64 has its beginning and its end."""
    try:
        if mime == SVG:
            return ElementTree.fromstring(data).tag.endswith("svg")
        picture = binascii.a2b_base64(data)
    except (ElementTree.ParseError, ValueError):
        return False
    first, last = ENDS[mime]
    return picture.startswith(first) and picture.endswith(last)
