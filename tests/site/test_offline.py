"""The site for reading offline: opened from disk, in Chromium, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.test_walk import PAGES, Watch

pytestmark = pytest.mark.xdist_group("browser")
STARTED = ("data-js-focus-visible", "")  # an attribute that the theme's script sets first of all


def test_every_page_opens_from_disk(offline_site: Path, browser: Browser) -> None:
    page = browser.new_page()
    watch = Watch(page, offline_site.as_uri())
    for name in PAGES:
        path = offline_site / (f"{name}index.html" if name.endswith("/") or not name else f"{name}.html")
        page.goto(path.as_uri(), wait_until="networkidle")
        expect(page.locator("html")).to_have_attribute(*STARTED)
        assert page.locator("h1").count() == 1
    page.close()
    assert watch.faults == []


def test_search_works_from_disk(offline_site: Path, browser: Browser) -> None:
    page = browser.new_page()
    watch = Watch(page, offline_site.as_uri())
    page.goto((offline_site / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute(*STARTED)
    page.locator("input[name=query]").click()
    page.keyboard.type("two spirals")
    result = page.locator(".md-search-result__link[href*='labs/layered-architecture.html']").first
    expect(result).to_be_visible(timeout=15_000)
    result.click()
    page.wait_for_url("**/layered-architecture.html*")
    page.close()
    assert watch.faults == []
