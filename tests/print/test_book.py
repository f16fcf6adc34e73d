"""The whole course as one PDF: contents, links, tags, figures, code, size."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pypdf import PdfReader

from tests.checks.config import entries, read
from tests.conftest import ROOT

PICTURES = Path(__file__).parent / "pictures"
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
    assert 120 <= len(reader.pages) <= 260
    assert book.stat().st_size < 15_000_000


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


def headings(site: Path) -> Iterator[tuple[int, str]]:
    """Parts, pages and headings, in the order of the nav, as the outline should have them."""
    yield 0, str(read(ROOT)["site_name"])
    yield 0, "Contents"
    for item in read(ROOT)["nav"]:
        ((part, pages),) = item.items()
        yield 0, part
        for source in [pages] if isinstance(pages, str) else list(entries(pages)):
            path = site / source.rsplit(".", 1)[0].removesuffix("index") / "index.html"
            soup = BeautifulSoup(path.read_bytes(), "html.parser")
            article = soup.select_one("article.md-content__inner")
            assert article is not None
            for gone in article.select(".headerlink"):
                gone.decompose()
            for head in article.find_all(re.compile("^h[1-6]$")):
                yield int(head.name[1]), re.sub(r"\s+", " ", head.get_text()).strip()


def test_outline_is_the_nav_and_its_headings(site: Path, reader: PdfReader) -> None:
    found, wanted = (
        [(level, squeeze(text)) for level, text in rows] for rows in (outline(reader.outline), headings(site))
    )
    assert list(found) == list(wanted)


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


def test_contents_name_the_right_pages(reader: PdfReader, texts: list[str]) -> None:
    found = {k.lstrip("/"): reader.get_destination_page_number(v) for k, v in reader.named_destinations.items()}
    places = {name: number + 1 for name, number in found.items() if number is not None}
    listed = re.findall(r"Glossary\s*\n?\s*(\d+)", texts[1] + texts[2])
    assert listed == [str(places["page-glossary"])]
    assert "Glossary" in texts[places["page-glossary"] - 1]


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
    drawn = len(re.findall(r'<figure class="lab-figure"', " ".join(p.read_text() for p in site.rglob("index.html"))))
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


def test_no_line_of_code_is_cut_off(texts: list[str]) -> None:
    foot = rf"Features of In-depth Learning in Generative AI|\b\d+ / {len(texts)}\b"
    whole = squeeze(" ".join(re.sub(foot, "", text) for text in texts))
    cut = []
    for path in sorted((ROOT / "docs/labs").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            lines = "".join(cell["source"]).splitlines() if cell["cell_type"] == "code" else []
            for line in lines:
                code = squeeze(line)
                if code and not line.startswith("#|") and code not in whole and code[-20:] not in whole:
                    cut.append(f"{path.name}: {line}")
    assert cut == []


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
