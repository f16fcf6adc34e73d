"""Small notebooks for the tests of the hooks."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import nbformat
from course.notebook import faults, model
from course.notebook.page import SourcePage
from course.notebook.tree import PageTree
from markdown import Markdown

from tests.conftest import ROOT

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><g><view viewBox="0 0 72 72"/>
<path d="M0 0 9 9" style="stroke:#1b1f24"/></g></svg>"""
PIXEL = (
    b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x04\0\0\0\x02\x08\0\0\0\0" + b"crc!" + b"\0\0\0\0IEND\xaeB`\x82"
)
PNG = b64encode(PIXEL).decode()
RESULTS = {"acc": {"what": "accuracy", "value": 87.351, "unit": "%", "spread": 0.52, "n": 5}}
CLAIM = {"what": "A beats B", "unit": "points", "direction": "more", "least": 1, "differences": [2.0, 3.0, 2.5]}
FRONT = "---\ntitle: A lab\ndescription: What it shows.\n---"


def words(source: str, kind: str = "markdown") -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": {}}


def code(source: str, *outputs: dict[str, Any], count: int | None = 1) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs), "execution_count": count, "metadata": {}}


def shows(**types: Any) -> dict[str, Any]:
    """What a cell displays, by MIME type."""
    return {"output_type": "display_data", "metadata": {}, "data": types}


def prints(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def drawing(label: str = "curve", caption: str = "Look.", alt: str = "A curve.", data: Any = None) -> dict[str, Any]:
    """A cell that draws a figure."""
    options = [f"label: {label}", f"fig-cap: {json.dumps(caption)}", f"fig-alt: {json.dumps(alt)}"]
    head = "".join(f"#| {option}\n" for option in options)
    return code(f"{head}plot()", shows(**{"image/svg+xml": SVG} if data is None else data))


def results(records: Any = None) -> dict[str, Any]:
    return code("#| label: results\nshow()", shows(**{"application/json": RESULTS if records is None else records}))


def claims(**changes: Any) -> dict[str, Any]:
    return code("#| label: claims\nshow()", shows(**{"application/json": {"a-beats-b": CLAIM | changes}}))


def node(*cells: dict[str, Any]) -> nbformat.NotebookNode:
    """The notebook of these cells, each executed in its order where it was executed at all."""
    number = 0
    for cell in cells:
        number += cell["cell_type"] == "code"
        if cell.get("execution_count"):
            cell["execution_count"] = number
    made: nbformat.NotebookNode = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)}
    )
    return made


def parsed(*cells: dict[str, Any]) -> model.Notebook:
    return model.parse(Path("docs/labs/lab.ipynb"), node(words(FRONT, "raw"), *cells))


def unfit(*cells: dict[str, Any]) -> list[str]:
    """What is wrong with these cells, without what is wrong with the notebook as a whole."""
    found = faults.check(parsed(*cells), ROOT)
    return [fault.removeprefix("docs/labs/lab.ipynb: ") for fault in found if ": cell " in fault]


def page(docs: Path, uri: str, text: str) -> tuple[str, list[str]]:
    """A page of the course as HTML, and its faults. A page of Markdown is written; a notebook must be there."""
    if uri.endswith(".md"):
        (docs / uri).parent.mkdir(parents=True, exist_ok=True)
        (docs / uri).write_text(text, encoding="utf-8")
    source = SourcePage(uri, docs)
    extensions = ["abbr", "attr_list", "def_list", "md_in_html", "pymdownx.arithmatex", "pymdownx.details"]
    extensions += ["pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "tables", "toc"]
    settings = {"pymdownx.arithmatex": {"generic": True, "inline_syntax": ["round"], "block_syntax": ["square"]}}
    md = Markdown(extensions=[*extensions, PageTree(page=source)], extension_configs=settings)
    return md.convert(text), source.faults


def store(docs: Path, uri: str, *cells: dict[str, Any]) -> model.Notebook:
    """Write a notebook with front matter and these cells below docs; return it as read."""
    path = docs / uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(node(words(FRONT, "raw"), *cells)), encoding="utf-8")
    return model.load(path, f"docs/{uri}")
