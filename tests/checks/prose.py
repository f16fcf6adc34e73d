"""Checks of the sentences of pages and labs, where a spelling checker sees nothing wrong with any word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from course.notebook.dialect import blank

from tests.checks import reading
from tests.checks.citations import REFERENCES, texts
from tests.checks.coverage import plain
from tests.checks.tools import told

LISTS = "docs/glossary.md", REFERENCES
ARTICLE = re.compile(r"\b([Aa]n?) [*\"“(]*([A-Za-z][\w’'-]+)")
# By sound, not by letter. A word in capitals may be read as a word or letter by letter.
CONSONANT = re.compile(r"(?:uni(?!n|m)|us(?:e|u|a)|uti|one|once|eu|ubi)", re.IGNORECASE)
VOWEL = re.compile(r"(?:hour|honest|honour|heir)", re.IGNORECASE)
SLIPS = {
    "a space that stands wrong": re.compile(
        r"\w [,;](?=\s)|\w \.(?=\s|$)|\(\s|\w \)|[a-z]{2}[.!?][A-Z][a-z]|[a-z][,;][a-z]"
    ),
    "a mark that stands twice": re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|\?{2,}|!!"),
    "one word in place of another": re.compile(
        r"\b(?:[cw]ould|should|must|might) of\b"
        r"|\b(?:more|less|better|worse|rather|larger|smaller|faster|slower|higher|lower|longer|shorter) then\b"
        r"|\b(?:in|of|by|on|with|from|and) it's\b|\bit's own\b|\b[Ii]ts (?:a|an|the|not|better|worse)\b"
        r"|\bloose(?:s)? (?:its|the|their)\b|\blooses\b|\bthere own\b",
    ),
    "praise that says nothing": re.compile(
        r"\b(?:state[- ]of[- ]the[- ]art|cutting[- ]edge|game[- ]chang\w+|world[- ]class|next[- ]generation)\b",
        re.IGNORECASE,
    ),
    "an exclamation mark, which shouts": re.compile(r"[a-z]!(?=\s|$)"),
    "a note to ourselves": re.compile(
        r"\[(?:citation|source|figure|link|number) (?:needed|missing|here)\]", re.IGNORECASE
    ),
}
AMERICAN = re.compile(
    r"\b(?!(?:size|prize|seize|resize|oversize|capsize)[sdr]?\b)\w{3,}(?:iz(?:e[sd]?|ing|ations?)|yz(?:e[sd]?|ing))\b"
)
# What the theme or other sites have, and no page here.
FOREIGN = {
    re.compile(
        r"^ *(?:!!!|\?{3})\+? (?!note|question|success)\w+", re.MULTILINE
    ): "is a note of no kind that pages have",
    re.compile(r"\] ?\[[^\]^?\n]+\]"): "is a link by reference; write its address in brackets",
    re.compile(
        r"[\U0001f000-\U0001faff\u2600-\u27bf]|(?<![\w:]):[a-z_]{3,}:(?![\w:])"
    ): "is a picture sign; take it out",
}
FOOTNOTE = re.compile(r"\[\^(\w+)\](:?)")
TYPED = re.compile(r"[\u2018\u2019\u2014\u00a0\u2009\u202f]")
FENCED = re.compile(r"\A---\n.*?\n---\n|^( *)(`{3,}|~{3,}).*?^\1\2|`[^`\n]+`", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
OPEN = re.compile(r"^ *\?{3}\+ .*$", re.MULTILINE)
KNOWN = Path("tests/tools/words.txt")
OFTEN, LEAST = 8, 6  # how often a word is used that another may be a slip in, and letters of that other
LONG = 8  # words, from which on the same paragraph is hardly meant twice


def articles(words: str) -> Iterator[str]:
    """Each `a` before a vowel and `an` before a consonant, as they sound."""
    for found in ARTICLE.finditer(words):
        article, word = found.groups()
        if word.isupper() or not word[1:].islower():
            continue
        vowel = bool(VOWEL.match(word)) or (word[0].lower() in "aeiou" and not CONSONANT.match(word))
        if (article.lower() == "an") != vowel and word not in ("and", "is"):
            yield f"'{found[0]}' has the other article"


def sentences(markdown: str) -> Iterator[str]:
    """What is wrong with a paragraph or an item of a list."""
    words = reading.plain(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", markdown))
    words = re.sub(r"https?://\S+|<[^>\n]*>|\{[^}\n]*\}", "", words)
    yield from articles(words)
    for what, pattern in SLIPS.items():
        for found in pattern.finditer(words):
            yield f"'{words[max(0, found.start() - 12) : found.end() + 8].strip()}' has {what}"
    for found in AMERICAN.finditer(words):
        yield f"'{found[0]}' is spelt the American way; write it with an s"
    for mark, twin in (("(", ")"), ('"', '"'), ("**", "**")):
        if markdown.count(mark) % 2 if mark == twin else words.count(mark) != words.count(twin):
            yield f"'{words[:40]}…' opens {mark} and does not close it, or the other way round"


def layout(text: str) -> Iterator[tuple[int, str]]:
    """Line and words of what is wrong with the lines of a text."""
    prose = blank(FENCED, text)
    for found in TYPED.finditer(prose):
        yield (
            prose.count("\n", 0, found.start()) + 1,
            f"has {found[0]!r}; type ' and a plain space, the build sets them",
        )
    for pattern, what in FOREIGN.items():
        for found in pattern.finditer(prose):
            yield prose.count("\n", 0, found.start()) + 1, f"'{found[0].strip()}' {what}"
    notes = [(found[1], found[2], found.start()) for found in FOOTNOTE.finditer(prose)]
    for name, colon, at in notes:
        if colon and (name, "") not in [note[:2] for note in notes]:
            yield prose.count("\n", 0, at) + 1, f"nothing leads to the footnote '{name}'; take it out, or lead to it"
    for found in OPEN.finditer(prose):
        yield (
            prose.count("\n", 0, found.start()) + 1,
            f"'{found[0].strip()}' lies open and gives itself away; write ???",
        )
    heads = [*HEADING.finditer(prose), None]
    for head, after in pairwise(heads):
        assert head is not None  # only the last is
        line = prose.count("\n", 0, head.start()) + 1
        if not text[head.end() : after.start() if after else None].strip() and (
            not after or len(after[1]) <= len(head[1])
        ):
            yield line, f"nothing stands under '{head[2]}'; write it, or take the heading out"
        later = re.findall(r"[A-Za-z][\w’'-]*", plain(re.sub(r"\{.*\}$", "", head[2])))[1:]
        if sum(word[0].isupper() and not word.isupper() for word in later) > 1:
            yield line, f"'{head[2]}' has capitals within; write headings as sentences"


def one_off(word: str) -> set[str]:
    """All that is one slip of a finger away from a word: a letter more, less, other, or two changed over."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    more = {before + letter + after for before, after in cuts for letter in ascii_lowercase}
    other = {before + letter + after[1:] for before, after in cuts for letter in ascii_lowercase if after}
    less = {before + after[1:] for before, after in cuts if after}
    return more | other | less | {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}


