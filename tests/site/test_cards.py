"""The way of a number to its run and back: its card, its row, its code; cards of terms and sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.test_theme_walks import READY
from tests.site.test_walk import follow_instantly

pytestmark = pytest.mark.xdist_group("browser")
LESSON = "lesson/layered-architecture/"
NUMBER = "a.run[href$='#probe-layer-1']"
CARD = ".md-tooltip2--active"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector(READY)


def card(page: Page) -> Locator:
    """The card in sight, once it has come."""
    found = page.locator(CARD)
    expect(found).to_be_visible(timeout=15_000)
    expect(found).to_have_css("opacity", "1")
    return found


def look(page: Page) -> Locator:
    """The number, once a reader has come to it and looked: the theme notes where a page is after 100 ms."""
    number = page.locator(NUMBER).first
    number.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return number


def test_number_shows_its_seeds_to_the_pointer(page: Page, server: str) -> None:
    opened(page, f"{server}/{LESSON}")
    number = page.locator(NUMBER).first
    said = (number.get_attribute("title") or "").split("\n")
    seeds = (number.get_attribute("data-seeds") or "").split()
    number.hover()
    found = card(page)
    assert found.locator(".md-tooltip2__inner > div").all_inner_texts() == said
    assert said[2].startswith("5 runs, from ") and said[-1] == "See the run"
    points = found.locator("path").last.get_attribute("d") or ""
    assert points.count("M") == len(seeds) - 1 == 5
    assert number.get_attribute("title") is None  # else a browser shows it beside the card, and it is read twice
    box, text = found.locator("svg").bounding_box(), found.bounding_box()
    assert box and text and 100 < box["width"] < 220 and box["height"] < 30
    # The pointer may come over, across the gap, and the card leads where the number leads.
    page.mouse.move(box["x"] + 20, box["y"] + 4, steps=8)
    page.wait_for_timeout(600)
    expect(found).to_be_visible()
    page.mouse.click(box["x"] + 20, box["y"] + 4)
    page.wait_for_url("**/labs/layered-architecture/#probe-layer-1")


@pytest.mark.parametrize("kind", ["a.run", "a.term", "a[href*='references/#']"])
def test_card_opens_by_keyboard_and_goes_with_escape(kind: str, page: Page, server: str) -> None:
    opened(page, f"{server}/{LESSON}")
    link = page.locator(f"article {kind}").first
    words = (link.get_attribute("title") or "").split("\n")
    link.focus()
    assert card(page).locator(".md-tooltip2__inner > div").all_inner_texts() == words
    assert link.get_attribute("aria-describedby") == page.locator(CARD).get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.locator(".md-tooltip2")).to_be_hidden()
    expect(link).to_be_focused()
    link.blur()
    page.wait_for_timeout(400)
    link.focus()
    card(page)
    link.blur()
    expect(page.locator(".md-tooltip2")).to_have_count(0)
    assert link.get_attribute("title") == "\n".join(words)


@pytest.mark.parametrize("width", [390, 1440])
def test_no_card_is_cut_at_an_edge(width: int, browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    opened(page, f"{server}/{LESSON}")
    links = page.query_selector_all("article > p a[title], article table a[title]")  # their titles come and go
    for number, link in enumerate(links[:: len(links) // 6]):
        link.evaluate(f"link => link.scrollIntoView({{block: '{'center' if number % 3 else 'end'}'}})")
        link.focus()
        box = card(page).locator(".md-tooltip2__inner").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, link.inner_text()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 800, link.inner_text()
        link.evaluate("link => link.blur()")
        expect(page.locator(".md-tooltip2")).to_have_count(0)
    page.close()


def test_touch_goes_to_the_row_at_once(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    opened(page, f"{server}/{LESSON}")
    look(page).tap()
    assert page.locator(".md-tooltip2").count() == 0
    page.wait_for_url("**/labs/layered-architecture/#probe-layer-1")
    expect(page.locator("#probe-layer-1")).to_be_in_viewport()
    context.close()


def test_card_is_not_on_paper(page: Page, server: str) -> None:
    opened(page, f"{server}/{LESSON}")
    page.locator(NUMBER).first.focus()
    card(page)
    page.emulate_media(media="print")
    expect(page.locator(".md-tooltip2")).to_be_hidden()


@pytest.mark.parametrize(("script", "width"), [(True, 1440), (True, 390), (False, 390)])
def test_row_of_a_number_is_marked_under_its_heads(script: bool, width: int, browser: Browser, server: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(f"{server}/{LESSON}", wait_until="networkidle")
    look(page).click()
    page.wait_for_url("**#probe-layer-1")
    page.wait_for_load_state("networkidle")
    row, head = page.locator("tr:has(> #probe-layer-1)"), page.locator("table.recorded thead")
    expect(row).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(row.locator("td").first).to_have_css("border-inline-start-width", "3px")
    at, above = row.bounding_box(), head.bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert at and above and header
    assert above["y"] >= header["y"] + header["height"] - 1 and above["y"] + above["height"] <= at["y"] + 1 <= 240
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    head.get_by_role("link", name="Layered architecture").click()
    expect(page.locator("h1")).to_contain_text("layers on top of layers")
    context.close()


@pytest.mark.parametrize(
    ("start", "code", "script"),
    [
        (LESSON, "staircase", True),
        (LESSON, "staircase", False),
        ("labs/layered-architecture/", "results", False),  # with the script, below
    ],
)
def test_made_by_this_code_leads_to_the_code_opened(
    start: str, code: str, script: bool, browser: Browser, server: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{server}/{start}", wait_until="networkidle")
    link = page.locator(f"a[href$='#{code}-code']").first
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    link.click()
    expect(page.locator(f"#{code}-code pre")).to_be_in_viewport()
    expect(page.locator(f"details:has(> #{code}-code)")).to_have_attribute("open", "")
    context.close()


def test_number_and_code_are_reached_without_loading_the_page(page: Page, server: str) -> None:
    follow_instantly(page, server)
    opened(page, f"{server}/{LESSON}")
    page.evaluate("window.stays = true")
    look(page).click()
    expect(page.locator("tr:has(> #probe-layer-1:target)")).to_be_in_viewport(timeout=15_000)
    page.wait_for_timeout(500)
    page.go_back()
    expect(page.locator(NUMBER).first).to_be_in_viewport(timeout=15_000)
    page.locator(NUMBER).first.hover()
    card(page)
    look(page).click()
    page.locator("table.recorded thead").get_by_role("link", name="Made by this code").click()
    expect(page.locator("#results-code pre")).to_be_in_viewport(timeout=15_000)
    assert page.evaluate("window.stays") is True
    page.unroute_all(behavior="wait")
