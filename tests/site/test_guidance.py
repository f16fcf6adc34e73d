"""What a page says about itself and how it is laid out: its place, its time, what comes next, its measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.utils.meta import get_data
from playwright.sync_api import Browser, Page, expect

from tests import servers
from tests.checks.config import read
from tests.conftest import ROOT
from tests.site.test_walk import PAGES

pytestmark = pytest.mark.xdist_group("browser")
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Open]:
    """Opens a page of the site on a screen of this width."""
    contexts = []

    def go(name: str, width: int = 1440, height: int = 900) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = contexts[-1].new_page()
        page.goto(f"{server}/{name}", wait_until="networkidle")
        return page

    yield go
    for context in contexts:
        context.close()


# Letters of each line of plain paragraphs, but for the last, which is as long as it happens to be.
LINES = """() => [...document.querySelectorAll(".md-content__inner > p:not([class], :has(strong, math))")]
    .flatMap(p => {
    const lines = new Map(), range = document.createRange(), walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        const line = Math.round(range.getBoundingClientRect().bottom / 10)
        lines.set(line, (lines.get(line) ?? 0) + 1)
    }
    return [...lines.values()].slice(0, -1) })"""


@pytest.mark.parametrize("name", ["lesson/large-datasets/", "faq/retrieval/"])
def test_lines_of_text_have_sixty_five_to_seventy_two_letters(name: str, opened: Open) -> None:
    """On average, with the room of one letter for another machine's font."""
    lengths = opened(name).evaluate(LINES)
    assert len(lengths) > 20
    assert 64 <= sum(lengths) / len(lengths) <= 73


def test_page_of_the_lesson_says_where_it_stands_and_how_long_it_takes(opened: Open) -> None:
    page = opened("lesson/transfer-learning/")
    said = " ".join((page.locator(".eyebrow").text_content() or "").split())
    assert said.startswith("Feature 5 of 6 · Transfer learning · ")
    time = said.removeprefix("Feature 5 of 6 · Transfer learning · ")
    assert [word for word in time.split() if not word.isdigit()] == ["min", "·", "lab", "min,", "runs", "in", "min"]
    cards = page.locator(".onward a")
    assert cards.locator(".onward__name").all_text_contents() == [
        "Transfer learning",
        "Parallel and distributed computing",
    ]
    assert all("min" in text for text in cards.locator(".onward__time").all_text_contents())
    page.locator(".switch").get_by_role("link", name="Lab", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Lab: transfer learning")
    assert (
        page.locator(".onward a").locator(".onward__name").all_text_contents()
        == cards.locator(".onward__name").all_text_contents()
    )
    expect(page.locator(".onward__what").first).to_have_text("Back to the lesson")


def test_page_of_answers_leads_to_its_labs_and_a_lab_on_data_back(opened: Open) -> None:
    page = opened("faq/stores-and-operations/")
    names = page.locator(".onward__name")
    assert names.all_text_contents() == ["A database server, its guards, and its copies", "Versions of data and models"]
    names.nth(1).click()
    expect(page.locator(".onward__name").first).to_have_text("Stores and operations")


def test_strip_says_in_words_where_a_phone_is(opened: Open) -> None:
    strip = opened("lesson/layered-architecture/", 390).locator(".unit li").locator("visible=true")
    assert strip.count() == 3
    assert (strip.nth(1).inner_text()).split("\n") == ["Layered architecture", "3 of 12"]
    assert [box["height"] >= 24 for box in (strip.nth(at).locator("a").bounding_box() for at in range(3)) if box] == [
        True
    ] * 3


@pytest.mark.parametrize("width", [768, 1000, 1220, 1440])
def test_strip_with_the_longest_name_keeps_to_its_column(width: int, opened: Open) -> None:
    pages = (ROOT / "docs/lesson").glob("*.md")
    longest = max(pages, key=lambda path: len(get_data(path.read_text(encoding="utf-8"))[1]["title"]))
    page = opened(f"lesson/{longest.stem}/", width)
    strip, last = page.locator(".unit").bounding_box(), page.locator(".unit li").last.bounding_box()
    assert strip and last
    assert last["x"] + last["width"] <= strip["x"] + strip["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 320])
def test_home_on_a_phone_shows_its_button_and_its_whole_picture(width: int, opened: Open) -> None:
    page = opened("", width, 844)
    button = page.locator(".md-button").first.bounding_box()
    assert button and button["y"] + button["height"] < 844
    assert page.locator("article .md-button--primary").count() == 1
    for panel in page.locator(".lab-frame svg").all():
        box = panel.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_sign_of_a_link_to_a_section_takes_no_line(name: str, opened: Open) -> None:
    page = opened(name, 320)
    lost = page.evaluate(
        """() => [...document.querySelectorAll(":is(h1, h2, h3):has(.headerlink)")].filter(heading => {
            const before = heading.offsetHeight
            heading.querySelector(".headerlink").remove()
            return heading.offsetHeight !== before
        }).map(heading => heading.textContent)"""
    )
    assert lost == []


@pytest.mark.parametrize("name", ["", "lesson/layered-architecture/", "labs/large-datasets/"])
def test_nothing_of_a_page_waits_to_be_drawn(name: str, opened: Open) -> None:
    """A picture of the whole page, or a reader mode, has what is not on the screen as well."""
    page = opened(name)
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll(".md-content *")]
            .filter(e => getComputedStyle(e).contentVisibility === "auto").length"""
        )
        == 0
    )


def test_wide_table_shows_that_it_goes_on(opened: Open) -> None:
    page = opened("lesson/automatic-feature-extraction/", 320)
    page.wait_for_selector(".md-typeset__scrollwrap", state="attached")  # the first may be folded
    wrap = page.locator(".md-typeset__scrollwrap").filter(visible=True).first
    assert wrap.evaluate("wrap => wrap.scrollWidth > wrap.clientWidth")
    shades = wrap.evaluate("wrap => getComputedStyle(wrap).backgroundAttachment.split(', ')")
    assert shades == ["local", "local", "scroll", "scroll"]
    assert wrap.locator("table").evaluate("table => getComputedStyle(table).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_old_addresses_lead_on_at_a_host_that_knows_nothing_of_them(browser: Browser, site: Path) -> None:
    with servers.python(site) as address:
        page = browser.new_page()
        for old, new in read(ROOT)["extra"]["moved"].items():
            page.goto(f"{address}/{old}/")
            page.wait_for_url(f"{address}/{new}/")
            expect(page.locator("article h1")).to_be_visible()
        page.close()
