"""Checks that pages and labs read easily: short paragraphs, few numbers in a sentence, a low grade of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from course.notebook import model
from course.notebook.dialect import blank
from pyphen import Pyphen

GRADE = 9.0
PARAGRAPH = 90
PAGES = ("docs/index.md", "docs/lesson/", "docs/faq/")
SENTENCE = 35  # words, on these
NUMBERS = 2  # results in a sentence, here and in labs; more make a table
LISTS = ("docs/glossary.md", "docs/references.md")  # entries, not prose
# What is not prose: front matter, code, formulas in lines of their own, tables, headings, titles of folded blocks.
HIDDEN = re.compile(
    r"\A---\n.*?\n---\n|^( *)(`{3,}|~{3,}).*?^\1\2|<!--.*?-->|\\\[.*?\\\]"
    r"|^ *(?:\||#|\*\[|(?:\?{3}|!{3})\+? )[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
# Within prose, code and formulas count as one word.
INLINE = re.compile(r"`[^`\n]+`|\\\(.*?\\\)", re.DOTALL)
BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*]|\d+\.|:) )")
MARK = re.compile(r"\A(?:[-*]|\d+\.|:) +")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)(?:\{[^}]*\})?")
RESULT = re.compile(r"\[[^\]]*\d[^\]]*\]\(((?:[^)\s]*\.ipynb)?#[^)]*)\)")
SENTENCE_END = re.compile(r"""(?<=[.!?])["”’)*]*\s+""")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")
# It may break a word after its first letter. On these pages it finds about a tenth more syllables than the CMU
# Pronouncing Dictionary does, so it is the stricter of the two.
BREAKS = Pyphen(lang="en_US", left=1, right=1)


def prose(text: str) -> Iterator[tuple[int, str]]:
    """First line and Markdown of each paragraph and each item of a list, up to the list of sources."""
    text = INLINE.sub("x", blank(HIDDEN, re.split(r"^## Sources$", text, flags=re.MULTILINE)[0]))
    start = 0
    for end in (*(found.span() for found in BLOCK_END.finditer(text)), (len(text), len(text))):
        part = text[start : end[0]]
        words = MARK.sub("", part.strip(), count=1)
        if WORD.search(words) and not words.startswith("!["):
            yield text.count("\n", 0, start + len(part) - len(part.lstrip())) + 1, " ".join(words.split())
        start = end[1]


def plain(markdown: str) -> str:
    """The words that a reader sees."""
    return LINK.sub(r"\1", markdown)


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, by the places where it may be broken; a number counts as one."""
    return len(BREAKS.positions(word)) + 1


def grade(paragraphs: list[str]) -> float:
    """The years of school that these paragraphs ask for, by Flesch and Kincaid.

    Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel,
    Research Branch Report 8-75: 0.39 words a sentence + 11.8 syllables a word − 15.59.
    """
    sentences = [part for words in paragraphs for part in SENTENCE_END.split(words) if WORD.search(part)]
    words = [word for part in sentences for word in WORD.findall(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def texts(project: Path) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each page and each lab by its name, with its prose; a lab's lines count in the cell of its words."""
    for path in sorted((project / "docs").rglob("*.md")):
        if (name := path.relative_to(project).as_posix()) not in LISTS:
            yield name, list(prose(path.read_text(encoding="utf-8")))
    for path in sorted((project / "docs" / "labs").glob("*.ipynb")):
        try:
            cells = [cell.source for cell in model.load(path).cells if cell.kind == "markdown"]
        except model.Fault:
            continue  # the check of labs says why
        yield path.relative_to(project).as_posix(), [found for cell in cells for found in prose(cell)]


def crowded(markdown: str, longest: int | None) -> Iterator[str]:
    """Faults of the sentences that say too much at once: more than `longest` words, or more results than NUMBERS.

    A result and its interval count once.
    """
    for sentence in SENTENCE_END.split(markdown):
        start, count = plain(sentence)[:40], len(plain(sentence).split())
        if longest and count > longest:
            yield f"'{start}…' is a sentence of {count} words; make two, {longest} at most"
        if (count := len(set(RESULT.findall(sentence)))) > NUMBERS:
            yield f"'{start}…' compares {count} results; make two sentences or a table of it"


def reading(project: Path, site: Path) -> list[str]:
    """No paragraph is too long, no sentence says too much, no page asks for too many years of school."""
    faults = []
    for name, paragraphs in texts(project):
        for line, markdown in paragraphs:
            words = plain(markdown)
            where = f"{name}:{line}" if name.endswith(".md") else name
            if (count := len(words.split())) > PARAGRAPH:
                faults.append(f"{where}: '{words[:40]}…' has {count} words; break it, {PARAGRAPH} at most")
            longest = SENTENCE if name.startswith(PAGES) else None
            faults += [f"{where}: {fault}" for fault in crowded(markdown, longest)]
        if (found := grade([plain(markdown) for _, markdown in paragraphs])) > GRADE:
            faults.append(f"{name}: reads at grade {found:.1f}; shorten its sentences, grade {GRADE:g} at most")
    return faults
