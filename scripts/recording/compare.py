"""A new run against the recorded one: results within their spread, claims over the seeds."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

# Quantiles of Student's t for 95 % intervals, by degrees of freedom from 1; beyond, 2 is near enough.
T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131]
T += [2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean of values, by Student's t; of fewer than two values, all numbers."""
    if len(values) < 2:
        return -math.inf, math.inf
    mean = statistics.fmean(values)
    quantile = T[len(values) - 2] if len(values) - 2 < len(T) else 2.0
    half = quantile * statistics.stdev(values) / math.sqrt(len(values))
    return mean - half, mean + half


def holds(claim: Any) -> bool:
    """Whether the differences bear a claim: `more` in each of them, or `none` that one could see."""
    mean, (low, high) = statistics.fmean(claim.differences), interval(claim.differences)
    if claim.direction == "more":
        return bool(min(claim.differences) > 0 and mean >= claim.least)
    return bool(low <= 0 <= high or abs(mean) < claim.least)


def describe(name: str, claim: Any) -> str:
    """A claim with its mean, its interval and whether it holds, in one line."""
    mean, (low, high) = statistics.fmean(claim.differences), interval(claim.differences)
    wanted = f"more, by at least {claim.least:g}" if claim.direction == "more" else f"none, or below {claim.least:g}"
    seen = f"{mean:+.3g} {claim.unit}, 95 % {low:+.3g} to {high:+.3g}, each {min(claim.differences):+.3g} to"
    seen += f" {max(claim.differences):+.3g}, n = {len(claim.differences)}"
    return f"claim '{name}' {'holds' if holds(claim) else 'does not hold'}: {claim.what} ({wanted}): {seen}"


def claim_faults(claims: Mapping[str, Any]) -> list[str]:
    """The claims that their differences do not bear."""
    return [
        f"{describe(name, claim)}; say on the page what is seen, or mend the experiment"
        for name, claim in claims.items()
        if not holds(claim)
    ]


def apart(was: Any, now: Any, *others: Any) -> str | None:
    """How far two results lie apart, if by more than the spread or wider, stated tolerance of `was` or of `others`."""
    known = [size for one in (was, *others) for size in (one.tolerance, one.spread) if size]
    room = max([1e-9 * abs(was.value), *known])
    return f"was {was.value:g}, is now {now.value:g}, room {room:g}" if abs(now.value - was.value) > room else None


def result_faults(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Results of a new run that leave the room of the recorded ones."""
    faults = [f"result '{name}' is in one run only; record the lab anew" for name in sorted(old.keys() ^ new.keys())]
    parted = {name: apart(old[name], new[name]) for name in sorted(old.keys() & new.keys())}
    return faults + [f"result '{name}' {words}" for name, words in parted.items() if words]
