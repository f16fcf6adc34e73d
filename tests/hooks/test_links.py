"""What links to notebooks become, and the faults of those that lead nowhere or do not say what was recorded."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.notebook.page import SourcePage

from tests.hooks import samples
from tests.hooks.samples import code, drawing, prints, results, words

GOOD = "[87.4 %](../labs/my%20lab.ipynb#acc)"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with one lab."""
    folder = tmp_path / "docs"
    samples.store(folder, "labs/my lab.ipynb", drawing(), code("#| label: query\nx", prints("1")), results())
    (folder / "labs" / "broken.ipynb").write_text("{")
    return folder


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("../labs/my%20lab.ipynb#acc", ("labs/my lab.ipynb", "acc")),
        ("../labs/./lab.ipynb#a%20b", ("labs/lab.ipynb", "a b")),
        ("../labs/lab.ipynb", None),
        ("other.md#acc", None),
        ("#acc", None),
        ("https://a.example/lab.ipynb#acc", None),
        ("//a.example/lab.ipynb#acc", None),
        ("", None),
    ],
)
def test_target_of_a_link(href: str, target: tuple[str, str] | None) -> None:
    assert SourcePage("lesson/a.md", Path("docs")).target(href) == target


def test_target_of_a_link_within_a_notebook() -> None:
    assert SourcePage("labs/lab.ipynb", Path("docs")).target("#acc") == ("labs/lab.ipynb", "acc")


def test_number_that_was_recorded_is_marked(docs: Path) -> None:
    text, faults = samples.page(docs, "lesson/a.md", f"It is {GOOD}.")
    link = BeautifulSoup(text, "html.parser").a
    assert link and not faults
    assert link["class"] == ["run"] and link["title"] == "accuracy\n87.35 ± 0.52 %\nn = 5\nSee the run"


@pytest.mark.parametrize(
    "text",
    [
        "[the accuracy](../labs/my%20lab.ipynb#acc)",
        "[87.4 ± 0.5 %](<../labs/my lab.ipynb#acc>)",
        "`[99 %](../labs/my%20lab.ipynb#acc)`",
        "[99 %](../labs/broken.ipynb#acc)",
        "[99 %](../labs/my%20lab.ipynb#no-result)",  # MkDocs reports it
        "[99 %](../labs/gone.ipynb#acc)",
        "![](../labs/broken.ipynb#curve)",  # the page of the notebook reports it
    ],
)
def test_links_without_a_fault_of_their_own(text: str, docs: Path) -> None:
    assert samples.page(docs, "lesson/a.md", text)[1] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Words.\n\nIt is [99.9 %](../labs/my%20lab.ipynb#acc).",
            "docs/lesson/a.md:3: '99.9 %' is not the recorded 87.35 ± 0.52 % of labs/my lab.ipynb#acc; "
            "write that, rounded, or run the lab",
        ),
        (f"{GOOD}\n\n[9.9 %](../labs/my%20lab.ipynb#acc)", "docs/lesson/a.md:3: '9.9 %'"),
        ("[`99.9`](../labs/my%20lab.ipynb#acc)", "docs/lesson/a.md:1: '99.9' is not"),
        ("[**99.9** %](../labs/my%20lab.ipynb#acc)", "docs/lesson/a.md:1: '99.9 %' is not"),
        ("- | [99 %](../labs/my%20lab.ipynb#acc)", "docs/lesson/a.md:1: '99 %' is not"),
        (
            "\n![](../labs/my%20lab.ipynb#cruve)",
            "docs/lesson/a.md:2: no figure 'cruve' in labs/my lab.ipynb; there are: curve",
        ),
        ("![](../labs/gone.ipynb#a)", "docs/lesson/a.md:1: no figure 'a' in labs/gone.ipynb; there are: none"),
        ("See ![](../labs/my%20lab.ipynb#curve)", "docs/lesson/a.md:1: a figure must stand alone in its paragraph"),
        ("![](../labs/my%20lab.ipynb)", "docs/lesson/a.md:1: a page is no picture; place a figure by lab.ipynb#label"),
        ("See ![](b.md) there", "docs/lesson/a.md:1: a page is no picture; place a figure by lab.ipynb#label"),
        ("- ![](../labs/my%20lab.ipynb#curve)", "docs/lesson/a.md:1: a figure must stand alone in its paragraph"),
    ],
)
def test_fault_has_its_file_and_line(text: str, said: str, docs: Path) -> None:
    faults = samples.page(docs, "lesson/a.md", text)[1]
    assert len(faults) == 1 and faults[0].startswith(said), faults


