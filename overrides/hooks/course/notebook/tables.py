"""Tables of what a lab recorded: the numbers behind a figure, its results, its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from statistics import fmean
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from course.notebook.numbers import breach, interval, interval_text, result_text, to_digits
from course.notebook.results import Claim, Result

UNSEARCHED = {"data-search-exclude": "true"}  # search is for words


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], names: Iterable[str] = ()) -> Element:
    """A table, its cells shown as they are. Each row carries its name, if it has one, as an address."""
    whole = Element("table")
    head = SubElement(SubElement(whole, "thead"), "tr")
    for text in heads:
        SubElement(head, "th").text = text
    body = SubElement(whole, "tbody")
    for row, name in zip_longest(rows, names):
        line = SubElement(body, "tr")
        for value in row:
            SubElement(line, "td").text = "" if value is None else str(value)
        if name:
            line[0].set("id", name)
    return whole


def numbers_table(records: Sequence[Mapping[str, Any]]) -> Element:
    """The records that a cell shows beside its figure, folded; their heads are those of the first."""
    fold = Element("details", {"class": "numbers", **UNSEARCHED})
    SubElement(fold, "summary").text = "The numbers behind this figure"
    heads = list(records[0])
    fold.append(table(heads, ([row.get(head) for head in heads] for row in records)))
    return fold


def results_table(results: Mapping[str, Result]) -> Element:
    """The results of a lab, each row with the name of its result as its address."""
    frame = Element("div", {"class": "results", **UNSEARCHED})
    rows = [(result.what, result_text(result), f"{result.n:,}") for result in results.values()]
    frame.append(table(("Result", "Value", "Seeds or repeats"), rows, results))
    return frame


def claims_table(claims: Mapping[str, Claim]) -> Element:
    """The claims of a lab: the difference of each seed, their mean with its interval, whether they bear the claim."""
    frame = Element("div", {"class": "results", **UNSEARCHED})
    heads = ("Claim", "Difference of each seed", "Mean", "Holds")
    frame.append(table(heads, map(claim_row, claims.values()), (f"claim-{name}" for name in claims)))
    return frame


def claim_row(claim: Claim) -> tuple[str, str, str, str]:
    low, high = interval(claim.differences)
    each = ", ".join(to_digits(value, high - low or 1) for value in claim.differences)
    mean = f"{to_digits(fmean(claim.differences), high - low or 1)} {claim.unit}".strip()
    return claim.what, each, f"{mean} ({interval_text(low, high)})", "no" if breach(claim) else "yes"
