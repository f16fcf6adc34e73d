"""The site for reading offline: opened from disk, in Chromium, without a server."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import publish
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


def test_zip_holds_the_folder_and_is_the_same_each_time(offline_site: Path, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        folder = shutil.copytree(offline_site, tmp_path / name / "course")
        archive = publish.packed(folder)
        found.append(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert found[0] == found[1]
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("course/index.html") == (offline_site / "index.html").read_bytes()
        assert all(name.startswith("course/") for name in opened.namelist())
