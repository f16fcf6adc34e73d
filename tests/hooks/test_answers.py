"""A list of questions shows the sentence that answers each."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.hooks import samples

ANSWERS = """# Answers

**Not this.**

## What is it? { #q1 data-also="thing" }

**It is this,
in `one` sentence.**

More. **Not this.**

## How many? { #q10 }

No sentence in bold.
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq/one.md").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


def test_question_alone_in_its_item_has_its_answer_below_which_search_leaves_out(docs: Path) -> None:
    html, faults = samples.page(docs, "faq/index.md", "- [What is it?](one.md#q1)\n")
    answer = BeautifulSoup(html, "html.parser").select_one("li > a + p.answer")
    assert answer is not None
    assert answer.decode_contents().replace("\n", " ") == "It is this, in <code>one</code> sentence."
    assert "data-search-exclude" in answer.attrs
    assert faults == []


@pytest.mark.parametrize(
    "text",
    [
        "- [How many?](one.md#q10)",
        "- [Page](one.md)",
        "- [Gone](gone.md#q1)",
        "- [Gone](one.md#q11)",
        "- See [What is it?](one.md#q1)",
        "- [What is it?](one.md#q1) and more",
        "[What is it?](one.md#q1)",
        "- words",
    ],
)
def test_other_links_are_left_alone(text: str, docs: Path) -> None:
    html, _ = samples.page(docs, "faq/index.md", f"{text}\n")
    assert "answer" not in html


def test_list_on_a_page_of_another_folder_finds_its_answers(docs: Path) -> None:
    html, _ = samples.page(docs, "index.md", "1. [What is it?](faq/one.md#q1)\n")
    assert 'class="answer"' in html


def test_short_forms_are_marked_in_prose_and_not_in_titles(docs: Path) -> None:
    text = "# RAG\n\nRAG now.\n\n*RAG for all* (2020).\n{ #rag-2020 }\n\n*[RAG]: Retrieval\n"
    html, _ = samples.page(docs, "references.md", text)
    soup = BeautifulSoup(html, "html.parser")
    assert [short.parent.get_text() for short in soup.select("abbr") if short.parent] == ["RAG now."]
