"""How long a page takes: what counts, what does not, and that no page states minutes of its own."""

import pytest
from course.minutes import reading, running, spoken

WORDS = "<p>" + "word " * 400 + "</p>"


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        (WORDS, 2),
        (f"{WORDS}<figure><svg><text>{'word ' * 900}</text></svg></figure>", 3),
        (f"{WORDS}<details class='question'><summary>Why?</summary></details>", 3),
        (f"{WORDS}<details class='success'><summary>Answer to exercise 1</summary></details>", 5),
        (f"{WORDS}{'<details class=success><summary>Answer to exercise 1</summary></details>' * 2}", 5),
        (f"{WORDS}<details class='success'><summary>All results</summary></details>", 2),
        (f"{WORDS}<div class='highlight'><pre>{'a = b + c  # why' + chr(10)}{'x' + chr(10) * 59}y</pre></div>", 5),
        (f"{WORDS}<details class='code'><div class='highlight'><pre>{'x' + chr(10) * 99}y</pre></div></details>", 2),
        (f"{WORDS}<div class='results'>{WORDS}</div><details class='numbers'>{WORDS}</details>", 2),
        (f"{WORDS}<h2 id='sources'>Sources</h2>{WORDS}{WORDS}", 2),
    ],
    ids=["least", "words", "figure", "question", "exercise", "split", "fold", "code", "folded", "tables", "sources"],
)
def test_what_counts(html: str, minutes: int) -> None:
    assert reading(html) == minutes


def test_minutes_in_words() -> None:
    assert [running(seconds) for seconds in (0, 89, 91, 600)] == [1, 1, 2, 10]
    assert [spoken(minutes) for minutes in (1, 14, 119, 120, 305)] == [
        "1 minute",
        "14 minutes",
        "119 minutes",
        "2 h 0 min",
        "5 h 5 min",
    ]
