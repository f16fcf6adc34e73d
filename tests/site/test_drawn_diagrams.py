"""Diagrams as they are drawn: no word leaves its panel, lies on another, or is too small on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix().removesuffix("index")
    for path in (ROOT / "docs").rglob("*.md")
    if "assets/diagrams/" in path.read_text(encoding="utf-8")
)
FAULTS = """() => [...document.querySelectorAll('.diagram svg')].flatMap(svg => {
    const panel = svg.getBoundingClientRect(), found = [];
    const words = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect(), text]);
    words.forEach(([word, box, text], at) => {
        const place = `${svg.closest('figure').id}: '${word}'`;
        if (box.left < panel.left || box.right > panel.right + 1) found.push(`${place} leaves its panel`);
        const size = parseFloat(getComputedStyle(text).fontSize) * panel.width / svg.viewBox.baseVal.width;
        if (size < 12) found.push(`${place} has ${size.toFixed(1)} pixels`);
        words.slice(at + 1).forEach(([other, one]) => {
            const across = box.left < one.right && one.left < box.right;
            if (across && box.top + 4 < one.bottom - 4 && one.top + 4 < box.bottom - 4)
                found.push(`${place} lies on '${other}'`);
        });
    });
    return found; })"""
pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_words_of_diagrams_can_be_read(name: str, width: int, browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{server}/{name}{'' if name.endswith('/') or not name else '/'}")
    count = page.locator(".diagram svg").count()
    found = page.evaluate(FAULTS)
    page.close()
    assert count
    assert found == []
