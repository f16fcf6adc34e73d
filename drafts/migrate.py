#!/usr/bin/env python3
"""Store labs that were recorded by the old script as the new one would: migrate.py [--list] PROJECT [slug …]

Run it with the project's .venv-labs (or a .venv with Pillow and nbformat). Each raw drawing of Matplotlib's is compacted
and cut into panels, outputs are put in their present order, digests are stored anew; date, processor, packages and seconds
stay. Drawings that are recorded already are left alone. Faults of figures and claims are printed, one a line; with --list
nothing is stored. The notebook's code is not executed: only outputs change, so results stay what they were.
"""
import sys
from pathlib import Path

listing = "--list" in sys.argv
project, *slugs = [word for word in sys.argv[1:] if word != "--list"]
ROOT = Path(project).resolve()
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "overrides" / "hooks")]

import nbformat  # noqa: E402
from recording import normalise as normalising  # noqa: E402
from course.notebook.faults import check  # noqa: E402
from course.notebook.model import digests, load, parse  # noqa: E402

record = normalising.record
normalising.record = lambda svg, shrink: (svg, []) if "<view " in svg else record(svg, shrink)


def migrate(file: Path) -> list[str]:
    name = file.relative_to(ROOT)
    node = load(file, str(name)).node
    lab = node.metadata.get("lab", {})
    faults = [f"{name}: {fault}" for fault in normalising.normalise(node)]
    node.metadata["lab"] = lab
    lock = lab.get("digests", {}).get("lock")  # stays: the check says when the lab must be executed with newer versions
    lab["digests"] = digests(node, ROOT / "requirements-labs.txt") | {"lock": lock}
    faults += check(parse(name, node), ROOT)
    if not listing:
        part = file.with_suffix(".part")
        nbformat.write(node, part)
        part.replace(file)
    return faults


found = []
for path in sorted((ROOT / "docs" / "labs").glob("*.ipynb")):
    if not slugs or path.stem in slugs:
        before = path.stat().st_size
        found += migrate(path)
        print(f"{path.stem}: {before // 1024} KB, now {path.stat().st_size // 1024} KB")
print(*found, sep="\n")
print(f"{len(found)} faults")
