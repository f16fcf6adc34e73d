"""Each page stays within the budget of its kind, tests/site/budgets.yml."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT
from tests.site.test_walk import PAGES

BUDGETS = yaml.safe_load((ROOT / "tests" / "site" / "budgets.yml").read_text(encoding="utf-8"))
SHARED = (
    "assets/fonts/course-serif.*.woff2",
    "assets/javascripts/bundle.*.js",
    "assets/stylesheets/course.*.css",
)


def sent(data: bytes) -> int:
    return len(gzip.compress(data, 9))


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_page_is_within_its_budget(name: str, site: Path) -> None:
    budget = next(entry for entry in BUDGETS if name.startswith(entry["pages"]))
    files = [path for pattern in SHARED for path in site.glob(pattern)]
    assert len(files) == len(SHARED)
    page = (site / name / "index.html").read_bytes()
    soup = BeautifulSoup(page, "html.parser")
    for figure in soup.select(".lab-frame"):
        figure.clear()
    shared = sum(sent(path.read_bytes()) for path in files)
    for key, data in (("without_figures", soup.encode()), ("with_figures", page)):
        weight = shared + sent(data)
        assert weight <= budget[key], f"{name or 'home'}: {weight:,} bytes {key}, more than {budget[key]:,}"
