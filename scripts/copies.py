"""The site's content several times, for three systems that build it; scripts/bench measures them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import yaml
from common import ROOT
from course.notebook.digests import data_files, digests
from course.notebook.model import parse

# Folders of this project, of MkDocs and mkdocs-jupyter as they come, of Sphinx and myst-nb.
NAMES = "own", "usual", "sphinx"
NOT_COPIED = (
    ".venv*",
    "site",
    "site.*part",
    "offline",
    ".git",
    "node_modules",
    "__pycache__",
    ".*_cache",
    ".cache",
    "reports",
)
SPHINX = """extensions = ["myst_nb"]
nb_execution_mode = "off"
root_doc = "contents"
suppress_warnings = ["*"]
myst_enable_extensions = ["attrs_block", "deflist", "dollarmath"]
"""


def below(nav: list[Any], folder: str) -> list[Any]:
    """The nav with each file below another folder."""
    moved = []
    for item in nav:
        pairs = item.items() if isinstance(item, dict) else [(None, item)]
        for name, value in pairs:
            to = below(value, folder) if isinstance(value, list) else f"{folder}/{value}"
            moved.append({name: to} if name else to)
    return moved


def differ(path: Path, number: int) -> None:
    """Make a copied page unlike its original in text, code and figures, else what is made once would count once."""
    if path.suffix == ".md":
        path.write_text(f"{path.read_text(encoding='utf-8')}\nCopy {number}.\n", encoding="utf-8")
    if path.suffix != ".ipynb":
        return
    raw = json.loads(path.read_text(encoding="utf-8"))
    for cell in raw["cells"][2:]:
        cell["source"] = [*cell["source"], f"\n# Copy {number}" if cell["cell_type"] == "code" else f"\n\n{number}"]
        for output in cell.get("outputs", []):
            if drawing := output.get("data", {}).get("image/svg+xml"):
                head, end, tail = "".join(drawing).rpartition("</g>")  # into its last panel
                output["data"]["image/svg+xml"] = f"{head}<desc>Copy {number}</desc>{end}{tail}"
    node = nbformat.reads(json.dumps(raw), as_version=4)
    raw["metadata"]["lab"]["digests"] = digests(node, ROOT / parse(path, node).lock, data_files(path))
    path.write_text(json.dumps(raw, indent=1, ensure_ascii=False), encoding="utf-8")


def prepare(folder: Path, scale: int) -> tuple[int, int]:
    """Lay out the three projects with `scale` times the pages; return how many pages and notebooks each has."""
    own, usual, sphinx = (folder / name / "docs" for name in NAMES)
    shutil.copytree(ROOT, own.parent, ignore=shutil.ignore_patterns(*NOT_COPIED))
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    nav = list(config["nav"])
    for number in range(1, scale):
        copy = shutil.copytree(ROOT / "docs", own / f"copy{number}", ignore=shutil.ignore_patterns("assets"))
        shutil.copytree(ROOT / "docs" / "assets" / "diagrams", copy / "assets" / "diagrams")
        for path in copy.rglob("*.*"):
            differ(path, number)
        config["nav"].append({f"Copy {number}": below(nav, f"copy{number}")})
    (own.parent / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    shutil.copytree(own, usual)
    plain = {key: config[key] for key in ("site_name", "site_url", "nav")}
    plain["markdown_extensions"] = [item for item in config["markdown_extensions"] if "snippets" not in str(item)]
    plain["theme"] = {"name": "material", "features": config["theme"]["features"], "font": False}
    plain["plugins"] = ["search", "mkdocs-jupyter"]
    (usual.parent / "mkdocs.yml").write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    shutil.copytree(own, sphinx)
    (sphinx / "conf.py").write_text(SPHINX, encoding="utf-8")
    (sphinx / "contents.md").write_text("# Contents\n\n```{toctree}\n:glob:\n\n**\n```\n", encoding="utf-8")
    notebooks = len(list(own.rglob("*.ipynb")))
    return len(list(own.rglob("*.md"))) + notebooks, notebooks
