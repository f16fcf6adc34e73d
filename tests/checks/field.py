"""A check that each word of the field is explained where a reader meets it first, or a link leads from there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from course.notebook.terms import ENTRY, GLOSSARY, read
from markdown.extensions.toc import slugify

from tests.checks import reading

# The words with the entry of the glossary that explains each, and those that are none though a page stresses them.
WORDS = Path("tests/checks/field.yml")
SHORT_FORMS = Path("includes/abbreviations.md")  # these show their words where they stand
PATH = re.compile(r"^ +- (lesson/\S+\.md)$", re.MULTILINE)
STRESSED = re.compile(r"(?<![*\w])\*(\w[^*]*)\*(?!\*)")


def pattern(word: str) -> re.Pattern[str]:
    """Finds a word, and its plural, in small letters or large; a short form such as HOG as it is written."""
    flags = re.NOFLAG if word.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?![\w-])", flags)


def field(project: Path, site: Path) -> list[str]:
    """Each listed word that a page or a lab uses is a name in the glossary, so its first use there is a link."""
    listed = yaml.safe_load((project / WORDS).read_text(encoding="utf-8"))
    text = (project / "docs" / GLOSSARY).read_text(encoding="utf-8")
    entries = {slugify(entry["term"], "-"): entry["term"] for entry in ENTRY.finditer(text)}
    names, linked = read(text)
    short = set(re.findall(r"^\*\[(.+?)\]", (project / SHORT_FORMS).read_text(encoding="utf-8"), re.MULTILINE))
    pages = {name: " ".join(words for _, words in found) for name, found in reading.texts(project)}
    faults = []
    for word, anchor in listed["entries"].items():
        page = next((name for name, words in pages.items() if pattern(word).search(reading.plain(words))), None)
        if page is None:
            continue
        named = word.lower() in names and names[word.lower()].anchor == anchor
        if anchor not in entries:
            faults.append(f"{page}: uses '{word}', which docs/{GLOSSARY} does not explain; add its entry, '{anchor}'")
        elif not named and "(" not in entries[anchor] and word not in short:
            faults.append(f"docs/{GLOSSARY}: '{entries[anchor]}' is not 'also called {word}', which {page} calls it")
    path = [f"docs/{page}" for page in PATH.findall((project / "mkdocs.yml").read_text(encoding="utf-8"))]
    explained = {*listed["ordinary"], *entries}
    return faults + list(early({page: pages.get(page, "") for page in path}, linked, explained))


def early(pages: dict[str, str], linked: re.Pattern[str], known: set[str]) -> Iterator[str]:
    """Faults of the words that a page of the path stresses to explain them, and that a page before it used already."""
    before: dict[str, str] = {}
    for page, words in pages.items():
        for word in {found.lower() for found in STRESSED.findall(words)} - known:
            used = [name for name, earlier in before.items() if pattern(word).search(earlier)]
            if used and not linked.fullmatch(word):
                yield f"{used[0]}: uses '{word}', which {page} explains later; add it to docs/{GLOSSARY}"
        before[page] = reading.plain(words).replace("*", "")
        known |= {found.lower() for found in STRESSED.findall(words)}
