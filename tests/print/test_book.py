"""The whole course as one PDF: contents, links, tags, figures, code, size."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pypdf import PdfReader

from tests.checks.config import entries, read
from tests.conftest import ROOT

PICTURES = Path(__file__).parent / "pictures"
BOOK = yaml.safe_load((ROOT / "scripts/book.yml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.xdist_group("print")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def printed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built site with the book in it."""
    copy = tmp_path_factory.mktemp("book") / "site"
    shutil.copytree(site, copy)
    command = [sys.executable, str(ROOT / "scripts/pdf"), "--site", str(copy)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=400,
        env=os.environ | {"SOURCE_DATE_EPOCH": "0"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


@pytest.fixture(scope="module")
def book(printed: Path) -> Path:
    return printed / "in-depth-learning.pdf"


@pytest.fixture(scope="module")
def reader(book: Path) -> PdfReader:
    return PdfReader(book)


@pytest.fixture(scope="module")
def texts(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def test_size_is_within_bounds(book: Path, reader: PdfReader) -> None:
    assert 120 <= len(reader.pages) < 170
    assert book.stat().st_size < 15_000_000


def test_each_page_of_the_site_is_in_the_book_or_left_out_for_a_reason() -> None:
    within = [source for part in BOOK["parts"] for source in part["pages"]]
    assert sorted([*within, *BOOK["left_out"]]) == sorted(entries(read(ROOT)["nav"]))


def test_document_says_what_it_is(book: Path) -> None:
    config = read(ROOT)
    with pikepdf.open(book) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.docinfo["/Title"]) == config["site_name"]
        assert str(pdf.docinfo["/Author"]) == config["site_author"]
        assert str(pdf.docinfo["/Subject"]) == config["site_description"].strip()
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True


def outline(items: list[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, re.sub(r"\s+", " ", str(item.title)).strip()


def article(site: Path, source: str) -> Tag:
    """What the site shows of a page."""
    path = site / source.rsplit(".", 1)[0].removesuffix("index") / "index.html"
    found = BeautifulSoup(path.read_bytes(), "html.parser").select_one("article.md-content__inner")
    assert found is not None
    for gone in found.select(".headerlink"):
        gone.decompose()
    return found


def test_outline_is_parts_and_numbered_chapters(site: Path, reader: PdfReader) -> None:
    wanted, number = [str(read(ROOT)["site_name"]), "Contents"], 0
    for part in BOOK["parts"]:
        wanted.append(part["name"])
        for source in part["pages"]:
            number += part.get("numbered", False)
            title = article(site, source).select_one("h1")
            assert title is not None
            wanted.append(f"{number} {title.get_text()}" if part.get("numbered") else title.get_text())
    answered = re.compile(r"^\d+ [^?]+$")  # the headings of the answers are the numbers and names of chapters
    found = [text for depth, text in outline(reader.outline) if depth < 2]
    start = found.index("Answers") + 1
    assert all(answered.match(text) for text in found[start : found.index("Labs and their results")])
    del found[start : found.index("Labs and their results")]
    assert [squeeze(text) for text in found] == [squeeze(text) for text in wanted]


def test_every_internal_link_has_a_target(reader: PdfReader) -> None:
    known, dead, count = set(reader.named_destinations), [], 0
    for number, page in enumerate(reader.pages, start=1):
        for entry in page.get("/Annots") or []:
            link = entry.get_object()
            target = link.get("/Dest") or (link.get("/A") or {}).get("/D")
            count += target is not None
            if isinstance(target, str) and target not in known and f"/{target.lstrip('/')}" not in known:
                dead.append((number, target))
            uri = str((link.get("/A") or {}).get("/URI", ""))
            if "127.0.0.1" in uri:
                dead.append((number, uri))
    assert dead == []
    assert count > 500


def places(reader: PdfReader) -> dict[str, int]:
    """The page, counted from 1, of each named place."""
    found = {k.lstrip("/"): reader.get_destination_page_number(v) for k, v in reader.named_destinations.items()}
    return {name: number + 1 for name, number in found.items() if number is not None}


def test_contents_name_the_right_pages(reader: PdfReader, texts: list[str]) -> None:
    page = places(reader)["page-glossary"]
    assert re.findall(r"Glossary\s*\n?\s*(\d+)", texts[1] + texts[2])[:1] == [str(page)]
    assert "Glossary" in texts[page - 1]


def test_numbers_lead_to_the_page_of_their_result(reader: PdfReader, texts: list[str]) -> None:
    page = places(reader)["page-labs-layered-architecture--probe-layer-3"]
    assert re.search(rf"93\.2\s±\s0\.7\s%|p\.\s{page}\b", " ".join(texts))
    assert "Linear probe on layer 3, trained" in texts[page - 1]


def test_text_is_a_serif_of_the_book_in_a_column_of_65_to_75_characters(reader: PdfReader, texts: list[str]) -> None:
    start = places(reader)["page-lesson-layered-architecture"] - 1
    sizes: Counter[tuple[str, float]] = Counter()

    def count(text: str, matrix: list[float], place: list[float], font: dict[str, Any] | None, size: float) -> None:
        sizes[str((font or {}).get("/BaseFont")), round(size * abs(matrix[3] * place[3]), 1)] += len(text.strip())

    lines = []
    for page in range(start, start + 6):
        reader.pages[page].extract_text(visitor_text=count)
        lines += [len(line.strip()) for line in texts[page].splitlines()]
    (font, size), _ = sizes.most_common(1)[0]
    assert font.endswith("OTS-derived-font"), "a font of the computer, not the one that the book brings"
    assert 10.4 <= size <= 11.1
    full = sorted(length for length in lines if length > 50)
    assert 62 <= full[len(full) // 2] <= 76


def test_no_page_is_more_than_a_third_blank_but_the_last_of_a_chapter(book: Path, reader: PdfReader) -> None:
    # A page before a heading of a part or a chapter is the last of the one before; so are title, contents and the end.
    last = {len(reader.pages), 1}
    stack: list[tuple[int, Any]] = [(0, item) for item in reader.outline]
    while stack:
        depth, item = stack.pop()
        if isinstance(item, list):
            stack += [(depth + 1, child) for child in item]
        elif depth < 2:
            last.add(reader.get_destination_page_number(item) or 0)
    blank = []
    document = pypdfium2.PdfDocument(book)  # type: ignore[no-untyped-call]
    for number in range(1, len(document) + 1):
        page = document[number - 1].render(scale=0.5).to_pil().convert("L")
        top, end = (round(page.height * share) for share in (21 / 297, 277 / 297))  # running head and foot lie outside
        ink = page.crop((0, top, page.width, end)).point(lambda grey: 255 * (grey < 200)).getbbox()
        rest = 1 - ink[3] / (end - top) if ink else 1.0
        if rest > 1 / 3 and number not in last:
            blank.append(f"page {number}: {rest:.0%}")
    assert blank == []


def test_answers_stand_at_the_end(site: Path, reader: PdfReader, texts: list[str]) -> None:
    names = [text for depth, text in outline(reader.outline) if depth < 1]
    assert names.index("Answers") > names.index("Conclusion")
    (part,) = [item for item in reader.outline if not isinstance(item, list) and item.title == "Answers"]
    answers = reader.get_destination_page_number(part)
    assert answers is not None
    plain = [re.sub(r" p\. \d+", "", text) for text in texts]  # without the pages to which numbers lead
    before, after = squeeze(" ".join(plain[:answers])), squeeze(" ".join(plain[answers:]))
    folds = article(site, "lesson/layered-architecture.md").select("details.question > p, details.success > p")
    assert len(folds) >= 7
    for fold in folds:
        words = squeeze(fold.get_text())[:25]
        assert words not in before
        assert words in after


def test_long_tables_repeat_their_head_on_the_next_page(site: Path, texts: list[str]) -> None:
    head = article(site, "labs/layered-architecture.ipynb").select_one("table.recorded thead tr:last-child th")
    assert head is not None
    tables = sum(page.endswith(".ipynb") for part in BOOK["parts"] for page in part["pages"])
    heads = squeeze(" ".join(texts)).count(f"{squeeze(head.get_text())}Value")
    assert heads > tables, "no table of results goes on to the next page under its head"


def figures(node: pikepdf.Object, seen: int = 0) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from figures(child, seen)
    elif isinstance(node, pikepdf.Dictionary):
        if str(node.get("/S", "")) == "/Figure":
            yield node
        if "/K" in node:
            yield from figures(node.K, seen + 1)


def test_every_figure_has_alt_text(site: Path, book: Path) -> None:
    with pikepdf.open(book) as pdf:
        sys.setrecursionlimit(10_000)
        found = list(figures(pdf.Root.StructTreeRoot.K))
        alts = [str(figure.get("/Alt", "")) for figure in found]
    drawn = sum(
        len(article(site, page).select("figure:not(.opening figure)"))
        for part in BOOK["parts"][:5]
        for page in part["pages"]
    )
    assert len(alts) >= drawn > 50
    assert [alt for alt in alts if len(alt.split()) < 5] == []


def test_no_page_is_blank_and_no_text_lies_outside(book: Path, texts: list[str]) -> None:
    assert [number for number, text in enumerate(texts, start=1) if len(squeeze(text)) < 60] == []
    outside = []
    document = pypdfium2.PdfDocument(book)  # type: ignore[no-untyped-call]
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        words = page.get_textpage()
        for k in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(k)
            if left < 0 or bottom < 0 or right > width + 0.5 or top > height + 0.5:
                outside.append((number + 1, words.get_text_bounded(left, bottom, right, top)))
    assert outside == []


def test_code_of_answers_is_whole_and_that_of_figures_is_with_the_labs(site: Path, texts: list[str]) -> None:
    names = "|".join(re.escape(part["name"]) for part in BOOK["parts"])
    around = rf"Features of In-depth Learning in Generative AI|\b\d+ / {len(texts)}|^({names}) ?\d+ .*$"
    # Of a letter that no font of the book has, its text says nothing.
    whole = squeeze(" ".join(re.sub(rf"{around}|[^ -~\n]", "", text, flags=re.MULTILINE) for text in texts))
    cut, lines = [], 0
    for page in sorted((ROOT / "docs/faq").glob("*.md")):
        for line in "\n".join(code.get_text() for code in article(site, f"faq/{page.name}").select("pre")).splitlines():
            code = squeeze(re.sub(r"[^ -~]", "", line))
            lines += 1
            if code and code not in whole and code[-20:] not in whole:
                cut.append(f"{page.name}: {line}")
    assert cut == []
    assert lines > 500
    assert "set_xlabel" not in whole
    assert "https://in-depth-learning.example/labs/layered-architecture/" in whole


def test_fonts_are_embedded(reader: PdfReader) -> None:
    bare = set()
    for page in reader.pages:
        resources: Any = page["/Resources"].get_object()
        for font in (resources.get("/Font") or {}).values():
            data = font.get_object()
            if data["/Subtype"] == "/Type0":
                data = data["/DescendantFonts"][0].get_object()
            described = data.get("/FontDescriptor")
            embedded = described and any(k in described.get_object() for k in ("/FontFile", "/FontFile2", "/FontFile3"))
            if not embedded and data["/Subtype"] != "/Type3":
                bare.add(str(data.get("/BaseFont")))
    assert bare == set()


def test_home_page_offers_the_book_with_size_and_pages(printed: Path, book: Path, reader: PdfReader) -> None:
    soup = BeautifulSoup((printed / "index.html").read_bytes(), "html.parser")
    offer = soup.select_one(".downloads a")
    assert offer is not None
    assert offer["href"] == book.name
    assert f"{len(reader.pages)} pages, {book.stat().st_size / 1e6:.1f} MB" in offer.get_text()


@pytest.mark.parametrize("name", ["title", "contents", "staircase"])
def test_page_looks_as_it_did(name: str, book: Path, texts: list[str], tmp_path: Path) -> None:
    """Blurred and small, so that another version of a font does not matter; a lost style sheet or figure does."""
    place = {"title": 0, "contents": 1}
    place["staircase"] = next(i for i, text in enumerate(texts) if "Learning makes the digit" in text)
    document = pypdfium2.PdfDocument(book)  # type: ignore[no-untyped-call]
    shown = document[place[name]].render(scale=1).to_pil().convert("L")
    stored = PICTURES / f"{name}.png"
    if os.environ.get("COURSE_PICTURES"):
        stored.parent.mkdir(exist_ok=True)
        shown.save(stored)
    wanted = Image.open(stored).convert("L")
    small = [image.filter(ImageFilter.GaussianBlur(6)).resize((105, 148)) for image in (shown, wanted)]
    apart = ImageStat.Stat(ImageChops.difference(*small)).mean[0]
    if apart > 4:
        report = ROOT / "reports" / f"{name}.png"
        report.parent.mkdir(exist_ok=True)
        both = Image.new("L", (shown.width + wanted.width, max(shown.height, wanted.height)), 255)
        both.paste(shown, (0, 0))
        both.paste(wanted, (shown.width, 0))
        both.save(report)
        pytest.fail(f"page '{name}' differs by {apart:.1f} grey levels (4 allowed); now and then: {report}")


def test_without_a_built_site_there_is_one_clear_line(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts/pdf"), "--site", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 1
    assert "run scripts/build first" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