def words(project: Path, site: Path) -> list[str]:
    """Each word that the spelling checker is told to know is used, and is not a slip in one that is used often."""
    said = [text for _, text in texts(project)]
    said += [path.read_text(encoding="utf-8") for path in project.glob("*.md")]
    said += [text for _, text in told(project)]
    used = Counter(re.findall(r"[^\W\d_]+", "\n".join(said).lower()))
    all_of_it = "\n".join(said).lower()
    faults = []
    for number, line in enumerate((project / KNOWN).read_text(encoding="utf-8").splitlines(), start=1):
        word = line.strip().lower()
        if not word or word.startswith("#"):
            continue
        if word not in all_of_it:
            faults.append(f"{KNOWN}:{number}: no page says '{word}'; take it out")
        near = sorted(
            other for other in one_off(word) - {word} if used[other] >= OFTEN and other[-1:] != "s" != word[-1]
        )
        if len(word) >= LEAST and near and used[word] < used[near[0]] and near[0].replace("u", "") != word:
            faults.append(f"{KNOWN}:{number}: '{word}' reads as a slip in '{near[0]}'; correct it where it stands")
    return faults


def paragraphs(project: Path) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Those of `reading`, and the entries of lists."""
    yield from reading.texts(project)
    for name in LISTS:
        yield name, list(reading.prose((project / name).read_text(encoding="utf-8")))


def unended(markdown: str, after: str) -> bool:
    """Whether a paragraph of several sentences ends without a mark; a formula in its own line may end it."""
    words = plain(re.sub(r"\{[^}\n]*\}|\[\^\w+\]", "", markdown))
    several = re.search(r"[.?!] [A-Z]", words) and re.search(r"[\w,;(-]$", words) and "[?" not in markdown
    return bool(several) and not re.match(r"(?:.+\n)+\s*\\\[", after)


def repeated(text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each row of a table or item of a list that stands twice; heads of tables may."""
    lines = blank(FENCED, text).splitlines()
    seen: dict[str, int] = {}
    for number, (row, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), start=1):
        if re.match(r" *(?:\||- ).{30}", row) and not after.startswith("|--") and not row.startswith("|--"):
            if row in seen:
                yield number, f"'{plain(row)[:40]}…' stands in line {seen[row]} too; leave one"
            seen[row] = number


def prose(project: Path, site: Path) -> list[str]:
    """No slip of grammar or of marks, no open answer, no paragraph twice on a page, nothing under a heading."""
    faults = []
    whole = dict(texts(project))
    for name, found in paragraphs(project):
        seen: dict[str, int] = {}
        lines = whole[name].splitlines()
        for line, markdown in found:
            at = f"{name}:{line}" if name.endswith(".md") else name
            if name != REFERENCES:
                faults += [f"{at}: {fault}; correct it" for fault in sentences(markdown)]
            if name.startswith(("docs/lesson/", "docs/faq/")) and unended(
                markdown, "\n".join(lines[line - 1 :]) + "\n"
            ):
                faults.append(f"{at}: '{plain(markdown)[:40]}…' ends without a mark; write its full stop")
            if len(markdown.split()) >= LONG and markdown in seen and "<span" not in markdown:
                faults.append(f"{at}: '{plain(markdown)[:40]}…' stands in line {seen[markdown]} too; leave one")
            seen[markdown] = line
    for name, text in whole.items():
        found = [*layout(text), *(repeated(text) if name.endswith(".md") else [])]
        faults += [f"{name}:{line}: {fault}" if name.endswith(".md") else f"{name}: {fault}" for line, fault in found]
    return faults
