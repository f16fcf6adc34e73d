"""What stands around a page: its place, its lab or its text, and what comes next."""

from typing import Any

from course.guide import Guide, guides

LESSON = ["lesson/index.md", "lesson/first.md", "lesson/layers.md", "lesson/data.md", "lesson/end.md"]
PAGES: dict[str, dict[str, Any]] = {
    "index.md": {},
    **{uri: {} for uri in LESSON},
    "labs/index.md": {},
    "labs/first.ipynb": {},
    "labs/layers.ipynb": {},
    "labs/stores.ipynb": {},
    "labs/search.ipynb": {},
    "faq/index.md": {},
    "faq/keep.md": {"labs": ["stores", "search"]},
    "faq/more.md": {"labs": ["search", "gone"]},
    "glossary.md": {},
}
PAGES["lesson/layers.md"] = {"feature": 1}
PAGES["lesson/data.md"] = {"feature": 2}
FOUND = guides(PAGES)


def test_page_of_the_lesson_knows_its_place_its_lab_and_the_next() -> None:
    assert FOUND["lesson/index.md"] == Guide("Lesson", LESSON, "lesson/index.md", [], next="lesson/first.md")
    assert FOUND["lesson/layers.md"] == Guide(
        "Feature 1 of 2", LESSON, "lesson/layers.md", ["labs/layers.ipynb"], next="lesson/data.md"
    )
    assert (FOUND["lesson/data.md"].labs, FOUND["lesson/end.md"].next) == ([], "labs/index.md")


def test_lab_leads_to_its_lesson_and_the_next_page_of_the_lesson() -> None:
    assert FOUND["labs/first.ipynb"] == Guide("Lab", LESSON, "lesson/first.md", text="lesson/first.md", next=LESSON[2])


def test_lab_on_data_leads_to_its_answers_and_the_next_lab() -> None:
    assert FOUND["labs/stores.ipynb"] == Guide("Lab", text="faq/keep.md", next="labs/search.ipynb")
    assert FOUND["labs/search.ipynb"] == Guide("Lab", text="faq/keep.md")


def test_answers_lead_to_their_labs_and_the_next_answers() -> None:
    assert FOUND["faq/keep.md"] == Guide(
        "Questions on data", labs=["labs/stores.ipynb", "labs/search.ipynb"], next="faq/more.md"
    )
    assert FOUND["faq/more.md"] == Guide("Questions on data", labs=["labs/search.ipynb"])


def test_other_pages_have_none() -> None:
    assert not FOUND.keys() & {"index.md", "labs/index.md", "faq/index.md", "glossary.md"}
