"""Any page printed from the browser: no furniture, light ink, open folds, whole code, numbered pages."""

from __future__ import annotations

import io
import json
import re

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.conftest import ROOT

PAGES = ["", "lesson/transfer-learning/", "labs/clean-data/", "faq/retrieval/"]
pytestmark = pytest.mark.xdist_group("print")


TYPED = str.maketrans("“”‘’", "\"\"''")


def squeeze(text: str) -> str:
    """Text as it was typed, without spaces."""
    return re.sub(r"\s+", "", text).translate(TYPED)


def printed(browser: Browser, address: str, paper: str, scheme: str) -> PdfReader:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    data = page.pdf(format=paper, print_background=True, tagged=True)
    context.close()
    return PdfReader(io.BytesIO(data))


@pytest.mark.parametrize(("paper", "width"), [("A4", 595), ("Letter", 612)])
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_page_prints_as_paper(name: str, paper: str, width: int, browser: Browser, server: str) -> None:
    reader = printed(browser, f"{server}/{name}", paper, "dark")
    assert abs(float(reader.pages[0].mediabox.width) - width) < 2
    texts = [page.extract_text() for page in reader.pages]
    whole = squeeze(" ".join(texts))
    for furniture in ("Tableofcontents", "Editthispage", "Backtotop", "Downloadthisnotebook", "Skiptocontent"):
        assert furniture not in whole, f"{furniture} is on paper"
    for number, text in enumerate(texts, start=1):
        assert f"{number}/{len(texts)}" in squeeze(text), f"page {number} has no number"
        assert len(squeeze(text)) > 60, f"page {number} is blank"
    assert "in-depth-learning.example" in whole


def test_lesson_alone_looks_like_a_chapter(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 642, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/{PAGES[1]}")
    page.emulate_media(media="print")
    look = "e => [getComputedStyle(e).fontSize, getComputedStyle(e).fontFamily, e.getBoundingClientRect().width]"
    size, family, width = page.eval_on_selector(".md-content__inner > h2 ~ p", look)
    border = page.eval_on_selector(".md-content__inner > h2", "e => getComputedStyle(e).borderTopWidth")
    shown = page.eval_on_selector_all(
        "nav, .page-foot", "all => all.filter(e => e.checkVisibility()).map(e => e.className)"
    )
    context.close()
    assert size == "14px"
    assert family.endswith("serif")
    assert "sans" not in family
    assert 440 < width < 480
    assert border == "0px"
    assert shown == []
    last = printed(browser, f"{server}/{PAGES[1]}", "A4", "light").pages[-1].extract_text()
    assert len(last.splitlines()) > 8, "the last page is nearly empty"


def test_folded_answers_lie_open_on_paper(browser: Browser, server: str) -> None:
    whole = squeeze(" ".join(p.extract_text() for p in printed(browser, f"{server}/{PAGES[1]}", "A4", "light").pages))
    source = (ROOT / "docs/lesson/transfer-learning.md").read_text(encoding="utf-8")
    answers = re.findall(r'^\?\?\? \w+ "(.+)"\n\n? +(\S+ \S+ \S+)', source, re.MULTILINE)
    assert len(answers) >= 5
    for title, words in answers:
        assert squeeze(title) in whole, f"the fold '{title}' is not on paper"
        if "[" not in words:
            assert squeeze(words.replace("*", "").replace("`", "")) in whole, f"the fold '{title}' is shut on paper"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_sheet_to_hand_out_is_a_page_of_its_own(paper: str, browser: Browser, server: str) -> None:
    pages = [squeeze(page.extract_text()) for page in printed(browser, f"{server}/teach/", paper, "light").pages]
    first, last = ([n for n, text in enumerate(pages) if part in text] for part in ("Sheet1:", "Sheet2:"))
    ends = [n for n, text in enumerate(pages) if "Whichconclusionwouldbewrong?" in text]
    assert ends == [first[-1], last[-1]] == [len(pages) - 2, len(pages) - 1]
    assert "Twosheetstohandout" not in pages[-2]


def test_no_line_of_code_is_cut_off(browser: Browser, server: str) -> None:
    whole = squeeze(" ".join(p.extract_text() for p in printed(browser, f"{server}/{PAGES[2]}", "A4", "light").pages))
    cells = json.loads((ROOT / "docs/labs/clean-data.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = [line for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines()]
    lines = [line for line in lines if line.strip() and not line.startswith("#|")]
    cut = [line for line in lines if squeeze(line) not in whole and squeeze(line)[-25:] not in whole]
    assert cut == []


def test_paper_is_white_for_readers_of_the_night(browser: Browser, server: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server}/lesson/large-datasets/", wait_until="networkidle")
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.querySelector('.md-typeset h2 ~ p')).color")
    axis = page.evaluate("getComputedStyle(document.querySelector('.lab-frame svg')).color")
    context.close()
    assert ground == "rgb(255, 255, 255)"
    for colour in (ink, axis):
        assert max(map(int, re.findall(r"\d+", colour)[:3])) < 100, f"{colour} is too light for paper"
