"""Executed notebooks as pages, and links that tie the text to the runs.

A notebook is turned into Markdown and goes through the same pipeline as any other page. On every page a link to a
notebook with an anchor is a page link, a figure or cell to place, or a number to verify; see CONTRIBUTING.md.
Faults are warnings, which `strict: true` turns into a failed build; each names the page and the line.
"""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import drawing
import later
import notebook
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.labs")

PLACED = re.compile(r"^(?P<indent> *)!\[(?P<alt>[^\]]*)\]\((?P<path>[^)#\s]*\.ipynb)#(?P<name>[\w-]+)\)$")
NUMBER = re.compile(r"([−-]?)(\d[\d,\u202f\u2009]*(?:\.\d+)?)(?:\s?×\s?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


# -- Numbers ----------------------------------------------------------------------------------------------------------


def matches(written: str, value: float) -> bool:
    """Whether the first number in `written` is `value`, rounded to the digits that are written."""
    found = NUMBER.search(written)
    if not found:
        return False
    exponent = int(found[3].translate(SUPERSCRIPT)) if found[3] else 0
    digits = re.sub(r"[,\u202f\u2009]", "", found[2])
    sign = "-" if found[1] else ""
    last = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    scaled = Decimal(repr(float(value))).scaleb(-exponent)
    return scaled.quantize(last, ROUND_HALF_UP) == Decimal(sign + digits)


def shown(result: dict[str, Any]) -> str:
    """A result as the tables show it: two digits of spread, the value to the same place."""
    value, spread, unit = result["value"], result["spread"], result["unit"]
    if spread:
        places = max(0, 1 - Decimal(repr(float(spread))).adjusted())
        tiny = places > 6
        text = f"{value:.3g} ± {spread:.2g}" if tiny else f"{value:,.{places}f} ± {spread:,.{places}f}"
    else:
        text = f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
    return f"{text.replace('-', '−')} {unit}".strip()


# -- Notebook to Markdown ---------------------------------------------------------------------------------------------


def fence(text: str, head: str) -> str:
    """A code fence that is longer than any run of backticks in `text`."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{ticks}{head}\n{text.rstrip()}\n{ticks}"


def indent(text: str, spaces: int = 4) -> str:
    return "\n".join(" " * spaces + line if line else line for line in text.split("\n"))


def folded(kind: str, title: str, body: str) -> str:
    quoted = title.replace('"', "”")
    return f'??? {kind} "{quoted}"\n\n{indent(body)}'


def outputs(cell: notebook.Cell, path: str) -> list[str]:
    """The outputs of a cell as blocks of Markdown. Those that `LabLinks` places are links to the notebook at `path`."""
    blocks = []
    for output in cell.outputs:
        data = output.get("data", {})
        if any(mime in data for mime in notebook.PICTURES):
            blocks.append(f"![]({path}#{cell.label})")
        elif "application/json" in data:
            continue
        elif text := notebook.text_of(output).strip("\n"):
            blocks.append(fence(text, '{ .text .output .no-copy data-search-exclude="true" }'))
    if cell.label == "results":
        blocks.append(f"![]({path}#{cell.label})")
    return blocks


def code(cell: notebook.Cell) -> str:
    block = fence(cell.source, '{ .python data-search-exclude="true" }')
    if cell.options.get("code-fold"):
        return folded("code", str(cell.options.get("code-summary") or "Show the code"), block)
    return block


def render(book: notebook.Notebook) -> str:
    """The whole notebook as Markdown with front matter."""
    blocks: list[str] = []
    open_fold = False
    for cell in book.cells:
        if cell.kind == "raw" and cell is book.cells[0]:
            blocks.append(cell.source.strip())
        elif cell.kind == "markdown":
            words = cell.source
            if open_fold:  # what follows a folded answer, up to the next heading, belongs to it
                heading = re.search(r"^#", words, flags=re.MULTILINE)
                at = heading.start() if heading else len(words)
                blocks[-1] += f"\n\n{indent(words[:at].strip())}"
                words = words[at:]
            blocks.append(words)
            open_fold = False
        elif cell.kind == "code" and cell.source.strip():
            joined = "\n\n".join([code(cell), *outputs(cell, book.path.name)])
            open_fold = bool(cell.options.get("fold"))
            if open_fold:
                joined = folded("success", str(cell.options["fold"]), joined)
            elif cell.label:
                joined = f'<div class="cell" id="{cell.label}-code" markdown="block">\n\n{joined}\n\n</div>'
            blocks.append(joined)
    return "\n\n".join(blocks) + "\n"


def facts(book: notebook.Notebook) -> str:
    """The line under the title of a lab: minutes, run, versions, download."""
    run = book.run
    minutes = max(1, round(run.get("seconds", 0) / 60))
    names = {"scikit-learn": "scikit-learn", "torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy"}
    versions = [f"Python {run.get('python', '?')}"]
    versions += [f"{names.get(name, name)} {version}" for name, version in run.get("packages", {}).items()]
    runs = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return (
        f'<p class="facts">About {book.front.get("minutes", "?")} minutes to work through; '
        f"the code runs in about {runs}. "
        f"Executed on {run.get('date', '?')} under {', '.join(versions)}, on one core of an "
        f"{run.get('processor', 'unknown processor')}.</p>\n\n"
        f'<p><a class="md-button" href="{book.path.name}" download>Download this notebook</a></p>'
    )


# -- Links on pages ---------------------------------------------------------------------------------------------------


class Books:
    """The notebooks of the site by their path below docs, read once for each build."""

    def __init__(self) -> None:
        self.docs = Path()
        self.lock = Path()
        self.known: dict[str, notebook.Notebook | notebook.Fault] = {}

    def read(self, uri: str) -> notebook.Notebook:
        """The notebook. Raises notebook.Fault when it cannot be read."""
        if uri not in self.known:
            try:
                self.known[uri] = notebook.read(self.docs / uri, Path(self.docs.name) / uri)
            except notebook.Fault as fault:
                self.known[uri] = fault
        found = self.known[uri]
        if isinstance(found, notebook.Fault):
            raise found
        return found

    def get(self, uri: str) -> notebook.Notebook | None:
        """The notebook, or None when it cannot be read; the page of the notebook reports why."""
        try:
            return self.read(uri)
        except notebook.Fault:
            return None


BOOKS = Books()


def target(page: Page, path: str) -> str:
    """Path below docs of a link on a page."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), path))


def place(page: Page, needle: str, text: str = "") -> str:
    """Where on the page a link stands, for messages: the file with its line, or its cell."""
    path = BOOKS.docs / page.file.src_uri
    name = f"{BOOKS.docs.name}/{page.file.src_uri}"
    if path.suffix == ".ipynb":
        book = BOOKS.get(page.file.src_uri)
        cells = [cell.place for cell in (book.cells if book else []) if needle in cell.source]
        return f"{name}: {cells[0]}" if cells else name
    lines = path.read_text(encoding="utf-8").splitlines()
    hits = [number for number, line in enumerate(lines, start=1) if needle in line and text in line]
    hits = hits or [number for number, line in enumerate(lines, start=1) if needle in line]
    return f"{name}:{hits[0]}" if hits else name


def expand(page: Page, markdown: str) -> str:
    """Put in place of each placed cell that draws nothing its code and outputs."""
    lines = []
    fenced = ""
    for line in markdown.split("\n"):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and (not fenced or mark[1].startswith(fenced)):
            fenced = "" if fenced else mark[1]
        found = None if fenced else PLACED.match(line)
        uri = target(page, found["path"]) if found else ""
        book = BOOKS.get(uri) if found and uri != page.file.src_uri else None
        if not found or book is None:
            lines.append(line)
            continue
        cells = {cell.label: cell for cell in book.cells if cell.label}
        cell = cells.get(found["name"])
        if cell is None or cell.is_figure:
            lines.append(line)
            continue
        ran = f"[This ran in the lab]({found['path']}#{cell.label}-code)"
        shown_code = fence(cell.source, '{ .python data-search-exclude="true" }')
        block = "\n\n".join([shown_code, *outputs(cell, found["path"]), ran + "{ .ran }"])
        lines.append(indent(block, len(found["indent"])))
    return "\n".join(lines)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], names: Iterable[str] = ()) -> ElementTree.Element:
    """A table as HTML. Each row carries its name, if it has one, as an address.

    In a table of Markdown each cell would be searched for links, emphasis and the like.
    """
    whole = ElementTree.Element("table")
    head = ElementTree.SubElement(ElementTree.SubElement(whole, "thead"), "tr")
    for text in heads:
        ElementTree.SubElement(head, "th").text = text
    body = ElementTree.SubElement(whole, "tbody")
    for row, name in zip_longest(rows, names):
        line = ElementTree.SubElement(body, "tr")
        for value in row:
            ElementTree.SubElement(line, "td").text = "" if value is None else str(value)
        if name:
            line[0].set("id", name)
    return whole


