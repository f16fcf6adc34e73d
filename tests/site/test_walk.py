"""A walk through the built site in Chromium: every page opens, nothing foreign is asked for, no complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from course.publishing import headers
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import servers
from tests.checks.config import entries, read
from tests.conftest import ROOT

PAGES = [name.rsplit(".", 1)[0].removesuffix("index") for name in entries(read(ROOT)["nav"])]
# A page of each kind: one for each template, and the one of a kind that holds most.
KINDS = [
    "",
    "faq/",
    "faq/retrieval",
    "glossary",
    "labs/",
    "labs/search-and-retrieval",
    "lesson/",
    "lesson/layered-architecture",
    "references",
    "teach",
]
pytestmark = pytest.mark.xdist_group("browser")


class Watch:
    """What a page asked for beyond its own host, and what it complained about."""

    def __init__(self, page: Page, server: str) -> None:
        self.faults: list[str] = []
        page.on("request", lambda request: self.request(request.url, server))
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def request(self, url: str, server: str) -> None:
        if not url.startswith((server, "data:", "blob:")):
            self.faults.append(f"foreign: {url}")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_page_opens_without_foreign_requests_or_complaints(name: str, page: Page, server: str) -> None:
    watch = Watch(page, server)
    answer = page.goto(f"{server}/{name}{'' if name.endswith('/') or not name else '/'}", wait_until="networkidle")
    assert answer is not None and answer.status == 200
    assert page.locator("h1").count() == 1
    assert watch.faults == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_page_fits_a_narrow_screen(name: str, scheme: str, browser: Browser, server: str) -> None:
    """320 px wide is a telephone, and a screen of 1280 px at 400 %."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server}/{name}")
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    culprit = page.evaluate(
        """() => [...document.querySelectorAll('.md-content *')].filter(e => e.getBoundingClientRect().right > 321
             && !e.closest('pre, .md-typeset__scrollwrap, .md-typeset__table'))
             .slice(0, 3).map(e => e.outerHTML.slice(0, 80))"""
    )
    small = page.evaluate(
        """() => [...document.querySelectorAll('.lab-frame svg text')].filter(e => e.getClientRects().length)
             .map(e => [e.closest('figure').id, parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a])
             .filter(([, letters]) => letters < 11)"""
    )
    scheme_now = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
    context.close()
    assert wide <= 320, f"{name}: {wide} px wide on a screen of 320; too wide: {culprit}"
    assert small == [], f"{name}: letters of figures have less than 11 px"
    assert scheme_now == {"light": "default", "dark": "slate"}[scheme]


def test_missing_address_gets_a_page_that_helps(page: Page, server: str) -> None:
    answer = page.goto(f"{server}/lesson/no-such-page/")
    assert answer is not None and answer.status == 404
    expect(page.locator("h1")).to_have_text("This page does not exist")
    page.locator("article a", has_text="home page").click()
    expect(page.locator("h1")).to_contain_text("What makes deep learning work")


@pytest.mark.parametrize("name", ["", "lesson/no-such-page/"])
def test_nginx_sends_every_header(name: str, page: Page, server: str) -> None:
    if servers.NGINX is None:
        pytest.skip("no nginx on this machine; install the package nginx-light")
    sent = page.request.get(f"{server}/{name}").headers
    assert {header for header in headers.HEADERS if header.lower() not in sent} == set()
    policy = sent["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert page.request.get(f"{server}/_headers").status == 404


def test_nginx_says_how_long_a_file_may_be_kept(page: Page, server: str) -> None:
    if servers.NGINX is None:
        pytest.skip("no nginx on this machine; install the package nginx-light")
    sheet = re.search(r'href="([^"]+\.css)"', page.request.get(server).text())
    assert sheet is not None

    def kept(name: str) -> str | None:
        return page.request.get(f"{server}/{name}").headers.get("cache-control")

    assert kept(sheet[1]) == headers.FOR_EVER
    for name in ("", "lesson/", "search/search_index.json", "sitemap.xml"):
        assert kept(name) == headers.ANEW, name
    assert kept("assets/gone.0123456789ab.css") is None


def search(page: Page, term: str) -> None:
    """Open the search by its key and type a term."""
    for _ in range(50):  # the part of the script that knows "/" is set up some time after the first paint
        page.keyboard.press("/")
        if page.evaluate("document.activeElement.name") == "query":
            break
        page.wait_for_timeout(100)
    page.keyboard.type(term)


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("backpropagation", "/lesson/"),
        ("two spirals", "/labs/layered-architecture/"),
        ("pooling", "/glossary/#pooling"),
        ("Telgarsky", "/references/#telgarsky-2016"),
    ],
)
def test_search_finds_a_term_and_a_lab(term: str, found: str, page: Page, server: str) -> None:
    watch = Watch(page, server)
    page.goto(server)
    search(page, term)
    path, _, section = found.partition("#")
    wanted = f"[href*='{path}']" + (f"[href*='#{section}']" if section else "")
    result = page.locator(f".md-search-result__link{wanted}").first
    expect(result).to_be_visible(timeout=15_000)
    result.click()
    page.wait_for_url(f"**{path}**{section}")
    if section:
        expect(page.locator(f"[id='{section}']")).to_be_in_viewport()
    assert watch.faults == []


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("hallucination", "/faq/retrieval/#q"),
        ("privacy", "/faq/stores-and-operations/#q7"),
        ("GDPR", "/faq/stores-and-operations/#q7"),
        ("How do I store prompts?", "/faq/prompts-and-feedback/#q3"),
        ("RAG", "/faq/retrieval/#q6"),
        ("vector database", "/faq/retrieval/#q9"),
        ("knowledge graphs", "/faq/retrieval/#q22"),
        ("what is overfitting", "/glossary/#overfitting"),
        ("softmax", "/glossary/#softmax"),
    ],
)
def test_first_place_that_search_names_is_the_answer(question: str, first: str, page: Page, server: str) -> None:
    path, _, section = first.partition("#")
    address = re.compile(rf"{path}(\?h=[^#]*)?#{section}")
    page.goto(server)
    search(page, question)
    results = page.locator(".md-search-result__item a[href*='#']")
    expect(results.first).to_have_attribute("href", address, timeout=15_000)


