"""Checks that names and numbers of things fit the things: links, cards of labs, identifiers, counts in words."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from course.notebook import model, terms
from course.notebook.dialect import blank
from markdown.extensions.toc import slugify

from tests.checks.citations import REFERENCES, texts
from tests.checks.config import entries, read
from tests.checks.coverage import QUESTIONS, plain
from tests.checks.labs import front
from tests.checks.prose import FENCED

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#{1,4} (.+?)(?: \{(.*)\})?$", re.MULTILINE)
IDENTIFIER = re.compile(r"\[(arXiv|doi):\s*([^\]\s]+)\]\(([^)]+)\)")
HOMES = {"arXiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
HOST = re.compile(r"https?://([\w.-]+)")
ENDINGS = {"ai", "cc", "co", "com", "edu", "eu", "example", "gov", "io", "net", "org", "pub", "uk"}
# From four on: fewer may be some of them.
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
        4,
    )
} | {"sixteen": 16, "twenty": 20, "twenty-three": 23, "twenty-four": 24, "twenty-five": 25}
COUNTED = re.compile(
    rf"\b(?P<number>{'|'.join(NUMBERS)}|\d+)[ -]"
    r"(?P<of>features|questions|answers|(?:data )?labs|pages|hours?|on data)\b",
    re.IGNORECASE,
)

# Overviews, and where the pages are that each of them names in order.
OVERVIEWS = {
    "docs/faq/index.md": "faq/",
    "docs/index.md": "lesson/",
    "docs/labs/index.md": "labs/",
    "docs/labs/run-the-labs.md": "labs/",
    "docs/lesson/index.md": "lesson/",
}
PAGE = re.compile(r"(?<!!)\[[^\]]*\]\(([\w./-]+\.(?:md|ipynb))[#)]")
# The name of a page on its card or in its row.
CARD = re.compile(r"\*\*\[([^\]]+)\]\(([\w/.-]+\.(?:md|ipynb))\)\*\*|^\| \[([^\]]+)\]\(([\w-]+\.ipynb)\)", re.MULTILINE)
# Texts that speak of the course as a whole.
COUNTING = (
    "README.md",
    "docs/faq/index.md",
    "docs/index.md",
    "docs/labs/index.md",
    "docs/lesson/conclusion.md",
    "docs/lesson/index.md",
    "docs/teach.md",
    "overrides/404.html",
    "scripts/book.yml",
)


def key(words: str) -> str:
    """Words of a link or a heading as they are compared."""
    return " ".join(re.sub(r"[?.,:]", "", plain(words)).lower().split()).removeprefix("lab ")


def title_of(path: Path) -> str:
    """The title in the front matter of a page or a lab; empty where it cannot be read, which other checks say."""
    try:
        head = model.load(path).front if path.suffix == ".ipynb" else front(path)
    except model.Fault:
        return ""
    return str(head.get("title") or "")


def names(project: Path, pages: dict[str, str]) -> dict[str, set[str]]:
    """Where the pages and headings of each name are: `page` for titles, `page#anchor` for headings."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, text in pages.items():
        found[key(title_of(project / "docs" / name))].add(name)
        for number, head in enumerate(HEADING.finditer(blank(FENCED, text))):
            own = re.search(r"#([\w-]+)", head[2] or "")
            anchor = own[1] if own else slugify(plain(head[1]), "-")
            found[key(head[1])].add(f"{name}#{anchor}" if number else name)
    return found


def misled(project: Path) -> Iterator[str]:
    """Each link that says the name of one page, question, part or term, and leads to another."""
    pages = {name.removeprefix("docs/"): text for name, text in texts(project)}
    known = names(project, pages)
    glossary = terms.read(pages[terms.GLOSSARY])[0]
    stems = {name: {place.rpartition(".")[0].split("/")[-1] for place in places} for name, places in known.items()}
    for name, text in pages.items():
        for found in LINK.finditer(text):
            words, path, anchor = key(found[1]), found[2], found[3]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            place = f"{target}#{anchor}" if anchor else target
            line = text.count("\n", 0, found.start()) + 1
            at = f"docs/{name}:{line}" if name.endswith(".md") else f"docs/{name}"
            if target == terms.GLOSSARY and anchor:
                term = next((glossary[w] for w in (words, words.removesuffix("s")) if w in glossary), None)
                if term and term.anchor != anchor:
                    yield f"{at}: '{words}' leads to the term '{anchor}'; lead it to '{term.anchor}'"
            elif target in pages and words in known and not (target.endswith(".ipynb") and anchor):
                same = Path(target).stem in stems[words]  # a page and its lab have one slug, and one title
                if place not in known[words] and target not in known[words] and not (same and not anchor):
                    yield f"{at}: '{words}' leads to {place}; lead it to {min(known[words])}, or say where it leads"
            elif words == "the lab" and name.startswith("lesson/") and Path(target).stem != Path(name).stem:
                yield f"{at}: 'the lab' leads to {place}; lead it to the page's own, or say which"