def lab(docs: Path, caption: str, alt: str, text: str = "") -> list[str]:
    """The faults of the page of a lab with this caption and alt text, and of one that shows its figure."""
    samples.store(docs, "labs/lab.ipynb", drawing(caption=caption, alt=alt), words(text), results())
    own = samples.page(docs, "labs/lab.ipynb", f"![](lab.ipynb#curve)\n\n{text}\n")[1]
    assert samples.page(docs, "lesson/a.md", "![](../labs/lab.ipynb#curve)")[1] == []
    return own


def test_numbers_of_a_notebook_are_held_to_its_own_results(docs: Path) -> None:
    good = "It is [87.4 %](#acc)."
    assert lab(docs, good, good, good) == []
    bad = "It is [99.9 %](#acc)."
    for caption, alt, text, cell in [(bad, good, good, 2), (good, bad, good, 2), (good, good, bad, 3)]:
        place = "cell 2 (curve)" if cell == 2 else "cell 3"
        said = f"docs/labs/lab.ipynb: {place}: '99.9 %' is not the recorded 87.35 ± 0.52 % of labs/lab.ipynb#acc"
        found = lab(docs, caption, alt, text)
        assert len(found) == 1 and found[0].startswith(said), found


def test_alt_text_is_words_and_caption_is_marked(docs: Path) -> None:
    lab(docs, "It is [87.4 %](#acc).", "It is [87.4 %](#acc) *so*.")
    for uri, text in [("labs/lab.ipynb", "![](lab.ipynb#curve)"), ("lesson/a.md", "![](../labs/lab.ipynb#curve)")]:
        soup = BeautifulSoup(samples.page(docs, uri, text)[0], "html.parser")
        assert soup.svg and soup.svg["aria-label"] == "It is 87.4 % so."
        assert soup.select_one("figcaption a.run[href$='#acc']"), uri


def test_download_stands_under_the_title_whatever_it_looks_like_and_the_run_at_the_end(docs: Path) -> None:
    for title in ("# Title", "Title\n=====", "```python\n# a comment\n```"):
        soup = BeautifulSoup(samples.page(docs, "labs/my lab.ipynb", f"{title}\n\nWords.\n")[0], "html.parser")
        button = soup.select_one("p:has(> a[download])")
        assert button is not None
        before = button.find_previous_sibling(True)
        assert (before.name if before else None) == ("h1" if "Title" in title else None)
        assert soup.find_all("p")[-1].get_attribute_list("class") == ["facts"]
    assert "facts" not in samples.page(docs, "lesson/a.md", "# Title")[0]
    assert "facts" not in samples.page(docs, "labs/broken.ipynb", "# broken")[0]


def test_terms_have_addresses_of_their_own(docs: Path) -> None:
    text = "## ReLU\n\nReLU\n:   Words.\n\nA `b` (c)\n:   Words.\n\nReLU\n:   Again.\n\n*[ReLU]: Rectified\n"
    soup = BeautifulSoup(samples.page(docs, "a.md", text)[0], "html.parser")
    assert [term["id"] for term in soup.select("dt")] == ["relu", "a-b-c", "relu_1"]
    assert len({tag["id"] for tag in soup.select("[id]")}) == 4


def test_cell_is_placed_within_lists_and_folds(docs: Path) -> None:
    text = (
        '- one\n\n    ![](../labs/my%20lab.ipynb#query)\n\n??? note "Title"\n\n    ![](../labs/my%20lab.ipynb#curve)\n'
    )
    soup = BeautifulSoup(samples.page(docs, "lesson/a.md", text)[0], "html.parser")
    assert soup.select_one("li > p + div.highlight + div.output")
    assert soup.select_one("details.note > summary + figure")
