"""Numbers in the text against recorded results, and how results are shown."""

import pytest
from labs import matches, shown


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("87.4 %", 87.351),
        ("87 %", 87.4999),
        ("1,257", 1257),
        ("−2.4", -2.44),
        ("-2.4 points", -2.36),
        ("9.6 × 10⁻⁹", 9.61e-9),
        ("2.7 × 10⁻¹⁵", 2.7153e-15),
        ("about 12 %", 12.2),
        ("0.5", 0.45),
    ],
)
def test_number_matches_rounded_value(written: str, value: float) -> None:
    assert matches(written, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [("87.4 %", 87.46), ("87 %", 86.4), ("2.4", -2.4), ("1.257", 1257), ("9.6 × 10⁻⁹", 9.6e-8), ("many", 3)],
)
def test_number_that_parts_from_the_run_does_not_match(written: str, value: float) -> None:
    assert not matches(written, value)


@pytest.mark.parametrize(
    ("value", "spread", "unit", "text"),
    [
        (87.351, 0.52, "%", "87.35 ± 0.52 %"),
        (87.351, 12.3, "%", "87 ± 12 %"),
        (1257, None, "", "1,257"),
        (-2.44, 1.1, "points", "−2.4 ± 1.1 points"),
        (9.6e-9, 5.2e-9, "", "9.6e−09 ± 5.2e−09"),
    ],
)
def test_result_is_shown_to_two_digits_of_its_spread(value: float, spread: float, unit: str, text: str) -> None:
    assert shown({"value": value, "spread": spread, "unit": unit}) == text
