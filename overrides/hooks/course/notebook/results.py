"""What a lab says of its run, as JSON in two of its cells: results, and claims that recorded differences must bear."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from jsonschema import Draft202012Validator

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SCHEMA = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Result:
    """One number of a run."""

    what: str
    value: float
    unit: str
    spread: float | None
    """The sample standard deviation over the seeds."""
    n: int
    """How many seeds or repeats."""
    tolerance: float | None = None
    """The room for a run on another machine, where it is more than the spread."""
    values: Sequence[float] | None = None
    """One number a seed."""
    interval: Sequence[float] | None = None
    """Low and high end of the 95 % interval of the value."""


@dataclass(frozen=True)
class Claim:
    """What a page says of two arms that were run with the same seeds."""

    what: str
    unit: str
    direction: str
    """`more`: each difference is positive, their mean at least `least`. `none`: no difference was seen."""
    least: float
    differences: Sequence[float]
    """One a seed."""


Record = TypeVar("Record", Result, Claim)


def read_records(kind: type[Record], found: object) -> tuple[dict[str, Record], list[str]]:
    """The results or claims in the JSON of a cell, by name, and the faults of those that are none."""
    if not isinstance(found, dict) or not found:
        return {}, ["shows no JSON; end it with display(JSON({...}))"]
    records, faults = {}, []
    for name, record in found.items():
        if fault := misfit(kind, name, record):
            faults.append(f"{kind.__name__.lower()} '{name}' {fault}")
        else:
            records[name] = kind(**record)
    return records, faults


def misfit(kind: type[Record], name: str, record: object) -> str | None:
    """What is wrong with a record, and the remedy; None for one that fits."""
    if not NAME.fullmatch(name):
        return "is not kebab-case; rename it"
    if error := next(Draft202012Validator(SCHEMA[kind.__name__]).iter_errors(record), None):
        where = f"{error.json_path[2:]}: " if error.path else ""
        what = error.message.replace(repr(error.instance), f"{error.instance!r:.40}")
        return f"cannot be read ({where}{what:.100}); write it as CONTRIBUTING.md says"
    try:
        json.dumps(record, allow_nan=False)
    except ValueError:
        return "holds a number that is not finite; mend what computes it"
    return None
