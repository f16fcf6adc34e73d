"""A notebook as Markdown: its words as they are, and for each code cell a link in whose place `links` puts the cell."""

import re
from textwrap import indent
from urllib.parse import quote

import yaml
from markupsafe import Markup

from course.minutes import running, spoken
from course.notebook.model import Notebook, one_line

HEADING = re.compile("^(?=#)", re.MULTILINE)  # words up to it belong to the folded answer before them
NAMES = {"torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy"}
DOWNLOAD = Markup('<p><a class="md-button" href="{}" download>Download this notebook</a></p>')
FACTS = Markup('<p class="facts">Executed on {} under {}, at most two cores ({}), in about {}.</p>')


def to_markdown(notebook: Notebook) -> str:
    """The whole notebook as a page of MkDocs, with front matter."""
    blocks = [f"---\n{yaml.safe_dump(dict(notebook.front), allow_unicode=True)}---"] if notebook.front else []
    folded = False
    for cell in notebook.cells:
        if cell.kind == "markdown":
            inside, *rest = HEADING.split(cell.source, maxsplit=1) if folded else ("", cell.source)
            folded = False
            blocks += [part for part in (indent(inside.strip(), "    "), "".join(rest).strip()) if part]
        elif cell.kind == "code" and (cell.source.strip() or cell.outputs):
            link = f"![]({quote(notebook.path.name)}#{cell.name})"
            folded = bool(cell.options.get("fold"))
            blocks.append(fold(str(cell.options["fold"]), link) if folded else link)
    return "\n\n".join(blocks) + "\n"


def fold(title: str, body: str) -> str:
    quoted = one_line(title).replace('"', "”")
    return f'??? success "{quoted}"\n\n{indent(body, "    ")}'


def download(notebook: Notebook) -> Markup:
    """The button under the title of a lab."""
    return DOWNLOAD.format(quote(notebook.path.name))


def facts(notebook: Notebook) -> Markup:
    """The line at the end of a lab: when, with what and how long it ran."""
    run = notebook.run
    packages = {"Python": run.python} | {NAMES.get(name, name): version for name, version in run.packages.items()}
    said = ", ".join(" ".join(pair) for pair in packages.items())
    return FACTS.format(run.date, said, run.processor, spoken(running(run.seconds)))
