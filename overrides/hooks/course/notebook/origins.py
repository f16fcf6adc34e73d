"""From which earlier cells the names in the code of a cell come: the way from a result to what computed it."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

from course.notebook.model import Notebook
from course.notebook.tables import UNSEARCHED

TOOLS = {"setup", "style"}  # what they name, all cells use
FILL = {"add", "append", "extend", "insert", "setdefault", "update"}
# Names that are set in these are theirs alone.
APART = ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
LAST_PART = re.compile("^## Results$", re.MULTILINE)


def top_level(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a program that run when it does and share their names; its functions as a whole."""
    yield node
    if not isinstance(node, APART):
        for child in ast.iter_child_nodes(node):
            yield from top_level(child)


def added_to(node: ast.AST) -> str | None:
    """The name of what a part of a program adds to."""
    if isinstance(node, ast.AugAssign):
        node = node.target
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILL:
        node = node.func
    elif not isinstance(getattr(node, "ctx", None), ast.Store) or isinstance(node, ast.Name):
        return None
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


@lru_cache(maxsize=4096)
def names_in(source: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """Which names code reads without setting them, which it sets when it runs, and to which it adds."""
    try:
        program = ast.parse(source)
    except (SyntaxError, ValueError):  # Jupyter's own commands
        return (), frozenset(), frozenset()
    parts, ran = list(ast.walk(program)), list(top_level(program))
    added = {part.target for part in parts if isinstance(part, ast.AugAssign)}
    stored = {part for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)} - added
    inner = {part.id for part in stored} | {part.arg for part in parts if isinstance(part, ast.arg)}
    others = [part for part in parts if isinstance(part, ast.Name) and part.id not in inner]
    read = dict.fromkeys(part.id for part in sorted(others, key=lambda part: (part.lineno, part.col_offset)))
    made = {part.id for part in ran if isinstance(part, ast.Name) and part in stored}
    made |= {part.name for part in ran if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    return tuple(read), frozenset(made), frozenset(name for part in ran if (name := added_to(part)))


def origins(notebook: Notebook, name: str) -> dict[str, list[str]]:
    """Where the names that a cell reads were set or added to: for each earlier cell, such names."""
    found: dict[str, list[str]] = {}
    for cell in (cell for cell in notebook.cells if cell.kind == "code" and cell.name not in TOOLS):
        read, made, added = names_in(cell.source)
        if cell.name == name:
            return {label: own for label in found if (own := [one for one in read if one in found[label]])}
        for earlier in found.values():
            earlier[:] = (one for one in earlier if one not in made)  # set anew
        found[cell.name] = [*made, *(added - made)]
    return {}


def records(notebook: Notebook, name: str) -> bool:
    """Whether a cell writes down what a lab found: its claims, and each cell from the heading of its results on."""
    at = next((at for at, cell in enumerate(notebook.cells) if LAST_PART.search(cell.source)), len(notebook.cells))
    return name in ("claims", *(cell.name for cell in notebook.cells[at:]))


def origins_line(notebook: Notebook, name: str) -> Iterator[Element]:
    """What stands below the code of such a cell: links to the code from which its names come."""
    found = origins(notebook, name) if records(notebook, name) else {}
    if not found:
        return
    line = Element("p", {"class": "origins", **UNSEARCHED})
    line.text = "Where its names come from: "
    for label, words in found.items():
        link = SubElement(line, "a", {"href": f"#{label}-code"})
        link.text, link.tail = label, " "
        code = SubElement(line, "code")
        code.text, code.tail = ", ".join(words), " · "
    line[-1].tail = None
    yield line
