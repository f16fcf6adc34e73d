"""The site's content several times, for three systems that build it; scripts/bench measures them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import yaml
from common import ROOT, read_yaml
from course.notebook.digests import data_files, digests
from course.notebook.model import parse

# Folders of this project, of MkDocs and mkdocs-jupyter as they come, of Sphinx and myst-nb.
NAMES = "own", "usual", "sphinx"
NOT_COPIED = ".venv*", "site", "site.*part", "offline", ".git", "node_modules", "__pycache__", ".*cache", "reports"
SPHINX = """extensions = ["myst_nb"]
nb_execution_mode = "off"
root_doc = "contents"
suppress_warnings = ["*"]
myst_enable_extensions = ["attrs_block", "deflist", "dollarmath"]
"""
CONTENTS = "# Contents\n\n```{toctree}\n:glob:\n\n**\n```\n"


def below(nav: list[Any], folder: str) -> list[Any]:
    """The nav with each file below another folder."""
    moved: list[Any] = []
    for item in nav:
        if isinstance(item, str):
            moved.append(f"{folder}/{item}")
        else:
            ((name, value),) = item.items()
            moved.append({name: below(value, folder) if isinstance(value, list) else f"{folder}/{value}"})
    return moved


def differ(path: Path, number: int) -> None:
    """Make a copied page unlike its original in text, code and figures, else what is made once would count once."""
    if path.suffix == ".md":
        path.write_text(f"{path.read_text(encoding='utf-8')}\nCopy {number}.\n", encoding="utf-8")
    if path.suffix != ".ipynb":
        return
    node = nbformat.read(path, as_version=4)
    for cell in node.cells[2:]:
        cell.source += f"\n# Copy {number}" if cell.cell_type == "code" else f"\n\n{number}"
        for output in cell.get("outputs", []):
            if drawing := output.get("data", {}).get("image/svg+xml"):
                head, end, tail = drawing.rpartition("</g>")  # into its last panel
                output.data["image/svg+xml"] = f"{head}<desc>Copy {number}</desc>{end}{tail}"
    node.metadata.lab.digests = digests(node, ROOT / parse(path, node).lock, data_files(path))
    nbformat.write(node, path, sort_keys=False)  # tables keep the order of their columns


def write_yaml(path: Path, value: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")


def prepare(folder: Path, scale: int) -> tuple[int, int]:
    """Lay out the three projects with `scale` times the pages; return how many pages and notebooks each has."""
    own, usual, sphinx = (folder / name / "docs" for name in NAMES)
    shutil.copytree(ROOT, own.parent, ignore=shutil.ignore_patterns(*NOT_COPIED))
    config = read_yaml(ROOT / "mkdocs.yml")
    nav = list(config["nav"])
    for number in range(1, scale):
        copy = shutil.copytree(ROOT / "docs", own / f"copy{number}", ignore=shutil.ignore_patterns("assets"))
        shutil.copytree(ROOT / "docs" / "assets" / "diagrams", copy / "assets" / "diagrams")
        for path in copy.rglob("*.*"):
            differ(path, number)
        config["nav"].append({f"Copy {number}": below(nav, f"copy{number}")})
    write_yaml(own.parent / "mkdocs.yml", config)
    shutil.copytree(own, usual)
    plain = {key: config[key] for key in ("site_name", "site_url", "nav")}
    plain["markdown_extensions"] = [item for item in config["markdown_extensions"] if "snippets" not in str(item)]
    plain["theme"] = {"name": "material", "features": config["theme"]["features"], "font": False}
    plain["plugins"] = ["search", "mkdocs-jupyter"]
    write_yaml(usual.parent / "mkdocs.yml", plain)
    shutil.copytree(own, sphinx)
    (sphinx / "conf.py").write_text(SPHINX, encoding="utf-8")
    (sphinx / "contents.md").write_text(CONTENTS, encoding="utf-8")
    notebooks = len(list(own.rglob("*.ipynb")))
    return len(list(own.rglob("*.md"))) + notebooks, notebooks