def identified(project: Path) -> Iterator[str]:
    """Each identifier of a source that says one and leads to another, and each host that cannot be."""
    for name, text in texts(project):
        for found in IDENTIFIER.finditer(text):
            if (wanted := HOMES[found[1]] + found[2]) != found[3]:
                at = f"{name}:{line_of(text, found)}"
                yield f"{at}: '{found[1]}:{found[2]}' leads to {found[3]}; lead it to {wanted}"
        for found in HOST.finditer(blank(FENCED, text)):
            if found[1].rpartition(".")[2] not in ENDINGS:
                at = f"{name}:{line_of(text, found)}"
                yield f"{at}: no host is {found[1]}; correct it, or add its ending to ENDINGS"


def cards(project: Path) -> Iterator[str]:
    """The card of a lab in the overview has its title, question, figure and number, as its front matter says."""
    name = "docs/labs/index.md"
    text = (project / name).read_text(encoding="utf-8")
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        try:
            head = model.load(path).front
        except model.Fault:
            continue  # the check of labs says why
        card = text.partition(f"]({path.name})**")[2].partition("\n-   **")[0]
        for what, wanted in (
            ("question", f"\n    {head.get('question')}\n"),
            ("card", f"]({path.name}#{head.get('card')}){{ .card"),
            ("headline", f"]({path.name}#{head.get('headline')})"),
        ):
            if wanted not in card:
                yield f"{name}: the card of {path.name} has another '{what}' than its front matter, '{head.get(what)}'"


def counts(project: Path) -> Iterator[str]:
    """Where a text says how many labs, pages, questions or features there are, there are as many."""
    listed = list(entries(read(project).get("nav", [])))
    labs = [project / "docs" / name for name in listed if name.endswith(".ipynb")]
    lesson = [name for name in listed if name.startswith("lesson/")]
    data = [path for path in labs if f"lesson/{path.stem}.md" not in lesson]
    answers = [name for name in listed if name.startswith("faq/") and not name.endswith("index.md")]
    features = [name for name in lesson if "feature" in front(project / "docs" / name)]
    there = {
        "features": {len(features)},
        "questions": {QUESTIONS},
        "answers": {QUESTIONS},
        "labs": {len(labs), len(data)},
        "data labs": {len(data)},
        "pages": {len(lesson), len(answers)},
        "hours": {5},  # as `hours` counts them
        "hour": {5},
        "on data": {len(data)},
    }
    for name in COUNTING:
        text = (project / name).read_text(encoding="utf-8")
        for found in COUNTED.finditer(text):
            word, of = found["number"].lower(), found["of"].lower()
            number = int(word) if word.isdigit() else NUMBERS[word]
            if number > 3 and number not in there[of]:
                right = " or ".join(map(str, sorted(there[of])))
                at = f"{name}:{line_of(text, found)}"
                yield f"{at}: '{found[0]}', but there are {right}; correct it"


def ordered(project: Path) -> Iterator[str]:
    """Where an overview names pages in another order than the nav has them."""
    listed = list(entries(read(project).get("nav", [])))
    for name in OVERVIEWS:
        text = (project / name).read_text(encoding="utf-8")
        places: dict[str, int] = {}
        for found in PAGE.finditer(text):
            page = posixpath.normpath(posixpath.join(posixpath.dirname(name.removeprefix("docs/")), found[1]))
            if page in listed and page.startswith(OVERVIEWS[name]) and not page.endswith("index.md"):
                places.setdefault(page, text.count("\n", 0, found.start()) + 1)
        for found in CARD.finditer(text):
            said, path = found[1] or found[3], (project / name).parent / (found[2] or found[4])
            if path.is_file() and title_of(path) not in (said, ""):
                at = f"{name}:{line_of(text, found)}"
                yield f"{at}: calls {path.name} '{said}', its title is '{title_of(path)}'; make them one"
        for page, wanted in zip(places, [page for page in listed if page in places], strict=True):
            if page != wanted:
                yield f"{name}:{places[page]}: names {page} where the nav of mkdocs.yml has {wanted}; make them one"
                break


