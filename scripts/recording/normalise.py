"""An executed notebook as it is stored: nothing that differs between two runs or tells of the machine."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

from course.notebook.model import parse
from course.notebook.outputs import PNG, SVG
from nbformat import NotebookNode
from PIL import Image
from recording.panels import WIDEST, record

DOTS = 200 / 72  # of a PNG to a point: the kernel draws it at twice figure.dpi
HEAD = "data:image/png;base64,"


def normalise(path: Path, node: NotebookNode) -> list[str]:
    """Make an executed notebook what is stored, in place; return the faults of its figures, with path and cell."""
    faults = []
    for cell, read in zip(node.cells, parse(path, node).cells, strict=True):
        kept = PNG if read.options.get("fig-format") == "png" else SVG
        for output in cell.get("outputs", []):
            faults += [f"{path}: {read.place}: its figure: {fault}" for fault in normalise_output(output, kept)]
        cell.metadata = NotebookNode({key: value for key, value in cell.metadata.items() if key == "tags"})
        cell.id = read.name
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    node.metadata = NotebookNode(kernelspec=NotebookNode(spec), language_info=NotebookNode(name="python"))
    node.nbformat_minor = 5
    return faults


def normalise_output(output: NotebookNode, kept: str) -> list[str]:
    """Keep one form of what a cell shows, of a picture `kept`; return the faults of a figure."""
    if "metadata" in output:
        output.metadata = NotebookNode()
    data = output.get("data", {})
    if {SVG, PNG} <= set(data):
        del data[SVG if kept == PNG else PNG]
    if len(data) > 1:
        data.pop("text/plain", None)
    if SVG in data:
        try:
            data[SVG], faults = record(data[SVG], with_palette)
        except ValueError as error:
            return [f"{error}; draw it with Matplotlib, or say fig-format: png"]
        return faults
    if PNG in data and (wide := Image.open(BytesIO(b64decode(data[PNG]))).width / DOTS) > WIDEST:
        return [f"is {wide:.0f} points wide, more than {WIDEST:.0f}; draw it at most 3.6 inches wide"]
    return []


def with_palette(address: str) -> str:
    """The data address of a PNG with its colours in a palette, where it has at most 256; nothing is lost."""
    picture = Image.open(BytesIO(b64decode(address.removeprefix(HEAD)))).convert("RGBA")
    counted = picture.getcolors(256)
    if counted is None:
        return address
    colours = sorted(colour for _, colour in counted if isinstance(colour, tuple))
    order: dict[object, int] = {colour: index for index, colour in enumerate(colours)}
    flat = Image.new("P", picture.size)
    flat.putdata([order[colour] for colour in picture.get_flattened_data()])
    flat.putpalette([part for colour in colours for part in colour[:3]])
    stored = BytesIO()
    flat.save(stored, "PNG", optimize=True, transparency=bytes(colour[3] for colour in colours))
    return min(address, HEAD + b64encode(stored.getvalue()).decode(), key=len)
