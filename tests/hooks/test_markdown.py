"""A notebook as Markdown: front matter, words, a link for each code cell, answers folded with what follows them."""

from pathlib import Path

import pytest
from course.notebook.markdown import download, facts, to_markdown
from course.notebook.model import parse

from tests.hooks import samples
from tests.hooks.samples import code, parsed, words


def test_code_is_a_link_and_words_are_as_they_were() -> None:
    text = to_markdown(parsed(words("# Title"), code("#| label: setup\nx"), words("*words*\n"), code("y"), code("")))
    assert text.split("\n\n") == [
        "---\ndescription: What it shows.\ntitle: A lab\n---",
        "# Title",
        "![](lab.ipynb#setup)",
        "*words*",
        "![](lab.ipynb#cell-5)\n",
    ]


def test_front_matter_of_windows_or_of_no_raw_cell() -> None:
    node = samples.node(words(samples.FRONT.replace("\n", "\r\n"), "raw"))
    assert to_markdown(parse(Path("lab.ipynb"), node)).startswith("---\ndescription: What it shows.\n")
    assert to_markdown(parse(Path("lab.ipynb"), samples.node(words("words")))) == "words\n"


def test_answer_holds_what_follows_up_to_the_next_heading() -> None:
    answer = code('#| fold: "The \\"answer\\"\\n to 1"\nx')
    text = to_markdown(parsed(answer, words("It is\n\n- so\n\n## Next\n\nwords"), words("more")))
    assert text.split("---\n\n")[1] == (
        '??? success "The ”answer” to 1"\n\n    ![](lab.ipynb#cell-2)\n\n    It is\n\n    - so\n\n'
        "## Next\n\nwords\n\nmore\n"
    )


@pytest.mark.parametrize(
    ("text", "inside", "rest"),
    [("so\n# Next", "\n\n    so", "\n\n# Next"), ("# Next", "", "\n\n# Next"), ("so", "\n\n    so", "")],
)
def test_words_are_split_at_the_first_heading(text: str, inside: str, rest: str) -> None:
    found = to_markdown(parsed(code("#| fold: Answer\nx"), words(text)))
    assert found.split("cell-2)")[1] == f"{inside}{rest}\n"


def test_name_of_a_file_is_an_address() -> None:
    lab = parse(Path('docs/labs/my "c#".ipynb'), samples.node(code("x")))
    assert to_markdown(lab).strip() == "![](my%20%22c%23%22.ipynb#cell-1)"
    assert 'href="my%20%22c%23%22.ipynb" download' in download(lab)


def test_facts_of_a_lab() -> None:
    node = samples.node(words(samples.FRONT, "raw"))
    node.metadata["lab"] = {
        "date": "2026-11-24",
        "packages": {"numpy": "2.4", "torch": "2.13"},
        "processor": "A <B>",
        "python": "3.11.7",
        "seconds": 100,
    }
    said = facts(parse(Path("labs/lab.ipynb"), node))
    assert (
        "Executed on 2026-11-24 under Python 3.11.7, NumPy 2.4, PyTorch 2.13, at most two cores (A &lt;B&gt;)" in said
    )
    assert said.endswith(", in about 2 minutes.</p>")
    assert "in about 1 minute." in facts(parse(Path("lab.ipynb"), samples.node()))
