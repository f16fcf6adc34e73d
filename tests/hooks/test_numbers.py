"""Numbers in the text against recorded results, how results are shown, and claims against their differences."""

from statistics import StatisticsError

import pytest
from course.notebook.numbers import breach, interval, interval_text, mismatch, result_text, rounds_to, to_digits
from course.notebook.results import Claim, Result


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("87.4 %", 87.351),
        ("87 %", 87.4999),
        ("1,257", 1257),
        ("−2.4", -2.44),
        ("-2.4 points", -2.36),
        ("+2.4 points", 2.36),
        ("9.6 × 10⁻⁹", 9.61e-9),
        ("2.7 × 10⁻¹⁵", 2.7153e-15),
        ("about 12 %", 12.2),
        ("0.5", 0.45),
    ],
)
def test_number_matches_rounded_value(written: str, value: float) -> None:
    assert rounds_to(value, written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("87.4 %", 87.46),
        ("87 %", 86.4),
        ("2.4", -2.4),
        ("+2.4", -2.4),
        ("1.257", 1257),
        ("9.6 × 10⁻⁹", 9.6e-8),
        ("many", 3),
        ("1", 1e300),
        ("1 × 10⁹⁹⁹⁹⁹⁹⁹", 1),
        ("1 × 10⁻", 1),
    ],
)
def test_number_that_parts_from_the_run_does_not_match(written: str, value: float) -> None:
    assert not rounds_to(value, written)


def result(value: float, spread: float | None = None, unit: str = "", ends: list[float] | None = None) -> Result:
    return Result("accuracy", value, unit, spread, 5, interval=ends)


@pytest.mark.parametrize("written", ["57.6 %", "57.6 ± 9.9 %", "57.6±9.9", "57.6 % ± 9.9 %", "51 to 64 %", "just 58"])
def test_text_says_the_value_with_its_spread_or_the_interval(written: str) -> None:
    assert mismatch(written, result(57.61, 9.88, "%", [51.2, 64.4])) is None


@pytest.mark.parametrize(
    "written",
    [
        "99.9 %",
        "57.6 ± 9.8 %",
        "57.6 +- 9.9 %",
        "57.6 to 64 %",
        "57.6 of 100 %",
        "57.6 ± 9.9 % (n 5)",
        "",
        "51 and 64",
        "57.6 points",
    ],
)
def test_text_that_says_anything_else_is_a_fault_that_names_the_result(written: str) -> None:
    said = mismatch(written, result(57.61, 9.88, "%", [51.2, 64.4]))
    assert said == f"'{written}' is not the recorded 57.6 ± 9.9 % (95 % interval 51 to 64)"


@pytest.mark.parametrize(
    ("written", "unit", "said"),
    [
        ("1,024 pieces", "", True),
        ("1,024 %", "", False),
        ("1,024 times as often", "times", True),
        ("1,024 point", "points", True),
        ("1,024 pointers", "points", False),
    ],
)
def test_unit_is_the_recorded_one(written: str, unit: str, said: bool) -> None:
    assert (mismatch(written, result(1024, unit=unit)) is None) is said


@pytest.mark.parametrize("written", ["57.6 ± 1 %", "51 to 64 %"])
def test_spread_or_interval_that_was_not_recorded_is_a_fault(written: str) -> None:
    assert mismatch(written, result(57.61)) is not None


@pytest.mark.parametrize(
    ("value", "spread", "unit", "text"),
    [
        (87.351, 0.52, "%", "87.35 ± 0.52 %"),
        (87.351, 12.3, "%", "87 ± 12 %"),
        (1257, None, "", "1,257"),
        (-0.25, None, "points", "−0.25 points"),
        (-2.44, 1.1, "points", "−2.4 ± 1.1 points"),
        (9.6e-9, 5.2e-9, "", "9.6e−09 ± 5.2e−09"),
        (2.7153e-15, 1.2e-16, "", "2.72e−15 ± 1.2e−16"),
        (1234567.8, 2300.0, "", "1,234,568 ± 2,300"),
    ],
)
def test_result_is_shown_to_two_digits_of_its_spread(value: float, spread: float, unit: str, text: str) -> None:
    assert result_text(result(value, spread, unit)) == text


def test_result_shows_its_interval_where_there_is_one() -> None:
    shown = result_text(result(-2.44, 1.1, "points", [-3.36, -1.24]))
    assert shown == "−2.4 ± 1.1 points (95 % interval −3.4 to −1.2)"
    assert interval_text(0, 0) == "95 % interval 0.0 to 0.0"
    assert to_digits(0.0, 0.05) == "0.000"


def test_interval_is_that_of_student() -> None:
    assert interval([1, 2, 3, 4, 5]) == pytest.approx((1.036757, 4.963243), abs=1e-4)
    assert interval(list(range(21))) == pytest.approx((10 - 2.0860 * 6.204837 / 21**0.5, 12.824448), abs=1e-3)
    assert interval([2.0, 2.0]) == (2, 2)
    with pytest.raises(StatisticsError):
        interval([1.0])


def claim(direction: str, least: float, *differences: float) -> Claim:
    return Claim("A beats B", "points", direction, least, differences)


@pytest.mark.parametrize(
    "holds",
    [
        claim("more", 2, 2.0, 3.0, 2.5),
        claim("more", 2.5, 2.0, 3.0),
        claim("none", 1, -1.0, 1.5, 0.2),
        claim("none", 1, 0.4, 0.5, 0.6),
    ],
)
def test_claim_that_its_differences_bear(holds: Claim) -> None:
    assert breach(holds) is None


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (claim("more", 1, 9.0, -0.4, 9.0), "one of its differences is -0.4, which is not more than 0"),
        (claim("more", 1, 9.0, 0.0), "one of its differences is 0"),
        (claim("more", 3, 2.0, 3.0, 2.5), "its mean is 2.5, less than 3"),
        (claim("none", 1, 2.0, 3.0, 2.5), "a difference was seen: 2.5 (95 % interval 1.3 to 3.7)"),
    ],
)
def test_claim_that_its_differences_do_not_bear_says_why(broken: Claim, why: str) -> None:
    assert why in str(breach(broken))
