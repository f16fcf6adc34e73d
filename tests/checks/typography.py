"""A check of how numbers are written on pages."""

from __future__ import annotations

import re
from pathlib import Path

from course.notebook.dialect import blank

from tests.checks.citations import REFERENCES, texts
from tests.checks.unlinked import HIDDEN

# Addresses, attributes, and numbers that name something: years, versions, days, parts of a longer name.
NAMES = re.compile(r"\]\([^)]*\)|\{[^}\n]*\}|<[^>\n]*>|https?://\S+|\b(?:19|20)\d\d\b")
PLAIN = re.compile(r"(?<![\w.,/#:-])\d{4,}(?![\w/:-]|[.,]\d)")


def thousands(project: Path, site: Path) -> list[str]:
    """From 1,000 on, thousands have a comma."""
    faults = []
    for name, text in texts(project):
        prose = blank(NAMES, blank(HIDDEN, text)) if name != REFERENCES else ""
        for found in PLAIN.finditer(prose):
            at = f"{name}:{prose.count(chr(10), 0, found.start()) + 1}" if name.endswith(".md") else name
            faults.append(f"{at}: write {found[0]} as {int(found[0]):,}")
    return faults
