"""A code cell on a page: its code, and each of its outputs by its MIME type."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown

from course.notebook import figure, tables
from course.notebook.code import code_block
from course.notebook.model import Cell, Notebook
from course.notebook.origins import origins_line
from course.notebook.outputs import HTML, JSON, LATEX, MARKDOWN, PICTURES, TEXT, Output

FRAME = {"class": "results", **tables.UNSEARCHED}


@dataclass(frozen=True)
class Placement:
    """A cell, and the page that is to show it."""

    md: Markdown
    notebook: Notebook
    cell: Cell
    path: str
    """The address of the notebook from the page; empty on its own page."""
    alt: str
    """The alt text of its figure."""
    look: str = ""
    """`card`: a panel of the figure stands on a card; `opening`: it opens a page that shows the whole below."""
    panel: int = 1
    """Which panel stands for the figure."""
    reader: tuple[str, str] | None = None
    """Address and title of the page that quotes its results."""


def inline(md: Markdown, tag: str, text: str) -> Element:
    """An element with a text whose Markdown is read."""
    holder = Element("div")
    SubElement(holder, tag).text = text
    md.treeprocessors["inline"].run(holder)
    return holder[0]


def show_code(placed: Placement) -> list[Element]:
    cell = placed.cell
    block = code_block(placed.md, cell.source, "python")
    if placed.path:
        return [block]
    block.set("id", f"{cell.name}-code")
    whole = [block, *origins_line(placed.notebook, cell.name)]
    if not cell.options.get("code-fold"):
        return whole
    fold = Element("details", {"class": "code", **tables.UNSEARCHED})  # opens for an address inside of it
    SubElement(fold, "summary").text = str(cell.options.get("code-summary") or "Show the code")
    fold.extend(whole)
    return [fold]


def show_text(placed: Placement, output: Output) -> Iterator[Element]:
    if text := output.content.strip("\n").rstrip():
        yield code_block(placed.md, text, "text", "output no-copy ")


def show_html(placed: Placement, output: Output) -> Iterator[Element]:
    """A table of pandas or the like, as far as it is harmless."""
    frame = Element("div", FRAME)
    frame.text = placed.md.htmlStash.store(nh3.clean(output.content))
    yield frame


def show_markdown(placed: Placement, output: Output) -> Iterator[Element]:
    frame, lines = Element("div"), output.content.split("\n")
    for name in ("normalize_whitespace", "fenced_code_block", "html_block"):  # not what puts files in
        lines = placed.md.preprocessors[name].run(lines)
    placed.md.parser.parseChunk(frame, "\n".join(lines))
    placed.md.treeprocessors["inline"].run(frame)
    yield from frame


def show_formula(placed: Placement, output: Output) -> Iterator[Element]:
    """LaTeX, which `FormulaTree` draws."""
    formula = Element("div", {"class": "arithmatex"})
    latex = output.content.strip().strip("$").removeprefix(r"\displaystyle").strip()
    formula.text = rf"\[{latex}\]"
    yield formula


def show_records(placed: Placement, output: Output) -> Iterator[Element]:
    """The table of the results or of the claims, from the cell that records them."""
    if placed.cell.name not in ("results", "claims"):
        return  # numbers behind a figure, which it shows
    frame = Element("div", FRAME)
    if placed.cell.name == "results":
        ways = tables.ways_line(placed.reader, f"{placed.path}#results-code")
        frame.append(tables.results_table(placed.notebook.results, ways))
    else:
        frame.append(tables.claims_table(placed.notebook.claims))
    yield frame


def show_figure(placed: Placement, output: Output) -> Iterator[Element]:
    """The figure of a cell, its caption, on other pages a link to its code; then the numbers behind it."""
    drawn, pictures = placed.notebook.figures[placed.cell.name], placed.cell.displays(*PICTURES)
    if output is not pictures[0]:
        return  # it stands beside the first
    name = f"{placed.look}-{drawn.label}" if placed.look else drawn.label
    whole = Element("figure", {"class": "lab-figure", "id": name})
    frame = SubElement(whole, "div", {"class": "lab-frame", **tables.UNSEARCHED})
    if placed.look:
        frame.append(one_panel(placed, output, name))
        yield whole
        return
    for number, picture in enumerate(pictures, start=1):
        frame.extend(figure.parts(picture, name if number == 1 else f"{name}-{number}", placed.alt))
    caption = inline(placed.md, "figcaption", f"{drawn.caption} ")
    whole.append(caption)
    if placed.path:
        for link in caption.iter("a"):
            link.set("href", from_page(link.get("href", ""), placed.path))
        SubElement(caption, "a", {"href": f"{placed.path}#{drawn.label}-code"}).text = "Made by this code."
    yield whole
    if drawn.numbers:
        yield tables.numbers_table(drawn.numbers)


def one_panel(placed: Placement, picture: Output, name: str) -> Element:
    """The panel of a figure that stands for it. Raises ValueError where there is no such."""
    panels = figure.parts(picture, name, placed.alt)
    if not 1 <= placed.panel <= len(panels):
        raise ValueError(f"figure '{placed.cell.name}' has {len(panels)} panels, no {placed.panel}")
    panel = panels[placed.panel - 1]
    if panel.attrib.pop("aria-hidden", ""):  # as all but the first have
        panel.attrib |= {"role": "img", "aria-label": placed.alt}
    return panel


def from_page(href: str, path: str) -> str:
    """A link of the notebook at `path` as a page must write it."""
    if href.startswith("#"):
        return path + href
    return href if urlsplit(href).scheme else posixpath.join(posixpath.dirname(path), href)


# How each type of output is shown. `outputs.SHOWN` has the same types; an output of another type is a fault.
VIEWS: dict[str, Callable[[Placement, Output], Iterator[Element]]] = {
    **dict.fromkeys(PICTURES, show_figure),
    HTML: show_html,
    MARKDOWN: show_markdown,
    LATEX: show_formula,
    JSON: show_records,
    TEXT: show_text,
}


def show_cell(placed: Placement) -> list[Element]:
    """A cell as elements of a page. On another page than its own, a figure or a table stands alone.

    Raises ValueError for a drawing that is not as the labs record them.
    """
    cell = placed.cell
    is_view = bool(cell.displays(*PICTURES, JSON))  # a figure or a table is what to look at, its code for who asks
    bare = placed.path and is_view
    outputs: list[Element] = []
    for output in cell.outputs:
        if output.mime in VIEWS and output.kind != "broken" and not (bare and output.mime == TEXT):
            outputs += VIEWS[output.mime](placed, output)
    if bare:
        return outputs
    if placed.path:
        ran = Element("p")
        SubElement(ran, "a", {"class": "ran", "href": f"{placed.path}#{cell.name}-code"}).text = "This ran in the lab"
        outputs.append(ran)
    code = show_code(placed) if cell.source.strip() else []
    return [*outputs, *code] if is_view and cell.options.get("code-fold") else [*code, *outputs]
