"""A page of the site as a chapter of the book: ids, links, numbers of figures, answers taken out of their folds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from posixpath import join
from typing import Any
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

# What belongs to the screen, what stands above the title, and what the page of the lab shows better: numbers and code
# behind a figure.
LEFT_OUT = (
    "nav, aside, script, .ways, .headerlink, .on-paper, .downloads, .md-button, .md-content__button, .page-foot, "
    ".place, .opening figure, details.numbers, details.code, :has(~ h1)"
)
ANSWERS = "details.question, details.success"
new_tag = BeautifulSoup("", "html.parser").new_tag


@dataclass
class Chapter:
    """One page in the book: id, number or nothing, the page's name, the question it answers, address, HTML, answers."""

    id: str
    number: str
    name: str
    title: str
    address: str
    html: str
    answers: list[str]

    @property
    def head(self) -> str:
        """What stands above its pages."""
        return f"{self.number} {self.name}".strip()


def one(place: Tag, selector: str) -> Tag:
    """The first element that a selector names. Raises ValueError where there is none."""
    found = place.select_one(selector)
    if found is None:
        raise ValueError(f"a page has no {selector}; run scripts/build again")
    return found


def target(link: Tag) -> str:
    """The id that a link of the book leads to."""
    return str(link["href"])[1:]


def address(source: str) -> str:
    """Folder below the site of the page made from a source file: '' for index.md."""
    return re.sub(r"(^|/)index$", r"\1", source.rsplit(".", 1)[0]).rstrip("/")


def page_id(page: str) -> str:
    """The id that a page has in the book."""
    return "page-" + re.sub(r"\W+", "-", page)


def left_out(book: dict[str, Any], part: dict[str, Any]) -> list[str]:
    """Selectors of what pages of this part do not have in the book."""
    drop = [LEFT_OUT, book["drop"]]
    if "drop" in part:
        drop.append(part["drop"])
    if "keep" in part:
        drop.append(f":scope > :not({part['keep']})")
    return drop


def retarget(tag: Tag, page: str, pages: set[str], site_url: str) -> None:
    """Make the ids and links of one element of a page hold in the book of these pages."""
    own = page_id(page)
    for name, value in list(tag.attrs.items()):
        if name == "id":
            tag["id"] = f"{own}--{value}"
        elif isinstance(value, str) and "url(#" in value:
            tag[name] = value.replace("url(#", f"url(#{own}--")
        elif name in ("href", "src") and value and not re.match(r"[a-z]+:|//", str(value)):
            path, fragment = urldefrag(urljoin(join("/", page, ""), str(value)))
            there = path.strip("/").removesuffix("index.html").rstrip("/")
            if there in pages:
                tag[name] = f"#{page_id(there)}" + (f"--{fragment}" if fragment else "")
                tag["class"] = " ".join(filter(None, [*tag.get_attribute_list("class"), "to-page"]))
            else:
                tag[name] = f"/{there}" if name == "src" else join(site_url, there)


def number_things(article: Tag, number: str) -> None:
    """Give each figure and each table of a chapter its number; a table's caption is the heading above it."""
    for place, caption in enumerate(article.select("figure > figcaption"), 1):
        caption.insert(0, new_tag("strong", attrs={"class": "thing"}, string=f"Figure {number}.{place} "))
    for place, table in enumerate(article.select("table"), 1):
        heading = table.find_previous(re.compile("^h[1-6]$"))
        caption = new_tag("caption", string=heading.get_text(strip=True) if heading else "")
        caption.insert(0, new_tag("strong", attrs={"class": "thing"}, string=f"Table {number}.{place} "))
        table.insert(0, caption)