def siblings(project: Path) -> Iterator[str]:
    """Each page of lesson or answers whose front matter sets what those beside it do not."""
    for folder in ("lesson", "faq"):
        heads = {path: front(path) for path in sorted((project / "docs" / folder).glob("*.md"))}
        if folder == "faq":
            heads.pop(project / "docs/faq/index.md", None)  # the list of them
        for key in ("contents", "hide", "search"):
            usual = Counter(repr(head.get(key)) for head in heads.values()).most_common(1)[0][0]
            for path, head in heads.items():
                if repr(head.get(key)) != usual:
                    name = path.relative_to(project)
                    yield f"{name}: its '{key}' is {head.get(key)}, that of the pages beside it {usual}; make it so"


def paired(project: Path) -> Iterator[str]:
    """Minutes and icons that stand beside the name of another page; figures, relations and outcomes out of place."""
    for name in OVERVIEWS:
        text, last = (project / name).read_text(encoding="utf-8"), ""
        for found in re.finditer(r"(?<!!)\[([^\]]*)\]\(([^)#\s]+)[^)]*\)", text):
            if found[1] not in ("? minutes", "? to run"):
                last = last if re.match(r"[+−]?\d", found[1]) else found[2]
            elif found[2] != last:
                yield f"{name}:{line_of(text, found)}: '{found[0]}' stands beside {last}; take the minutes of that"
        for found in re.finditer(r"icon-([\w-]+)\"></span>\s+\*\*\[[^\]]*\]\(lesson/([\w-]+)\.md", text):
            if found[1] != found[2]:
                yield f"{name}:{line_of(text, found)}: the icon of {found[1]} stands beside {found[2]}; take its own"
    for path in sorted((project / "docs" / "lesson").glob("*.md")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(project).as_posix()
        for found in re.finditer(r"^!\[\]\(\.\./labs/([\w-]+)\.ipynb#", text, re.MULTILINE):
            if found[1] != path.stem:
                yield f"{name}:{line_of(text, found)}: shows a figure of {found[1]}; take one of the page's own lab"
        used = text.partition("\n## Where it is used\n")[2].partition("\n## ")[0]
        for item in re.split(r"\n(?=- )|\n\n", used):
            if item.startswith("- ") and ("references.md#" not in item or not re.search(r"\b(?:19|20)\d\d\b", item)):
                yield f"{name}: '{plain(item)[:40]}…' has no year or no source; a use is dated and cited"
        outcomes = re.search(r"^After this page you will be able to\n\n((?:- .*\n(?:  .*\n)*)*)", text, re.MULTILINE)
        if not outcomes or not 2 <= len(re.findall("^- ", outcomes[1], re.MULTILINE)) <= 4:
            yield f"{name}: does not say in two to four lines what a reader will be able to do"
    for path in sorted((project / "docs" / "faq").glob("*.md")):
        for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            own = re.search(r"#(q\d+)", part.partition("\n")[0])
            row = re.search(r"^Related: ((?:.+\n)+)", part, re.MULTILINE)
            related = re.findall(r"#(q\d+)\)", row[1]) if row else []
            if own and (own[1] in related or len(related) != len(set(related))):
                yield f"{path.relative_to(project)}: {own[1]} is related to itself, or to another twice; leave that out"
    text = (project / REFERENCES).read_text(encoding="utf-8")
    who = [
        (found[1].lower(), line_of(text, found))
        for found in re.finditer(r"^([^\s,(]+)[^\n(]*(?:\n[^\n(]*)?\(\d{4}", text, re.M)
    ]
    for (one, _), (other, number) in pairwise(who):
        if other < one:
            yield f"{REFERENCES}:{number}: '{other}' stands behind '{one}'; put it in alphabetical order"


def line_of(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def named(project: Path, site: Path) -> list[str]:
    """All of these."""
    parts = (misled, identified, cards, counts, ordered, siblings, paired)
    return [fault for part in parts for fault in part(project)]
