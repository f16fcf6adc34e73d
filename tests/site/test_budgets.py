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


@pytest.fixture(scope="module")
def weights(site: Path) -> dict[str, dict[str, int]]:
    """What each page and the files that all pages load weigh as sent, with the page's figures and without them."""
    files = [path for pattern in SHARED for path in site.glob(pattern)]
    assert len(files) == len(SHARED)
    shared = sum(sent(path.read_bytes()) for path in files)
    found = {}
    for name in PAGES:
        page = (site / name / "index.html").read_bytes()
        soup = BeautifulSoup(page, "html.parser")
        for figure in soup.select(".lab-frame"):
            figure.clear()
        found[name] = {"without_figures": shared + sent(soup.encode()), "with_figures": shared + sent(page)}
    return found


def budget_of(name: str) -> dict[str, int]:
    return next(budget for budget in BUDGETS if name.startswith(budget["pages"]))


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_page_is_within_its_budget(name: str, weights: dict[str, dict[str, int]]) -> None:
    budget = budget_of(name)
    for key, weight in weights[name].items():
        assert weight <= budget[key], f"{name or 'home'}: {weight:,} bytes {key}, more than {budget[key]:,}"


@pytest.mark.parametrize("budget", BUDGETS, ids=[budget["kind"] for budget in BUDGETS])
def test_budget_has_little_room(budget: dict[str, int], weights: dict[str, dict[str, int]]) -> None:
    """Else a page grows unseen; and a limit that was raised for one page stays when the page is small again."""
    for key in ("without_figures", "with_figures"):
        most = max(weight[key] for name, weight in weights.items() if budget_of(name) is budget)
        assert budget[key] <= 1.04 * most, (
            f"tests/site/budgets.yml: {budget['kind']} {key}: the heaviest page has {most:,}"
        )