def take_answers(article: Tag, own: str) -> list[str]:
    """Leave a link in the place of each answer; return the answers, for the end of the book."""
    taken = []
    for place, fold in enumerate(article.select(ANSWERS), 1):
        question = one(fold, "summary")
        fold["id"], fold.name, question.name = f"{own}--answer-{place}", "div", "strong"
        words = question.get_text(" ", strip=True)
        asked = new_tag("p", attrs={"class": f"asked {' '.join(fold['class'])}"})
        asked.append(new_tag("a", attrs={"class": "to-page", "href": f"#{fold['id']}"}, string=words))
        fold.replace_with(asked)
        taken.append(str(fold))
    return taken


def read_chapter(
    site: Path, source: str, number: str, drop: list[str], pages: set[str], config: dict[str, Any]
) -> Chapter:
    """One built page as a chapter, its headings a level deeper. Raises FileNotFoundError."""
    page, site_url = address(source), config.get("site_url") or "/"
    soup = BeautifulSoup((site / page / "index.html").read_bytes(), "html.parser")
    article = one(soup, "article.md-content__inner")
    for selector in drop:
        for gone in article.select(selector):
            gone.decompose()
    for tag in article.find_all(True):
        tag.attrs.pop("loading", None)  # paper shows all of it
        if tag.name == "figure":
            tag["role"] = "group"  # else it is tagged as a second figure, without alt text, around the drawing
        if found := re.fullmatch(r"h([1-6])", tag.name):
            tag.name = f"h{min(6, int(found[1]) + 1)}"
        retarget(tag, page, pages, site_url)
    if number:
        number_things(article, number)
    answers = take_answers(article, page_id(page))
    title = one(article, "h2").extract().get_text(" ", strip=True)
    name = one(soup, "title").get_text().removesuffix(f" - {config['site_name']}").strip()
    where = join(site_url, page, "")
    return Chapter(page_id(page), number, name, title, where, article.decode_contents(), answers)


def read_parts(site: Path, book: dict[str, Any], config: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of the book (see scripts/book.yml) with the chapters of each."""
    parts: list[dict[str, Any]] = book["parts"]
    pages = {address(source) for part in parts for source in part["pages"]}
    numbers = count(1)
    for part in parts:
        part["chapters"] = []
        for source in part["pages"]:
            number = str(next(numbers)) if part.get("numbered") else ""
            part["chapters"].append(read_chapter(site, source, number, left_out(book, part), pages, config))
    return parts


def settle(soup: BeautifulSoup) -> None:
    """Leave out the results that the book does not cite; lead each link to what is there, at least to its chapter."""
    wanted = {target(link) for link in soup.select("a.to-page")}
    for row in soup.select(".book-kept .results tbody tr"):
        if not wanted & {tag["id"] for tag in row.select("[id]")}:
            row.decompose()
    for table in soup.select(".book-kept .results:not(:has(td))"):
        table.decompose()
    there = {tag["id"] for tag in soup.select("[id]")}
    for link in soup.select("a.to-page"):
        if target(link) not in there:
            link["href"] = f"#{target(link).partition('--')[0]}"


def mark_links(soup: BeautifulSoup) -> list[tuple[Tag, Tag]]:
    """Put an empty mark behind each link that needs the number of a page; return links with their marks."""
    marked, alphabetical = [], {chapter["id"] for chapter in soup.select(".book-sorted > .book-chapter")}
    for link in soup.select("a.to-page:not(.term)"):
        if target(link).partition("--")[0] not in alphabetical or link.find_parent("nav"):
            mark = new_tag("span", attrs={"class": "page-number"})
            link.append(mark)
            marked.append((link, mark))
    return marked


def number_links(marked: list[tuple[Tag, Tag]], pages: dict[str, int]) -> None:
    """Write into the marks on which page each link's target stands, once for each page in a paragraph or table."""
    said: set[tuple[int, int]] = set()
    for link, mark in marked:
        page, block = pages.get(target(link), 0), link.find_parent(["table", "p", "li", "figcaption"])
        form = "{}" if link.find_parent("nav") else " p.\u00a0{}"
        mark.string = form.format(page) if page and (id(block), page) not in said else ""
        said.add((id(block), page))
