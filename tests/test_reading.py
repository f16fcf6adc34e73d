"""The check of how pages read counts words, sentences and syllables of prose, and of nothing else."""

from __future__ import annotations

import pytest

from tests.checks import reading

PAGE = """---
title: A page
---

# A heading

Two words, then `code` and \\(x + y\\).
They go on.

- An item with [its words](elsewhere.md#here).
- Another

| a | table |
|---|---|

![](../labs/a.ipynb#figure)

??? question "A title?"
    Folded words.

```text
no prose
```

## Sources

- A list
"""


def test_prose_is_paragraphs_and_items() -> None:
    assert [(line, reading.plain(words)) for line, words in reading.prose(PAGE)] == [
        (7, "Two words, then x and x. They go on."),
        (10, "An item with its words."),
        (11, "Another"),
        (19, "Folded words."),
    ]


@pytest.mark.parametrize(
    ("word", "count"), [("a", 1), ("network", 2), ("attention", 3), ("architecture", 4), ("17.5", 1)]
)
def test_syllables(word: str, count: int) -> None:
    assert reading.syllables(word) == count


def test_grade_follows_the_formula() -> None:
    short = ["A cat sat.", "It sat on a mat."]
    assert reading.grade(short) == pytest.approx(0.39 * 8 / 2 + 11.8 * 8 / 8 - 15.59)
    assert reading.grade(["It " + "sat and " * 40 + "ran."]) > reading.grade(short)
    assert reading.grade([]) == 0.0
