"""Each change of the theme's script, as a reader meets it; theme_script.yml says why it is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.test_walk import follow_instantly, search

pytestmark = pytest.mark.xdist_group("browser")
READY = ".md-header__option label:not([hidden])"  # the last part that the script sets up


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def asked(page: Page) -> list[str]:
    """Addresses that the page asks for, and what its policy stops."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    page.on("console", lambda message: found.append(message.text))
    return found


def loaded(page: Page, name: str) -> list[dict[str, Any]]:
    """The files of the page whose address holds a name, with the times of their loading."""
    entries = "performance.getEntriesByType('resource').map(entry => entry.toJSON())"
    return [entry for entry in page.evaluate(entries) if name in entry["name"]]


def test_browser_without_an_observer_of_sizes_asks_no_other_host(page: Page, server: str) -> None:
    found = asked(page)
    page.add_init_script("delete window.ResizeObserver")
    page.goto(server, wait_until="networkidle")
    assert [text for text in found if "unpkg" in text] == []


def test_diagram_in_source_asks_no_other_host(page: Page, server: str) -> None:
    found = asked(page)

    def draw(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace("</article>", '<pre class="mermaid"><code>graph LR</code></pre></article>')
        route.fulfill(response=answer, body=text)

    page.route(f"{server}/glossary/", draw)
    page.goto(f"{server}/glossary/", wait_until="networkidle")
    page.wait_for_selector(READY)
    page.locator("pre > code").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.unroute_all(behavior="wait")
    assert [text for text in found if "unpkg" in text] == []


def test_search_index_and_its_worker_are_loaded_when_search_opens(page: Page, server: str) -> None:
    page.goto(f"{server}/glossary/", wait_until="networkidle")
    page.wait_for_selector(READY)
    assert loaded(page, "search_index") == []
    assert page.workers == []
    search(page, "pooling")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
    assert len(loaded(page, "search_index")) == 1
    assert len(page.workers) == 1


def test_page_opened_from_a_search_shows_what_was_found(page: Page, server: str) -> None:
    page.goto(f"{server}/glossary/?h=pooling", wait_until="networkidle")
    expect(page.locator(".md-content mark").first).to_be_visible(timeout=15_000)
    assert page.locator(".md-content mark").first.text_content().lower() == "pooling"  # type: ignore[union-attr]
    assert len(loaded(page, "search_index")) == 1


def test_result_of_a_search_shows_what_was_found(page: Page, server: str) -> None:
    """The next page comes by instant navigation, and the index is there already."""
    follow_instantly(page, server)
    page.goto(server, wait_until="networkidle")
    page.evaluate("window.stays = true")
    search(page, "backpropagation")
    page.locator(".md-search-result__link[href*='/lesson/']").first.click(timeout=15_000)
    expect(page.locator(".md-content mark").first).to_be_visible(timeout=15_000)
    assert page.evaluate("window.stays") is True
    page.unroute_all(behavior="wait")


def test_button_that_copies_code_is_no_landmark(page: Page, server: str) -> None:
    page.goto(f"{server}/labs/end-to-end-training/", wait_until="networkidle")
    expect(page.locator(".md-code__nav .md-code__button").first).to_be_attached()
    assert (
        page.locator("article").get_by_role("navigation").count() == 3
    )  # the pages of the lesson, text or lab, where to go from here


def test_text_is_there_before_the_script_starts(page: Page, server: str) -> None:
    page.goto(f"{server}/lesson/large-datasets/", wait_until="networkidle")
    page.wait_for_selector(READY)
    paints = page.evaluate("performance.getEntriesByType('paint').map(entry => entry.startTime)")
    script = loaded(page, "/bundle")
    assert len(script) == 1
    assert max(paints) <= script[0]["startTime"]


@pytest.mark.parametrize(("way", "key"), [("mouse", ""), ("keyboard", "Enter")])
def test_first_click_or_key_on_a_link_goes_on_instantly(way: str, key: str, page: Page, server: str) -> None:
    """What stays of the page, its links, its pictures and its style, is found from a folder of another depth."""
    follow_instantly(page, server)
    sheets: list[str] = []
    page.on("request", lambda request: sheets.append(request.url) if request.resource_type == "stylesheet" else None)
    page.goto(f"{server}/lesson/large-datasets/", wait_until="networkidle")
    page.wait_for_selector(READY)
    assert len(sheets) == 1, "a style sheet is loaded twice, and the page is styled twice"
    page.evaluate("window.stays = true")
    link = page.locator("header .md-logo")
    if way == "mouse":
        link.click()
    else:
        link.focus()
        page.keyboard.press(key)
    expect(page.locator("h1")).to_contain_text("What makes deep learning work")
    page.locator(".md-tabs").get_by_role("link", name="FAQ").click()
    expect(page.locator("h1")).to_contain_text("Twenty-four questions")
    assert page.evaluate("window.stays") is True, "the page was loaded anew; instant navigation is broken"
    assert page.evaluate("document.styleSheets.length") == 1
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-tabs__item--active a')).color") != "rgb(0, 0, 238)"
    )
    page.go_back()
    expect(page.locator("h1")).to_contain_text("What makes deep learning work")
    page.unroute_all(behavior="wait")


@pytest.mark.parametrize("name", ["labs/end-to-end-training/", "lesson/large-datasets/"])
def test_keyboard_scrolls_code_and_tables_of_a_narrow_screen(name: str, browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/{name}", wait_until="networkidle")
    page.wait_for_selector(READY)
    page.wait_for_timeout(500)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    boxes = page.locator("pre > code, .md-typeset__scrollwrap").filter(visible=True)
    wide = [box for box in boxes.all() if box.evaluate("box => box.scrollWidth > box.clientWidth + 5")]
    assert wide
    for box in wide:
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert box.evaluate("box => box.scrollLeft") > 0, box.evaluate("box => box.outerHTML.slice(0, 100)")
    context.close()


def test_part_that_is_set_up_later_works_at_the_first_click(page: Page, server: str) -> None:
    """Parts come one at a time; whoever opens search or changes colours at once is not lost."""
    page.goto(server, wait_until="load")
    page.locator("input[name=query]").click()
    page.keyboard.type("gradient")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    page.locator(".md-header__option label:not([hidden])").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_have_the_colours_of_the_palette_from_the_start(
    scheme: Literal["light", "dark"], browser: Browser, server: str
) -> None:
    """The theme says so in the head of a page, and has all of it styled anew; the style sheet says it first."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/glossary/", wait_until="networkidle")
    page.wait_for_selector(READY)
    assert page.locator("meta[name=color-scheme]").count() == 0
    now = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert (now == "dark") == (scheme == "dark"), now
    context.close()


def test_code_on_a_phone_is_prepared_as_it_comes_into_sight(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/labs/first-network/", wait_until="networkidle")
    page.wait_for_selector(READY)
    codes = page.locator("pre:has(> code):not(.no-copy pre)")
    buttons = page.locator(".md-code__button")
    assert buttons.count() < codes.count() / 2, "all code is prepared at once, while the reader waits"
    last = codes.filter(visible=True).last
    last.scroll_into_view_if_needed()
    last.locator(".md-code__button").wait_for(state="attached")
    context.close()
