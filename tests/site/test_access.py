"""axe-core finds nothing on any page, in light and dark, on a wide and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.site.test_walk import PAGES

AXE = ROOT / "tests" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.xdist_group("access")


# The other scheme has the same elements in other colours; a narrow screen lays them out anew.
LOOKS = {
    (1440, "light"): {"rules": {"target-size": {"enabled": True}}},
    (1440, "dark"): {"runOnly": ["color-contrast", "link-in-text-block"]},
    (320, "dark"): {"rules": {"target-size": {"enabled": True}}},
    (320, "light"): {"runOnly": ["color-contrast", "link-in-text-block"]},
}


@pytest.mark.parametrize("name", [*PAGES, "404.html", "?q=network"], ids=lambda name: name or "home")
def test_axe_finds_nothing(name: str, browser: Browser, server: str) -> None:
    context = browser.new_context(bypass_csp=True)  # the checker itself is an inline script
    page = context.new_page()
    faults = []
    for width, schemes in ((1440, ("light", "dark")), (320, ("dark", "light"))):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=schemes[0])  # type: ignore[arg-type]
        page.goto(f"{server}/{name}")
        page.wait_for_function("document.documentElement.classList.contains('js')")
        page.wait_for_load_state("networkidle")
        if "?q" in name:
            page.wait_for_selector(".md-search-result__link")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_selector(f"body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]")
            page.wait_for_timeout(300)  # colours fade into one another
            for found in page.evaluate("options => axe.run(options)", LOOKS[width, scheme])["violations"]:
                for node in found["nodes"]:
                    faults.append(f"{name} at {width} px, {scheme}: {found['id']}: {node['html'][:120]}")
    context.close()
    assert faults == []
