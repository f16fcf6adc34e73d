"""Results and claims as a lab records them."""

import math

import pytest
from course.notebook.results import Claim, Result, read_records

from tests.hooks.samples import CLAIM, RESULTS

GOOD = RESULTS["acc"]


def test_records_become_values_by_name() -> None:
    more = {"tolerance": 2, "values": [87, 88.0], "interval": [86.1, 88.2]}
    results, faults = read_records(Result, {"acc": GOOD, "other": GOOD | more})
    assert not faults
    assert results["acc"] == Result("accuracy", 87.351, "%", 0.52, 5)
    assert results["other"].interval == [86.1, 88.2]
    claims, faults = read_records(Claim, {"a-beats-b": CLAIM})
    assert not faults
    assert claims["a-beats-b"].direction == "more"


@pytest.mark.parametrize("found", [None, [], {}, "words", [GOOD]])
def test_cell_without_records_says_what_to_write(found: object) -> None:
    assert read_records(Result, found) == ({}, ["shows no JSON; end it with display(JSON({...}))"])


@pytest.mark.parametrize(
    ("name", "record", "message"),
    [
        ("Acc", GOOD, "result 'Acc' is not kebab-case"),
        ("acc", 82.3, "is not of type 'object'"),
        ("acc", {key: GOOD[key] for key in GOOD if key != "unit"}, "'unit' is a required property"),
        ("acc", GOOD | {"mean": 1}, "'mean' was unexpected"),
        ("acc", GOOD | {"value": "82.3"}, "value: '82.3' is not of type 'number'"),
        ("acc", GOOD | {"value": True}, "value: True is not of type 'number'"),
        ("acc", GOOD | {"value": math.nan}, "not finite"),
        ("acc", GOOD | {"value": math.inf}, "value: inf is greater"),
        ("acc", GOOD | {"value": 10**400}, "is greater than"),
        ("acc", GOOD | {"spread": "0.5"}, "spread: '0.5'"),
        ("acc", GOOD | {"spread": math.nan}, "not finite"),
        ("acc", GOOD | {"n": None}, "n: None is not of type 'integer'"),
        ("acc", GOOD | {"n": "5"}, "n: '5'"),
        ("acc", GOOD | {"values": []}, "values: [] should be non-empty"),
        ("acc", GOOD | {"interval": [1]}, "interval: [1] is too short"),
    ],
)
def test_record_that_is_no_result_is_one_line_with_its_name(name: str, record: object, message: str) -> None:
    results, faults = read_records(Result, {name: record})
    assert not results
    assert len(faults) == 1 and message in faults[0] and f"result '{name}'" in faults[0] and len(faults[0]) < 250


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": "less"}, "direction: 'less' is not one of"),
        ({"least": None}, "least: None"),
        ({"differences": [1.0]}, "differences: [1.0] is too short"),
        ({"differences": [1.0, None]}, "differences[1]: None"),
    ],
)
def test_record_that_is_no_claim_is_one_line_with_its_name(change: dict[str, object], message: str) -> None:
    claims, faults = read_records(Claim, {"a-beats-b": CLAIM | change})
    assert not claims
    assert len(faults) == 1 and message in faults[0] and "claim 'a-beats-b'" in faults[0]