def test_shared_search_loads_its_index_once_and_with_the_page(page: Page, server: str) -> None:
    watch = Watch(page, server)
    page.goto(f"{server}/?q=network")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
    entries = "performance.getEntriesByType('resource').filter(entry => %s.test(entry.name))"
    # A few hundred bytes ask whether the copy in the cache is still good.
    index = page.evaluate(f"{entries % '/search_index/'}.map(entry => [entry.transferSize > 1000, entry.startTime])")
    assert [sent for sent, _ in index] == [True, False], "the index is not fetched once, and then found in the cache"
    script = page.evaluate(f"{entries % '/bundle/'}[0].responseEnd")
    assert index[0][1] < script, "the index waits for the script"
    assert watch.faults == []


@pytest.mark.parametrize(("system", "steps", "chosen"), [("light", 2, "slate"), ("dark", 1, "default")])
def test_palette_is_remembered(system: str, steps: int, chosen: str, browser: Browser, server: str) -> None:
    context = browser.new_context(color_scheme=system, viewport={"width": 1440, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server)
    for step in range(1, steps + 1):  # from the system's choice to light, from light to dark
        page.locator(f"label[for=__palette_{step}]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", chosen)
    page.goto(f"{server}/glossary/", wait_until="commit")
    page.wait_for_selector("h1")
    assert page.locator("body").get_attribute("data-md-color-scheme") == chosen, "the page starts in other colours"
    stored = page.evaluate("Object.keys(localStorage)")
    context.close()
    assert all("palette" in key for key in stored), stored


def follow_instantly(page: Page, server: str) -> None:
    """Let the theme follow links without loading; it follows those that the site map names by published address."""
    home = str(read(ROOT)["site_url"])
    names = page.request.get(f"{server}/sitemap.xml").text().replace(home, f"{server}/")
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=names, content_type="text/xml"))


def test_instant_navigation_keeps_the_document(page: Page, server: str) -> None:
    follow_instantly(page, server)
    watch = Watch(page, server)
    sheets: list[str] = []
    page.on("request", lambda request: sheets.append(request.url) if request.resource_type == "stylesheet" else None)
    page.goto(f"{server}/lesson/", wait_until="networkidle")
    assert len(sheets) == len(set(sheets)) == 1, "a stylesheet is loaded twice, and the page is styled twice"
    page.evaluate("window.stays = true")
    page.locator("article a", has_text="Layered architecture").first.click()
    expect(page.locator("h1")).to_contain_text("layers on top of layers")
    assert page.evaluate("window.stays") is True, "the page was loaded anew; instant navigation is broken"
    assert page.evaluate("document.body.hasAttribute('data-painted')"), "the drawer would stay empty"
    expect(page.locator("figure.lab-figure svg").first).to_be_visible()
    page.locator("header .md-logo").click()
    expect(page.locator("h1")).to_contain_text("What makes deep learning work")
    assert page.evaluate("window.stays") is True
    assert page.evaluate("[...document.images].every(image => !image.complete || image.naturalWidth)"), "a lost picture"
    assert page.evaluate("[...document.styleSheets].filter(sheet => !sheet.media.length).length") == 1
    page.unroute_all(behavior="wait")
    assert watch.faults == []


