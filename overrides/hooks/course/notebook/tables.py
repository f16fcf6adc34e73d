"""Tables of what a lab recorded: the numbers behind a figure, its results, its claims."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from statistics import fmean
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from course.notebook.numbers import breach, interval, interval_text, result_text, thousands, to_digits
from course.notebook.results import Claim, Result

# A word, which is not that of "1 to 2" nor the letter of 1e-9.
WORDS = re.compile(r"\b(?!to\b)[A-Za-z]")
WHOLE = re.compile(r"\d[\d,]*")
SPREAD = (
    "What follows ± is the standard deviation: how far a run lies from the mean, as a rule. "
    "Bars in the figure show the same, where its caption says nothing else."
)
UNSEARCHED = {"data-search-exclude": "true"}  # search is for words


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], names: Iterable[str] = ()) -> Element:
    """A table, its cells as they are, counts with commas. Each row carries its name, if it has one, as an address."""
    whole = Element("table")
    head = SubElement(SubElement(whole, "thead"), "tr")
    for text in heads:
        SubElement(head, "th", {"scope": "col"}).text = text
    body = SubElement(whole, "tbody")
    for row, name in zip_longest(rows, names):
        line = SubElement(body, "tr")
        for value in row:
            SubElement(line, "td").text = "" if value is None else thousands(str(value))
        if name:
            line[0].set("id", name)
    return whole


def numbers_table(records: Sequence[Mapping[str, Any]]) -> Element:
    """The records that a cell shows beside its figure, folded; what a record lacks is left empty."""
    fold = Element("details", {"class": "numbers", **UNSEARCHED})
    SubElement(fold, "summary").text = "The numbers behind this figure"
    worded, heads = ordered_heads(records)
    whole = table(heads, ([row.get(head) for head in heads] for row in records))
    body = whole[1]
    for row in whole.iter("tr"):
        for cell in row[: len(worded)]:
            cell.set("class", "words")
    for row in body if worded else ():  # the first words name a row, and stay in sight where a table scrolls
        row[0].tag = "th"
        row[0].set("scope", "row")
    say_once(body, len(worded))
    fold.append(whole)
    if any("±" in str(value) for row in records for value in row.values()):
        SubElement(fold, "p").text = SPREAD
    return fold


def say_once(body: Element, columns: int) -> None:
    """Let words in the first columns stand once for all rows below that have the same, from the first column on."""
    above: list[Element] = []
    for row in body:
        same = True
        cells = list(row)[:columns]
        for at, cell in enumerate(cells):
            same = same and bool(above) and bool(cell.text) and cell.text == above[at].text
            if same:
                above[at].set("rowspan", str(int(above[at].get("rowspan", "1")) + 1))
                row.remove(cell)
                cells[at] = above[at]
        above = cells


def natural(name: str) -> list[tuple[float, str]]:
    """A key that sorts names by their words and by the size of the numbers in them."""
    parts = re.findall(r"\d[\d,]*(?:\.\d+)?|\D+", name)
    return [(float(part.replace(",", "")), "") if part[0].isdigit() else (-1, part) for part in parts]


def rank(head: str, values: Sequence[object]) -> float:
    """Where a column of numbers stands: integers, counts that were written out by how many there are, all others."""
    if all(isinstance(value, int) for value in values):
        return 0
    counts = "%" not in head and all(map(WHOLE.fullmatch, map(str, values)))
    return len(set(values)) if counts else math.inf


def ordered_heads(records: Sequence[Mapping[str, Any]]) -> tuple[set[str], list[str]]:
    """Which heads stand over words, and all heads, these first.

    Where JSON was stored by its alphabet, what tells rows apart follows: integers, then written counts, those of
    sizes and steps before what was counted, as they have fewer values. Then come the others, by numbers in their heads.
    """
    first = list(dict.fromkeys(head for record in records for head in record))
    columns = {head: [row.get(head) for row in records] for head in first}
    worded = {head for head in first if any(WORDS.search(str(value or "")) for value in columns[head])}
    if first == sorted(first):
        first.sort(key=lambda head: (rank(head, columns[head]), natural(head)))
    return worded, sorted(first, key=lambda head: head not in worded)


def ways_line(reader: tuple[str, str] | None, code: str) -> Element:
    """The line over the results that leads back to the page which quotes them, and on to the code that made them."""
    line = Element("tr", {"class": "ways"})
    cell = SubElement(line, "td", {"colspan": "3"})
    if reader:
        cell.text = "Back to "
        link = SubElement(cell, "a", {"href": reader[0]})
        link.text, link.tail = reader[1], "; your browser’s Back finds the sentence. "
    SubElement(cell, "a", {"href": code}).text = "Made by this code"
    return line


def results_table(results: Mapping[str, Result], line: Element) -> Element:
    """The results of a lab by their names, each the address of its row; above the heads stands a line."""
    results = {name: results[name] for name in sorted(results, key=natural)}
    rows = [(result.what, result_text(replace(result, interval=None)), f"{result.n:,}") for result in results.values()]
    whole = table(("Result", "Value", ""), rows, results)
    whole.set("class", "recorded")  # the theme makes those without a class scroll, and then no head can stick
    head, body = whole
    SubElement(head[0][2], "abbr", {"title": "seeds or repeats"}).text = "n"
    head.insert(0, line)
    for row, result in zip(body, results.values(), strict=True):
        if result.interval:
            add_interval(row[1], *result.interval)
    return whole


def add_interval(cell: Element, low: float, high: float) -> None:
    both = interval_text(low, high).replace(" to ", "\xa0to\xa0")  # a line breaks before both
    SubElement(cell, "small").text = f" ({both})"


def claims_table(claims: Mapping[str, Claim]) -> Element:
    """The claims of a lab: the difference of each seed, their mean with its interval, whether they bear the claim."""
    heads = ("Claim", "Difference of each seed", "Mean", "Holds")
    whole = table(heads, map(claim_row, claims.values()), (f"claim-{name}" for name in claims))
    for row, claim in zip(whole[1], claims.values(), strict=True):
        add_interval(row[2], *interval(claim.differences))
    return whole


def claim_row(claim: Claim) -> tuple[str, str, str, str]:
    low, high = interval(claim.differences)
    each = ", ".join(to_digits(value, high - low or 1) for value in claim.differences)
    mean = f"{to_digits(fmean(claim.differences), high - low or 1)} {claim.unit}".strip()
    return claim.what, each, mean, "no" if breach(claim) else "yes"
