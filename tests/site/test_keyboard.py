"""Every page by keyboard, with little motion and with forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.conftest import ALL
from tests.site.test_walk import KINDS, PAGES

pytestmark = pytest.mark.xdist_group("access")

# The element with the focus: what it is, whether it can be seen with nothing over it, and by what its focus is shown.
STOP = """async (way) => {
    const stop = document.activeElement
    if (stop === document.body) return null
    const drawn = stop.matches(".md-option") ? stop.nextElementSibling : stop  // a radio button drawn by its label
    const open = () => [...drawn.getClientRects()].some((box) => {
        // A long table is looked at where it is on the screen.
        const x = Math.max(0, box.left), y = Math.max(0, box.top)
        const width = Math.min(innerWidth, box.right) - x, height = Math.min(innerHeight, box.bottom) - y
        return [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([right, down]) => {
            const top = document.elementFromPoint(x + right * width, y + down * height)
            return top && (drawn.contains(top) || top.contains(drawn))
        })
    })
    // Search opens after it has the focus.
    for (let turn = 0; turn < 30 && !open(); turn += 1) await new Promise((go) => setTimeout(go, 100))
    const box = drawn.getBoundingClientRect(), look = getComputedStyle(drawn)
    const again = stop.dataset.stop === way
    stop.dataset.stop = way
    return {
        what: stop.outerHTML.slice(0, 120), again, open: open(),
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
            && box.top < innerHeight && box.left < innerWidth && look.visibility === "visible",
        shown: (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1) || look.boxShadow !== "none",
    }
}"""
# Whatever a press of Tab should reach: what can have the focus, is drawn and is not taken out of the order.
STOPS = """(way) => [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")].filter(e =>
    e.tabIndex >= 0 && e.dataset.stop !== way
    && e.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && e.getBoundingClientRect().width > 1).map(e => e.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => {
    const look = getComputedStyle(e), time = text => Math.max(...text.split(",").map(parseFloat))
    return time(look.transitionDuration) > 0.01
        || (look.animationName !== "none" && time(look.animationDuration) > 0.01)
        || look.scrollBehavior === "smooth"
}).map(e => e.outerHTML.slice(0, 80))"""


# A page of each kind at both widths and both ways; the others have the same templates around what they hold.
WALKS = [
    (name, width, ("Tab", "Shift+Tab") if ALL or name in {*KINDS, "404.html"} else ("Tab",))
    for name in [*PAGES, "404.html"]
    for width in (320, 1440)
    if ALL or width == 320 or name in {*KINDS, "404.html"}
]


@pytest.mark.parametrize(
    ("name", "width", "ways"), WALKS, ids=[f"{name or 'home'}-{width}" for name, width, _ in WALKS]
)
def test_keyboard_reaches_everything_and_shows_where_it_is(
    name: str, width: int, ways: tuple[str, ...], browser: Browser, server: str
) -> None:
    # With less motion the drawer of a narrow screen is there at once.
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto(f"{server}/{name}", wait_until="networkidle")
    page.wait_for_selector(".md-header__option label:not([hidden])")  # the last part that the script sets up
    faults, stops = [], 0
    for way in ways:
        page.evaluate("document.activeElement.blur()")
        begun = stops
        for _ in range(1000):
            page.keyboard.press(way)
            stop = page.evaluate(STOP, way)
            if stop is None and stops == begun:  # from where the other way ended, the first press may leave the page
                continue
            if stop is None or stop["again"]:
                break
            stops += 1
            if not stop["seen"]:
                faults.append(f"{way}: out of sight: {stop['what']}")
            if not stop["open"]:
                faults.append(f"{way}: something lies over it: {stop['what']}")
            if not stop["shown"]:
                faults.append(f"{way}: focus not shown: {stop['what']}")
        if stop is None:  # past the last stop; without a focus, the button to the top may come back
            page.keyboard.press(way)
            assert page.evaluate("document.activeElement !== document.body")
        faults += [f"{way}: not reached: {what}" for what in page.evaluate(STOPS, way)]
    page.close()
    assert stops > 20
    assert faults == []


@pytest.mark.parametrize("name", ["", "labs/large-datasets/"], ids=lambda name: name or "home")
def test_nothing_moves_for_readers_who_want_less_motion(name: str, browser: Browser, server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}/{name}", wait_until="networkidle")
    moving = page.evaluate(MOVING)
    context.close()
    assert moving == []


# Icons are cut out of a ground by a mask; where the ground has the colour of the page, they are gone.
LOST = """() => {
    const page = getComputedStyle(document.body).backgroundColor, lost = []
    for (const e of document.querySelectorAll("body *")) for (const part of [null, "::before", "::after"]) {
        const look = getComputedStyle(e, part)
        if (e.checkVisibility() && look.maskImage !== "none" && look.content !== "none" && look.display !== "none"
            && (part === null || look.content !== "normal") && look.backgroundColor === page)
            lost.push(e.outerHTML.slice(0, 80) + (part ?? ""))
    }
    return lost
}"""


@pytest.mark.parametrize("name", ["", "lesson/layered-architecture/", "labs/large-datasets/", "faq/retrieval/"])
def test_icons_stay_with_forced_colours(name: str, browser: Browser, server: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/{name}", wait_until="networkidle")
    page.wait_for_selector(".md-header__option label:not([hidden])")
    lost = page.evaluate(LOST)
    context.close()
    assert lost == []


# Boxes that the keyboard stops at so that it can scroll them, although they show all that they hold.
IDLE = """() => [...document.querySelectorAll("article :is(pre > code, .md-typeset__scrollwrap, .lab-frame)")]
    .filter(e => e.checkVisibility() && e.tabIndex >= 0 && e.scrollWidth <= e.clientWidth)
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", ["lesson/layered-architecture/", "labs/layered-architecture/"])
def test_keyboard_stops_only_at_boxes_that_scroll(name: str, browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{server}/{name}", wait_until="networkidle")
    page.wait_for_selector(".md-header__option label:not([hidden])")
    page.wait_for_timeout(500)
    idle = page.evaluate(IDLE)
    page.close()
    assert idle == []