@pytest.mark.parametrize(
    ("start", "steps"),
    [
        ("", ["Lesson"]),
        ("lesson/", ["Labs", "FAQ", "Home"]),
        ("labs/large-datasets/", ["Home"]),
        ("", ["Lesson", "Layered architecture", "FAQ"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value or "home",
)
def test_search_works_after_instant_navigation(start: str, steps: list[str], page: Page, server: str) -> None:
    """A reader moves between pages of different depth first, and searches then."""
    follow_instantly(page, server)
    watch = Watch(page, server)
    page.goto(f"{server}/{start}", wait_until="networkidle")
    page.evaluate("window.stays = true")
    for step in steps:
        before = page.url
        links = page.locator(".md-tabs, article, .md-header__title, .md-sidebar--primary")
        links.get_by_role("link", name=step, exact=True).locator("visible=true").first.click()
        page.wait_for_url(lambda address, before=before: address != before)  # type: ignore[misc]
        page.wait_for_timeout(500)  # a reader looks at the page first; a search opened by then would be closed again
    assert page.evaluate("window.stays") is True, "the page was loaded anew; instant navigation is broken"
    search(page, "gradient")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
    page.unroute_all(behavior="wait")
    assert watch.faults == []


def test_number_leads_to_its_row(page: Page, server: str) -> None:
    page.goto(f"{server}/lesson/layered-architecture/", wait_until="networkidle")
    number = page.locator("a.run[href$='#probe-layer-1']").first
    number.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a reader looks before the click; the theme notes where a page is after 100 ms
    number.click()
    row = page.locator("#probe-layer-1")
    expect(row).to_be_in_viewport()
    page.wait_for_load_state("networkidle")
    assert 0 <= row.evaluate("row => row.getBoundingClientRect().top") < 150


@pytest.mark.parametrize("when", ["before", "after"])
def test_number_leads_to_its_row_from_a_page_that_moves(when: str, page: Page, server: str) -> None:
    """The reader scrolls just before the click, or goes on scrolling while the lab is on its way."""
    follow_instantly(page, server)

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/labs/layered-architecture/", late)
    page.goto(f"{server}/lesson/layered-architecture/", wait_until="networkidle")
    page.wait_for_selector(".md-header__option label:not([hidden])")  # the last part that the script sets up
    page.evaluate(
        """async (when) => {
            const pause = (time) => new Promise((go) => setTimeout(go, time));
            const number = document.querySelector("a.run[href$='#probe-layer-1']");
            number.scrollIntoView();
            await pause(when == "before" ? 30 : 500);
            number.click();
            await pause(100);
            if (when == "after") scrollBy(0, 200);
        }""",
        when,
    )
    page.wait_for_selector("#probe-layer-1")
    page.wait_for_timeout(500)
    top = page.locator("#probe-layer-1").evaluate("row => row.getBoundingClientRect().top")
    assert 0 <= top < 150
    page.unroute_all(behavior="wait")


@pytest.mark.parametrize(("link", "goal"), [("Exercises", "h2#exercises"), ("Large datasets", "h1"), ("Labs", "h1")])
def test_drawer_of_a_narrow_screen_is_one_list(link: str, goal: str, browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}/lesson/transfer-learning/", wait_until="networkidle")
    page.wait_for_selector(".md-header__option label:not([hidden])")  # the last part that the script sets up
    before = page.url
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).not_to_be_in_viewport()
    page.locator(".md-header [for=__drawer]").tap()
    expect(drawer.get_by_role("link", name="Home")).to_be_in_viewport()
    drawer.get_by_role("link", name=link, exact=True).tap()  # fails where another part of the drawer lies over it
    page.wait_for_url(lambda address: address != before)
    expect(drawer).not_to_be_in_viewport()
    expect(page.locator(goal)).to_be_in_viewport()
    context.close()


def test_code_can_be_copied(context: BrowserContext, page: Page, server: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(f"{server}/labs/end-to-end-training/")
    block = page.locator(".highlight#backward-code, #backward-code .highlight").first
    block.hover()
    block.locator(".md-code__button[data-md-type='copy'], .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "def backward(" in copied


def test_download_is_the_very_notebook(page: Page, server: str) -> None:
    page.goto(f"{server}/labs/large-datasets/")
    with page.expect_download() as download:
        page.get_by_text("Download this notebook").click()
    assert Path(download.value.path()).read_bytes() == (ROOT / "docs/labs/large-datasets.ipynb").read_bytes()


def test_keyboard_reaches_content_and_folded_answers(page: Page, server: str) -> None:
    page.goto(f"{server}/lesson/transfer-learning/", wait_until="networkidle")
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    assert "md-skip" in skip, f"the first stop is not the skip link but '{skip}'"
    summary = page.locator("details.question > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.question").first).to_have_attribute("open", "")
    outline = summary.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline != "none", "a focused summary shows no outline"
