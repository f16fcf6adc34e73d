"""axe-core finds nothing on any page, in light and dark, on a wide and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.site.test_walk import PAGES

AXE = ROOT / "tests" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.xdist_group("access")


@pytest.mark.parametrize("name", [*PAGES, "404.html", "?q=network"], ids=lambda name: name or "home")
def test_axe_finds_nothing(name: str, browser: Browser, server: str) -> None:
    faults = []
    for width in (1440, 320):
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=scheme,
                bypass_csp=True,  # the checker itself is an inline script
            )
            page = context.new_page()
            page.goto(f"{server}/{name}")
            page.wait_for_function("document.documentElement.classList.contains('js')")
            page.wait_for_load_state("networkidle")
            if "?q" in name:
                page.wait_for_selector(".md-search-result__link")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            for found in page.evaluate("axe.run({rules: {'target-size': {enabled: true}}})")["violations"]:
                for node in found["nodes"]:
                    faults.append(f"{name} at {width} px, {scheme}: {found['id']}: {node['html'][:120]}")
            context.close()
    assert faults == []
