"""What Jupyter or other sites render and these pages do not is found, and ordinary text is not."""

from __future__ import annotations

import pytest
from course.notebook import dialect

from tests.hooks.test_notebook_faults import slowdown


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("words\n\n```python\nx = 1", 3, "a block of code without an end; close its fence"),
        ("a\n\n<div class='x'>b", 3, "<div> without an end; close it"),
        ("a <b>c", 1, "<b> without an end; close it"),
        ("Steps:\n- one", 2, "a list right after a line of words; leave an empty line"),
        ("Steps:\n1. one", 2, "a list right after a line of words; leave an empty line"),
        ("Numbers:\na | b\n--|--\n1 | 2", 2, "a table right after a line of words; leave"),
        ("- a\n  - b", 1, "a list within a list, indented by fewer than four spaces; indent it by four"),
        ("1. a\n   more\n   - b", 1, "a list within a list"),
        ("- [ ] a", 1, "a list of tasks"),
        ("> [!NOTE]\n> a", 1, "a note as GitHub writes it; write '!!! note'"),
        ('=== "Tab"\n\n    a', 1, "tabs"),
        ("a ~~b~~", 1, "words struck out by ~~"),
        ("a ==b c==", 1, "words marked by =="),
        ("press ++ctrl+c++", 1, "keys between ++"),
        ("a :material-home: b", 1, "an icon by its name"),
        ("## The set {1, 2, 3}", 1, "a heading that ends in braces"),
        ("![](attachment:a.png)", 1, "a picture pasted into a cell"),
        ("<details>\n\na **b**\n\n</details>", 1, "<details>, whose Markdown would not be read"),
        ("It is $x_1$.", 1, "a formula between dollars; write \\( … \\)"),
        ("With $n$ of them.", 1, "a formula between dollars"),
        ("$$a = b$$", 1, "a formula between $$"),
        ("\\begin{align}\na &= b\n\\end{align}", 1, "a formula without \\[ … \\]"),
        ("Text:\n\\[a = b\\]\n\nmore", 1, "a formula beside a line of text"),
        ("\\[a = b\\]\nmore", 1, "a formula beside a line of text"),
    ],
)
def test_what_would_be_lost_is_found_with_its_line(text: str, line: int, says: str) -> None:
    assert any(at == line and fault.startswith(says) for at, fault in dialect.faults(text)), [*dialect.faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "a costs $5 and b $6",
        "a == b, c == d, x==1 and y==2",
        "C++ and C++",
        "if a < b and b<c",
        "~5 of ~6",
        "`$x$`, `- [ ]`, `==a==`, `<div>`",
        "```\n$x$\n<div>\n- a\n  - b\n```",
        "\\[\n\\begin{aligned} a &= b \\end{aligned}\n\\]",
        "- a\n- b\nmore\n- c",
        "- a\n\n    - b",
        "1. a\n    - b",
        "> a\n> - b",
        "a | b\n--|--\n1 | 2",
        "Born in\n2022. That is all",
        "## A set { #set }\n\n## Other {.wide}",
        "<details markdown>\n<summary>a</summary>\n\nb\n\n</details>",
        "a<br>b\n\n<p>c",
        "    $x$ in a block",
        "<!-- <div> $x$ -->",
        "Ruled\n=====\n\nand\n\n---",
    ],
)
def test_ordinary_text_has_no_fault(text: str) -> None:
    assert [*dialect.faults(text)] == []


def test_links_of_the_same_name() -> None:
    texts = ["[1]: a\n[2]: b", "[1]: a", "```\n[2]: d\n```\n\n[2]: c"]
    assert [at for at, _ in dialect.references(texts)] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "b",
        "`",
        "$",
        "$a",
        "==",
        "==a",
        "~~a",
        "++a",
        "<",
        "<a ",
        "|",
        "- a\n",
        "- a\n b\n",
        "a\n",
        "{",
        "[",
        "\\[",
        "#",
    ],
)
def test_time_grows_with_the_text(text: str) -> None:
    assert slowdown(lambda times: [*dialect.faults(text * 10_000 * times)]) < 16
