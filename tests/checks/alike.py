"""A check that a number leads to its own result, where the value alone cannot tell: others have the same.

A number that leads to a wrong result of another value stops the build. One that leads to a wrong result of the same
value reads right until the next run parts the two.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import yaml
from course.notebook import model
from course.notebook.numbers import mismatch

from tests.checks.citations import texts
from tests.checks.labs import front

# For each page or lab, in their order, the results that such numbers lead to.
ALIKE = Path("tests/checks/alike.yml")
NUMBER = re.compile(r"(?<!!)\[([^\]]*\d[^\]]*)\]\((?:[^)\s#]*?([\w-]+)\.ipynb)?#([\w-]+)\)")
Labs = dict[str, model.Notebook]


def own_labs(project: Path, name: str) -> list[str]:
    """The labs whose numbers a page tells: that of its name, or those that its front matter names."""
    path = project / name
    if (project / "docs" / "labs" / f"{path.stem}.ipynb").is_file():
        return [path.stem]
    named = front(path).get("labs") if path.suffix == ".md" else None
    return [str(lab) for lab in named] if isinstance(named, list) else []


def doubtful(name: str, text: str, own: list[str], labs: Labs) -> Iterator[tuple[int, str, str]]:
    """Line, words and result of each number that would also be true of another result, or that is of a foreign lab."""
    for found in NUMBER.finditer(text):
        lab, result = found[2] or Path(name).stem, found[3]
        if lab not in labs or result not in labs[lab].results:
            continue  # no number of a run, or a dead link, which stops the build
        others = [r for o in own if o in labs for n, r in labs[o].results.items() if (o, n) != (lab, result)]
        if lab not in own or any(mismatch(found[1], other) is None for other in others):
            words = " ".join(found[1].split())
            yield text.count("\n", 0, found.start()) + 1, words, result if own == [lab] else f"{lab}#{result}"


def found_in(project: Path) -> dict[str, list[tuple[int, str, str]]]:
    """All such numbers by page or lab."""
    labs = {}
    for path in (project / "docs" / "labs").glob("*.ipynb"):
        try:
            labs[path.stem] = model.load(path)
        except model.Fault:
            continue  # the check of labs says why
    pages = {name: list(doubtful(name, text, own_labs(project, name), labs)) for name, text in texts(project)}
    return {name: numbers for name, numbers in pages.items() if numbers}


def alike(project: Path, site: Path) -> list[str]:
    """Of each page the first such number that leads to another result than the list says."""
    listed = yaml.safe_load((project / ALIKE).read_text(encoding="utf-8"))
    pages, faults = found_in(project), []
    for name in sorted(listed.keys() | pages.keys()):
        for number, wanted in zip_longest(pages.get(name, []), listed.get(name, [])):
            if number is None:
                faults.append(f"{name}: has no such number of '{wanted}'; restore it, or mend {ALIKE} as it says")
            elif number[2] != wanted:
                at = f"{name}:{number[0]}" if name.endswith(".md") else name
                leads = f"'{number[1]}' leads to '{number[2]}', where {ALIKE} has {wanted or 'none'}"
                faults.append(f"{at}: {leads}; mend the link, or the list")
            else:
                continue
            break
    return faults


if __name__ == "__main__":
    for page, numbers in found_in(Path()).items():
        sys.stdout.write("".join([f"{page}:\n", *(f"  - {result}\n" for *_, result in numbers)]))
