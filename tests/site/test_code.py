"""Code on a page: what is cut at its right edge is seen to go on, and the button to copy is seen and hides nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")
LAB = "labs/clean-data/"
BLOCK = ".highlight:not(.no-copy) pre > code"  # the first one names packages in a line too long for a phone
LUMINANCE = """(text) => {
  const part = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const [red, green, blue] = text.match(/[0-9.]+/g).map((value) => part(value / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """A phone that shows a lab in one of its palettes; a block whose lines are too long for it is marked."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, color_scheme=request.param)
    page = context.new_page()
    page.goto(f"{server}/{LAB}", wait_until="networkidle")
    block = page.locator(BLOCK).first
    block.evaluate("(code) => { code.dataset.long = '' }")
    block.scroll_into_view_if_needed()
    page.wait_for_selector("pre:has([data-long]) .md-code__button")
    assert block.evaluate("(code) => code.scrollWidth > code.clientWidth + 40")
    yield page
    context.close()


def edge(page: Page) -> tuple[int, int]:
    """How dark the ground of the long block is at its left and its right edge, below the words of its last line."""
    picture = Image.open(io.BytesIO(page.locator("[data-long]").screenshot())).convert("L")
    row = picture.height - 7  # in the padding
    return picture.getpixel((4, row)), picture.getpixel((picture.width - 3, row))  # type: ignore[return-value]


def test_code_that_goes_on_has_a_shade_at_its_edge(page: Page) -> None:
    left, right = edge(page)
    assert abs(left - right) > 25, "nothing says that the lines go on"
    page.locator("[data-long]").evaluate("(code) => { code.scrollLeft = code.scrollWidth }")
    left, right = edge(page)
    assert abs(left - right) < 6, "there is no more, but a shade says so"


def test_bar_says_it_where_colours_are_forced(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    block = page.locator("[data-long]")
    assert block.evaluate("(code) => getComputedStyle(code).scrollbarWidth") == "auto"


def test_button_to_copy_is_seen_and_covers_no_code(page: Page) -> None:
    button = page.locator("pre:has([data-long]) .md-code__button").first
    colour = button.evaluate("(part) => getComputedStyle(part).color")
    ground = page.locator("[data-long]").evaluate("(part) => getComputedStyle(part).backgroundColor")
    lights = sorted(page.evaluate(LUMINANCE, text) for text in (colour, ground))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 3
    box, lines = (
        button.bounding_box(),
        page.locator("[data-long]").evaluate(
            """(code) => { const range = document.createRange(); range.selectNodeContents(code);
          return range.getBoundingClientRect().top; }"""
        ),
    )
    assert box is not None
    assert box["y"] + box["height"] <= lines
