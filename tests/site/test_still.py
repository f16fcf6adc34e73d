"""Nothing that a reader sees moves while a page arrives, however slowly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import servers

pytestmark = pytest.mark.xdist_group("browser")
KINDS = [
    "",
    "lesson/",
    "lesson/layered-architecture/",
    "labs/layered-architecture/",
    "faq/retrieval/",
    "glossary/",
    "?q=network",
]
# What moves by less than a pixel has a score too. The theme's header changes at 960 and at 1220 px.
MOST = 0.002
WATCH = """
    window.moves = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const names = entry.sources.map(({node}) => node?.outerHTML?.slice(0, 60) ?? "a text");
        window.moves.push([entry.value, names]);
      }
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def slow(site: Path) -> Iterator[str]:
    with servers.python(site, servers.SlowHandler) as address:
        yield address


@pytest.mark.parametrize("width", [320, 1000, 1440])
@pytest.mark.parametrize("name", KINDS, ids=lambda name: name or "home")
def test_nothing_moves_while_a_page_arrives(name: str, width: int, browser: Browser, slow: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{slow}/{name}", wait_until="networkidle")
    if "?q" in name:
        page.wait_for_selector(".md-search-result__link")
    moves = page.evaluate("window.moves")
    context.close()
    total = sum(value for value, _ in moves)
    assert total < MOST, f"{name or 'home'}: moves while it arrives, by {total:.4f}: {moves}"


@pytest.mark.parametrize("opened", ["shared", "tapped"])
def test_open_search_leaves_a_phone_at_its_scale(opened: str, browser: Browser, server: str) -> None:
    """A phone zooms out where something on the page is wider than itself, as the theme's ground of search was."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script("""
        window.widest = 0;
        const look = () => {
          window.widest = Math.max(window.widest, innerWidth);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    """)
    page.goto(f"{server}/?q=network" if opened == "shared" else server, wait_until="networkidle")
    if opened == "tapped":
        page.tap("label.md-icon[for=__search]")
    page.wait_for_selector(".md-search__form >> visible=true")
    page.wait_for_timeout(800)  # longer than the theme's movements
    widest = page.evaluate("window.widest")
    context.close()
    assert widest == 320
