"""The book: composed of pages of the site, printed by the browser, described. scripts/pdf runs these steps."""

from __future__ import annotations

import base64
import datetime
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
from bs4 import BeautifulSoup
from chapters import mark_links, number_links, read_parts, settle
from common import ROOT, chromium, read_yaml, say, served
from jinja2 import Environment, FileSystemLoader
from pypdf import PdfReader

HERE = ROOT / "scripts"
MOST_TURNS = 4


def inline(font: Path) -> str:
    """A font as an address that holds it: the site does not serve the fonts of the book."""
    return f"url(data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode()})"


def date() -> datetime.datetime:
    """When the last commit was made, so that a book of one commit is the same book."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or done.stdout.strip() or 0)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def compose(site: Path, config: dict[str, Any]) -> BeautifulSoup:
    """The book as one page. Raises FileNotFoundError when a page of the book is not built."""
    home = BeautifulSoup((site / "index.html").read_bytes(), "html.parser")
    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True)
    templates.filters["in_css"] = lambda text: re.sub(r'["\\<]', "", text)
    # The site leaves out what only the book has.
    styles = [ROOT / "docs/assets/stylesheets/print.css", HERE / "book.css"]
    paper = "".join(style.read_text(encoding="utf-8") for style in styles)
    html = templates.get_template("book.html").render(
        config=config,
        parts=read_parts(site, read_yaml(HERE / "book.yml"), config),
        day=date().strftime("%-d %B %Y"),
        paper=re.sub(r"url\(\"?(.+?\.woff2)\"?\)", lambda match: inline(HERE / match[1]), paper),
        sheets="".join(str(link) for link in home.select('head link[rel="stylesheet"]')),
    )
    book = BeautifulSoup(html, "html.parser")
    settle(book)
    return book


def destinations(part: Path) -> dict[str, int]:
    """The page of each named place in a printed book."""
    reader = PdfReader(part)
    found = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {name.lstrip("/"): index + 1 for name, index in found.items() if index is not None}


def print_book(book: BeautifulSoup, site: Path, part: Path, paper: str) -> None:
    """Print to `part` until the numbers at the links are those of the pages that they lead to."""
    marked, source = mark_links(book), site / "book.html"
    pages: dict[str, int] = {}
    with served(site) as here, chromium() as browser:
        for turn in range(1, MOST_TURNS + 1):
            number_links(marked, pages)
            source.write_text(str(book), encoding="utf-8")
            page = browser.new_page(color_scheme="light")
            page.goto(f"{here}/{source.name}")  # all of it: the network is idle before a long page is read to its end
            page.evaluate("document.fonts.ready.then(() => true)")
            form = {"format": paper, "prefer_css_page_size": True, "print_background": True}
            page.pdf(path=part, tagged=True, outline=True, **form)
            page.close()
            before, pages = pages, destinations(part)
            say(f"turn {turn}: {max(pages.values(), default=0)} pages with links to them")
            if pages == before:
                break


def describe(part: Path, config: dict[str, Any]) -> int:
    """Write into the PDF what it is, the same bytes each time; return its number of pages."""
    with pikepdf.open(part, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:  # the older form of it follows by itself
            meta["dc:title"] = config["site_name"]
            meta["dc:creator"] = [config.get("site_author") or ""]
            meta["dc:description"] = config.get("site_description") or ""
            meta["dc:language"] = ["en"]
            meta["pdfuaid:part"] = "1"
            meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = date().strftime("%Y-%m-%dT%H:%M:%SZ")
        pdf.Root.Lang = "en"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.save(part, deterministic_id=True)
        return len(pdf.pages)