def results_table(results: dict[str, dict[str, Any]]) -> ElementTree.Element:
    """The results of a lab."""
    rows = [(result["what"], shown(result), f"{result['n']:,}") for result in results.values()]
    frame = ElementTree.Element("div", {"class": "results", "data-search-exclude": "true"})
    frame.append(table(("Result", "Value", "Seeds or repeats"), rows, results))
    return frame


def words_for(cell: notebook.Cell) -> str:
    """What a figure shows, for those who do not see it, where the page that shows it does not say."""
    return str(cell.options.get("fig-alt") or "")


def numbers(cell: notebook.Cell) -> ElementTree.Element | None:
    """The records that a cell shows beside its figure, as a folded table."""
    records = cell.data("application/json")
    if not (isinstance(records, list) and records and isinstance(records[0], dict)):
        return None
    fold = ElementTree.Element("details", {"class": "numbers", "data-search-exclude": "true"})
    ElementTree.SubElement(fold, "summary").text = "The numbers behind this figure"
    heads = list(records[0])
    fold.append(table(heads, ([row.get(head) for head in heads] for row in records)))
    return fold


class LabLinks(Treeprocessor):
    """Verify number links, place figures and tables."""

    def __init__(self, md: Markdown, links: LabLinksExtension) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                image = child.find("img") if child.tag == "p" and len(child) == 1 else None
                if image is not None and ".ipynb" in image.get("src", ""):
                    at = list(parent).index(child)
                    parent[at : at + 1] = self.placed(child, image)
        for element in root.iter():
            if element.tag == "img" and ".ipynb" in element.get("src", ""):
                self.fault(element.get("src", ""), "a figure must stand alone in its paragraph")
            elif element.tag == "a" and ".ipynb#" in element.get("href", ""):
                self.number(element)

    def fault(self, needle: str, what: str, text: str = "") -> None:
        log.warning("%s: %s", place(self.links.page, needle, text), what)

    def placed(self, paragraph: ElementTree.Element, image: ElementTree.Element) -> list[ElementTree.Element]:
        """What comes in place of a paragraph with a link to a figure or to the results; nothing if there is no such."""
        source = image.get("src", "")
        path, _, label = source.partition("#")
        uri = target(self.links.page, path)
        book = BOOKS.get(uri)
        if book and book.results and label == "results":
            return [results_table(book.results)]
        cell = book.figures.get(label) if book else None
        if book is None or cell is None:
            known = ", ".join(book.figures) if book else "none, as the notebook cannot be read"
            needle = f"{posixpath.basename(path)}#{label}"
            self.fault(needle, f"no figure '{label}' in {uri}; there are: {known}")
            return []
        self.figure(paragraph, image, cell, "" if uri == self.links.page.file.src_uri else path)
        fold = None if image.get("class") == "card" else numbers(cell)
        return [paragraph] if fold is None else [paragraph, fold]

    def figure(
        self, paragraph: ElementTree.Element, image: ElementTree.Element, cell: notebook.Cell, path: str
    ) -> None:
        """Make the paragraph a figure; `path` leads to its notebook, where that is another page."""
        label = str(cell.label)
        alt = (image.get("alt") or "").strip() or words_for(cell)
        svg, png = cell.data("image/svg+xml"), cell.data("image/png")
        if svg:
            body = later.once(drawing.inline_svg, svg, label, alt)
        else:
            data = re.sub(r"\s", "", png)
            width, height = drawing.png_size(data)
            size = f'width="{width}" height="{height}" loading="lazy" class="paper"'
            picture = f'<img src="data:image/png;base64,{data}" alt="{drawing.attribute(alt)}" {size}>'
            body = later.later(str, picture)
        paragraph.clear()
        paragraph.tag = "figure"
        paragraph.set("class", "lab-figure")
        paragraph.set("id", label)
        # On a narrow screen the drawing scrolls sideways, so it can be reached by keyboard.
        named = {"class": "lab-frame", "tabindex": "0", "role": "group", "aria-label": label.replace("-", " ")}
        frame = ElementTree.SubElement(paragraph, "div", named)
        # The drawing itself comes at last: search and templates need not read through it.
        frame.text = self.md.htmlStash.store(body)
        caption = ElementTree.SubElement(paragraph, "figcaption")
        caption.text = str(cell.options.get("fig-cap") or "") + " "
        if path:
            made = ElementTree.SubElement(caption, "a", {"href": f"{path}#{label}-code"})
            made.text = "Made by this code."

    def number(self, link: ElementTree.Element) -> None:
        href = link.get("href", "")
        path, _, name = href.partition("#")
        uri = target(self.links.page, path)
        book = BOOKS.get(uri)
        text = "".join(link.itertext())
        if book is None or name not in book.results or not re.search(r"\d", text):
            return
        result = book.results[name]
        parts = text.split("±")
        wanted = [result["value"], result["spread"]][: len(parts)]
        good = len(parts) <= 2 and None not in wanted and all(map(matches, parts, wanted))
        if not good:
            what = f"'{text}' is not the recorded {shown(result)} of {uri}#{name}; write that, rounded, or run the lab"
            self.fault(f"{posixpath.basename(path)}#{name}", what, text)
        link.set("class", "run")
        link.set("title", f"From a run: {result['what']}, {shown(result)}")


