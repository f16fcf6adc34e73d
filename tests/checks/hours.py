"""Check of the five hours: what the pages of the lesson say above their titles is what the home page sums up."""

from __future__ import annotations

import re
from pathlib import Path

from course.minutes import spoken

from tests.checks.config import entries, read
from tests.checks.html import pages

LEAST, MOST = 270, 330
TYPED = re.compile(r"(?<![\w.,])\d+ ?(?:minutes|min|hours|h)\b")
MINUTES = re.compile(r"· (\d+) min\b")


def hours(project: Path, site: Path) -> list[str]:
    """The core path takes 4.5 to 5.5 hours by the minutes that each page shows; home page and lesson say how long."""
    built, total, faults = pages(site), 0, []
    for name in entries(read(project).get("nav", [])):
        if name.startswith("lesson/"):
            page = built.get(f"{name.removesuffix('.md').removesuffix('index').rstrip('/')}/index.html")
            eyebrow = page.select_one(".eyebrow") if page else None
            said = MINUTES.search(" ".join(eyebrow.text.split())) if eyebrow else None
            if said:
                total += int(said[1])
            else:
                faults.append(f"docs/{name}: says nowhere above its title how long it takes")
    if not faults and not LEAST <= total <= MOST:
        faults.append(f"docs/lesson: its pages take {spoken(total)}, not {spoken(LEAST)} to {spoken(MOST)}")
    for name in ("index.html", "lesson/index.html"):
        if name in built and not any(
            " ".join(mark.text.split()) == spoken(total) for mark in built[name].select(".minutes")
        ):
            faults.append(f"docs/{name.replace('html', 'md')}: does not say that the pages take {spoken(total)}")
    for name in ("index.md", "lesson/index.md", "labs/index.md"):
        for number, line in enumerate((project / "docs" / name).read_text(encoding="utf-8").splitlines(), start=1):
            faults += [
                f"docs/{name}:{number}: '{typed}' is typed; write '[? minutes](page.md)', which is counted"
                for typed in TYPED.findall(line)
            ]
    return faults
