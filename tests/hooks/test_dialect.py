"""What Jupyter or other sites render and these pages do not is found, and ordinary text is not."""

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
        ("Text \\[a^2\\] more", 1, "a formula beside a line of text"),
        ("  \\begin{align}\n  a &= b\n  \\end{align}", 1, "a formula without \\[ … \\]"),
        ("of $f(x)$ and", 1, "a formula between dollars; write \\( … \\), or \\$ for the sign"),
        ("where $x > 0$.", 1, "a formula between dollars"),
        ("so $ \\dfrac{1}{2}$", 1, "a formula between dollars"),
        ("> Steps:\n> - a", 2, "a list right after a line of words"),
        ("> a\n- b", 2, "a list right after a line of words"),
        ("Words\n```\nx\n```\n- a", 5, "a list right after code"),
        ("```\nx\n```\n- a", 4, "a list right after code; leave an empty line before it"),
        ("!!! note\n    Steps:\n    - a", 3, "a list right after a line of words"),
        ('??? note "T"\n\n    It is $x_1$.', 3, "a formula between dollars"),
        ("- a\n\n    It is $x_1$.", 3, "a formula between dollars"),
        ("- a\n    - b\n      - c", 2, "a list within a list"),
        (" - a\n   - b", 1, "a list within a list"),
        ("1. a\n\n   more\n\n2. b", 1, "a paragraph of a list, indented by fewer than four spaces; indent it by four"),
        ("1) one\n2) two", 1, "a list by 1); write 1."),
        ("see\n#123 too", 2, "a mark of a heading, with no space behind it"),
        ("one\\\ntwo", 1, "a line that ends in a backslash; end it in <br>"),
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c", 1, "the mark of a merge"),
        ("a\n\n<!-- b -- >\n\nc", 3, "a comment without an end; close it by -->"),
        ("```{note}\na\n```", 1, "a block that other sites draw or run"),
        ("```mermaid\na\n```", 1, "a block that other sites draw or run"),
        (":::{note}\na\n:::", 1, "what only MyST or Quarto reads"),
        ("see {ref}`a`", 1, "what only MyST or Quarto reads"),
        ("<div class='alert'>\n\n**b**\n\n</div>", 1, "text within HTML, whose Markdown would not be read"),
        ("<iframe src='https://a.example'></iframe>", 1, "HTML that acts, loads or restyles the page"),
        ("<b onclick='x()'>a</b>", 1, "HTML that acts, loads or restyles the page"),
        ("![b](https://a.example/badge.svg)", 1, "a picture of another site; put the file into docs/assets"),
        ("<a href='#x'><img src='https://a.example/b.svg'/></a>", 1, "a picture of another site"),
        ('<img width=9 src="img/a.png">', 1, "a file by its address in HTML, where nobody looks for it"),
        ("See https://a.example/b_c for more.", 1, "an address that is no link; write <https://…>"),
        ("Numbers:\n| a | b |\n| - | - |\n| 1 | 2 |", 2, "a table right after a line of words"),
        ("![a](C:\\Users\\ada\\a.png)", 1, "an address that only your own machine knows; put the file into docs"),
        ("[a](file:///home/ada/a.pdf)", 1, "an address that only your own machine knows"),
        ("<SCRIPT>x</SCRIPT>", 1, "HTML that acts"),
        ("<a href=other.ipynb>a</a>", 1, "a file by its address in HTML"),
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
        "> a\n>\n> - b",
        "See <https://a.example/> and <a@b.example>, `https://a.example` and [a](https://a.example).",
        "[a](<my lab.ipynb>) and ![b](<my b.png>) and [c]\n\n[c]: <my c.md>",
        "[a][1] and [https://a.example](https://a.example)\n\n[1]: https://a.example",
        "US$5, $5-$10 and 5$; $HOME/$USER, a $20 bill and 5$.",
        "- a\n\n    words\n- b",
        "- a\n\n        $x$ in a block",
        "!!! note\n    - a\n\n    ```\n    $x$\n    ```\n\nwords",
        "Term\n:   It is\n\n    - a",
        " - a\n - b",
        "- a\n  ```\n  x\n  ```\n- b\n```\nx\n```\n- c",
        "\\[\na \\\\\nb\n\\]",
        "an array\\[0\\] of x^2",
        "# a\n\n## b {#c}",
        "<a href='https://a.example/'>a</a> <a href='#b'>b</a>",
        "<div>\n\n<p>a</p>\n\n</div>",
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


def test_formula_is_said_once() -> None:
    assert len([*dialect.faults("so $x$ and $x^2$ and $f(x)$")]) == 1


def test_names_of_links_and_footnotes_have_one_meaning() -> None:
    texts = ["[1]: a 'b'\n[2]: b", "[1]: a", "```\n[2]: d\n```\n\n[2]: c"]
    assert [at for at, _ in dialect.references(texts)] == [2]
    notes = ["a[^1] `[^9]`\n\n[^1]: one word", "b[^1]\n\n[^1]: one thing", "c[^2]"]
    assert [*dialect.references(notes)] == [
        (1, "'[^1]' has another meaning further up; rename one"),
        (2, "the footnote '[^2]' has no words; write them as '[^2]: …'"),
    ]


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
        "<!--",
        "![",
        "\\[^",
        "$=",
        "<a x ",
        "- a\n\n  b\n",
        "!!! a\n    b\n",
        "```\na\n```\n",
        "[^a",
    ],
)
def test_time_grows_with_the_text(text: str) -> None:
    assert slowdown(lambda times: [*dialect.faults(text * 10_000 * times)]) < 16
    assert slowdown(lambda times: [*dialect.references([text * 10_000 * times])]) < 16