class LabLinksExtension(Extension):
    """Python-Markdown extension around `LabLinks`; `page` is set before each page."""

    page: Page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name that Python-Markdown calls
        # After inline patterns (20), attribute lists (8) and before MkDocs reads anchors and links (5 to 0).
        md.treeprocessors.register(LabLinks(md, self), "lab-links", 7)


LINKS = LabLinksExtension()


# -- Events of MkDocs -------------------------------------------------------------------------------------------------


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    BOOKS.docs = Path(config.docs_dir)
    BOOKS.lock = BOOKS.docs.parent / "requirements-labs.txt"
    extensions: list[object] = config.markdown_extensions  # type: ignore[assignment]
    if LINKS not in extensions:
        extensions.append(LINKS)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    BOOKS.known.clear()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Begin with the drawings of the labs before any page is read; a second process may be there to draw them."""
    for file in files.documentation_pages():
        book = BOOKS.get(file.src_uri) if file.src_uri.endswith(".ipynb") else None
        for label, cell in (book.figures if book else {}).items():
            if svg := cell.data("image/svg+xml"):
                later.once(drawing.inline_svg, svg, label, words_for(cell))


@event_priority(-50)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Take back the `render` that mkdocs-jupyter puts on the page, so that MkDocs renders it as Markdown."""
    if page.file.src_uri.endswith(".ipynb"):
        vars(page).pop("render", None)
    return page


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    if not page.file.src_uri.endswith(".ipynb"):
        return None
    try:
        book = BOOKS.read(page.file.src_uri)
        for fault in notebook.check(book, BOOKS.lock):
            log.warning("%s", fault)
        return render(book)
    except notebook.Fault as fault:
        log.warning("%s", fault)
        return f"# {Path(page.file.src_uri).stem}\n"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    LINKS.page = page
    book = BOOKS.get(page.file.src_uri) if page.file.src_uri.endswith(".ipynb") else None
    if book is None:
        return expand(page, markdown)
    return re.sub(r"^(# .+)$", lambda m: f"{m[1]}\n\n{facts(book)}", markdown, count=1, flags=re.MULTILINE)
