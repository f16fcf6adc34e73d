"""Checks of the figures of labs as they are stored: one style for all, panels that a phone can show, words apart."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from course.notebook.model import Fault, Notebook, load
from course.notebook.outputs import SVG
from recording import struck, words
from recording.panels import WIDEST
from recording.svg import kind, numbers


def style_of(lab: Notebook) -> str:
    """The code of the cell that sets how figures look, however it is laid out; empty when there is none."""
    cell = lab.code_cell("style")
    try:
        return ast.unparse(ast.parse(cell.source)) if cell else ""
    except SyntaxError:
        return cell.source if cell else ""


def drawing(svg: str) -> Iterator[str]:
    """What is wrong with a stored drawing. Of faults that only a new run can show, scripts/labs tells."""
    groups = list(ElementTree.fromstring(svg))
    if not groups or any(not len(group) or kind(group[0]) != "view" for group in groups):
        yield "is not cut into panels; run its lab: scripts/labs"
        return
    for number, group in enumerate(groups, 1):
        if (wide := numbers(group[0].get("viewBox", ""))[2]) > WIDEST:
            yield f"panel {number} is {wide:.0f} points wide, more than {WIDEST:.0f}; draw at most 3.6 inches a panel"
    texts = [item for group in groups for item in group if kind(item) in ("g", "text") and words.words_of(item)]
    yield from words.faults([(text, words.box_of(text)) for text in texts])
    for group in groups:
        yield from struck.faults(group)


def figures(project: Path, site: Path) -> list[str]:
    """Faults of the figures of all labs."""
    labs = []
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        try:
            labs.append(load(path, str(path.relative_to(project))))
        except Fault:
            continue  # the check of labs says why
    said: dict[str, str] = {}
    usual = Counter(filter(None, map(style_of, labs))).most_common(1)
    faults = []
    for lab in labs:
        found = [
            f"{lab.path}: figure '{figure.label}': {fault}"
            for figure in lab.figures.values()
            if figure.mime == SVG
            for fault in drawing(figure.data)
        ]
        for figure in lab.figures.values():
            for what, text in (("alt text", figure.alt), ("caption", figure.caption)):
                if text and text in said:
                    found.append(f"{lab.path}: figure '{figure.label}': its {what} is that of {said[text]} as well")
                said[text] = f"'{figure.label}' in {lab.path}"
        if not style_of(lab):
            found.append(f"{lab.path}: has no cell labelled 'style'; copy it from another lab")
        elif style_of(lab) != usual[0][0]:
            found.append(f"{lab.path}: its cell 'style' is not that of most labs; copy it from another lab")
        faults += found
    return faults
