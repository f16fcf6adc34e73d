"""One output of a code cell: which of its MIME types a page shows."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from nbformat import NotebookNode

SVG, PNG, JSON, TEXT = "image/svg+xml", "image/png", "application/json", "text/plain"
PICTURES = (SVG, PNG)
# What a page can show, the richest first. An output that is also of another type is a fault.
SHOWN = (*PICTURES, JSON, TEXT)


@dataclass(frozen=True)
class Output:
    """What a page can show of an output, and which of its types it cannot."""

    kind: str
    """`stdout`, `stderr`, `error`, `data` for what was displayed, `broken` for a picture that is not whole."""
    mime: str
    content: Any
    """Text, Base64, or what the JSON says. Of an error, its name."""
    unknown: tuple[str, ...] = ()


def read_output(node: NotebookNode) -> Output:
    """An output as nbformat reads it."""
    if node.output_type == "stream":
        return Output(node.name, TEXT, node.text)
    if node.output_type == "error":
        return Output("error", TEXT, node.ename)
    mime = next((mime for mime in SHOWN if mime in node.data), "")
    whole = mime not in PICTURES or is_whole(mime, node.data[mime])
    unknown = tuple(sorted(node.data.keys() - set(SHOWN)))
    return Output("data" if whole else "broken", mime, node.data.get(mime), unknown)


def are_records(content: object) -> bool:
    """Whether JSON is a list of records, which a page shows as a table."""
    return isinstance(content, list) and bool(content) and all(isinstance(record, dict) for record in content)


def is_whole(mime: str, data: str) -> bool:
    """Whether an SVG document can be parsed, or a PNG in Base64 has its beginning and its end."""
    try:
        if mime == SVG:
            return ElementTree.fromstring(data).tag.endswith("svg")
        png = binascii.a2b_base64(data)
    except (ElementTree.ParseError, ValueError):
        return False
    return png.startswith(b"\x89PNG\r\n\x1a\n") and png.endswith(b"IEND\xaeB`\x82")
