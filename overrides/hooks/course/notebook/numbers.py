"""How numbers are written, whether a text says a result, and whether the differences of a run bear a claim."""

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean, stdev

from course.notebook.results import Claim, Result

NUMBER = re.compile(r"([−-]?)(\d[\d,\u202f\u2009]*(?:\.\d+)?)(?:\s?×\s?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
# A count of thousands without its comma, which no address, name or decimal is.
PLAIN = re.compile(r"(?<![\w.,/#:-])\d{4,}(?![\w/:-]|[.,]\d)")
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# 97.5 % points of Student's t for 1 to 10 degrees of freedom, and the Cornish-Fisher expansion that serves from there.
STUDENT = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281)
EXPANSION = (1.95996, 2.37227, 2.82250, 2.55585)


def rounds_to(value: float, written: str) -> bool:
    """Whether the first number in `written` is `value`, rounded to the digits that are written."""
    found = NUMBER.search(written)
    if not found:
        return False
    digits = re.sub(r"[,\u202f\u2009]", "", found[2])
    sign = "-" if found[1] else ""
    last = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    try:
        exponent = int(found[3].translate(SUPERSCRIPT)) if found[3] else 0
        scaled = Decimal(repr(float(value))).scaleb(-exponent)
        return scaled.quantize(last, ROUND_HALF_UP) == Decimal(sign + digits)
    except (ArithmeticError, ValueError):  # far too large, or no exponent
        return False


def mismatch(written: str, result: Result) -> str | None:
    """In what a text parts from the result that it is to say; None where it says the result.

    It holds the value alone, the value ± the spread, or the two ends of the interval with "to" between them; and then
    the unit or nothing.
    """
    found = list(NUMBER.finditer(written))
    wanted: Sequence[float | None] = (result.value,)
    if len(found) == 2:
        between = written[found[0].end() : found[1].start()]
        pair = (result.value, result.spread) if "±" in between else result.interval if " to " in between else None
        wanted = pair or (None, None)
    same = (value is not None and rounds_to(value, number[0]) for value, number in zip(wanted, found, strict=False))
    if len(found) == len(wanted) and all(same) and is_unit(written[found[-1].end() :], result.unit):
        return None
    return f"'{written}' is not the recorded {result_text(result)}"


def is_unit(words: str, unit: str) -> bool:
    """Whether what stands behind a number is its unit, of one or of many, or nothing; a count is one of any thing."""
    words = " ".join(words.split())
    if not words or not unit:
        return not words.startswith(("%", "point"))
    return any(f"{words} ".startswith(f"{name} ") for name in (unit, unit.removesuffix("s")))


def to_digits(value: float, scale: float) -> str:
    """A number to the second digit of `scale`, with thousands separators and a true minus."""
    last = Decimal(repr(float(scale))).adjusted() - 1
    if last < -6:
        digits = max(2, Decimal(repr(float(value))).adjusted() - last + 1)
        return f"{value:.{digits}g}".replace("-", "−")
    return f"{value:,.{max(0, -last)}f}".replace("-", "−")


def thousands(text: str) -> str:
    """What a run says in words, with commas in its counts. No run speaks of years."""
    return PLAIN.sub(lambda count: f"{int(count[0]):,}", text)


def result_text(result: Result) -> str:
    """A result as the tables show it: two digits of spread, the value to the same place, its interval."""
    value, spread = result.value, result.spread
    if spread:
        text = f"{to_digits(value, spread)} ± {to_digits(spread, spread)}"
    else:
        text = (f"{value:,}" if isinstance(value, int) else f"{value:,.4g}").replace("-", "−")
    interval = f" ({interval_text(*result.interval)})" if result.interval else ""
    return f"{text} {result.unit}".strip() + interval


def interval_text(low: float, high: float) -> str:
    scale = high - low or low or 1
    return f"95 % interval {to_digits(low, scale)} to {to_digits(high, scale)}"


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % t interval of the mean of at least two values. Raises StatisticsError for fewer."""
    freedom = len(values) - 1
    half = stdev(values) / math.sqrt(len(values))
    half *= STUDENT[freedom - 1] if freedom <= 10 else sum(part / freedom**i for i, part in enumerate(EXPANSION))
    mean = fmean(values)
    return mean - half, mean + half


def breach(claim: Claim) -> str | None:
    """Why the recorded differences do not bear a claim; None where they do."""
    mean, (low, high), lowest = fmean(claim.differences), interval(claim.differences), min(claim.differences)
    if claim.direction == "none":
        seen = not low <= 0 <= high and abs(mean) >= claim.least
        return f"a difference was seen: {mean:.3g} ({interval_text(low, high)})" if seen else None
    if lowest <= 0:
        return f"one of its differences is {lowest:.3g}, which is not more than 0"
    return f"its mean is {mean:.3g}, less than {claim.least:.3g}" if mean < claim.least else None
