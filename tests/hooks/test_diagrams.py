"""Diagrams: placed in panels with their words, their numbers held to the runs, faults with file and place."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from course.notebook.figure import INKS

from tests.conftest import ROOT
from tests.hooks import samples

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><title>A box</title><desc>One box stands alone.</desc>'
    '<g><view viewBox="0 0 90 40"/><rect width="9" height="9" fill="#0b6e75"/><text x="1" y="20"%s>%s</text></g></svg>'
)
DIAGRAMS = sorted((ROOT / "docs/assets/diagrams").glob("*.svg"))


def shown(tmp_path: Path, svg: str | None, link: str) -> tuple[str, list[str]]:
    folder = tmp_path / "assets" / "diagrams"
    folder.mkdir(parents=True)
    if svg is not None:
        (folder / "box.svg").write_text(svg)
    return samples.page(tmp_path, "lesson/page.md", f"# Page\n\n{link}\n")


def test_diagram_stands_in_the_page_with_caption_and_words(tmp_path: Path) -> None:
    html, faults = shown(tmp_path, SVG % ("", "a"), '![](../assets/diagrams/box.svg "Look at the **box**.")')
    assert faults == []
    assert 'id="box-diagram"' in html
    assert 'aria-label="A box"' in html
    assert "var(--learnt)" in html
    assert "Look at the <strong>box</strong>." in html
    assert "One box stands alone." in html
    assert "<title>" not in html
    assert html.index("<figcaption>") < html.index("This picture in words")


@pytest.mark.parametrize(
    ("svg", "link", "says"),
    [
        (None, "![](../assets/diagrams/box.svg)", "no diagram assets/diagrams/box.svg; draw it, or mend the link"),
        ("<svg", "![](../assets/diagrams/box.svg)", "is not a diagram in panels"),
        ("<svg/>", "![](../assets/diagrams/box.svg)", "is not a diagram in panels"),
        (
            SVG % (' data-result="lab#gone"', "9"),
            "![](../assets/diagrams/box.svg)",
            "assets/diagrams/box.svg: there is no result 'gone' in labs/lab",
        ),
    ],
)
def test_fault_names_page_and_line(tmp_path: Path, svg: str | None, link: str, says: str) -> None:
    _, faults = shown(tmp_path, svg, link)
    assert [fault for fault in faults if fault.startswith(f"{tmp_path.name}/lesson/page.md:3: ") and says in fault]


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_diagram_keeps_to_the_grammar(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert len(root[0].text or "") > 30, "its <title> is too short for an alt text"
    assert len((root[1].text or "").split()) >= 30, "its <desc> does not say what it shows"
    assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= set(INKS), "a colour that the palettes do not have"
    assert all(float(size) >= 13 for size in re.findall(r'font-size="([\d.]+)"', text))
    for group in root[2:]:
        assert group[0].tag.endswith("view")
        assert float(group[0].attrib["viewBox"].split()[2]) <= 290, "a panel wider than a phone"


def words_of(name: str) -> list[str]:
    """The words of a diagram in their order."""
    tree = ElementTree.parse(ROOT / "docs/assets/diagrams" / f"{name}.svg")
    return ["".join(text.itertext()).strip() for text in tree.iter("{http://www.w3.org/2000/svg}text")]


def test_neuron_adds_up() -> None:
    sums = [words.split(" = ") for words in words_of("neuron") if " = " in words]
    assert len(sums) == 1
    terms = re.findall(r"([+−]?) ?(\d[\d.]*)(?: × (\d[\d.]*))?", sums[0][0])
    total = sum((-1 if sign == "−" else 1) * float(one) * float(two or 1) for sign, one, two in terms)
    assert len(terms) == 4
    assert total == pytest.approx(float(sums[0][1]))


def test_pooling_keeps_the_largest_of_each_square() -> None:
    found = [int(words) for words in words_of("pooling") if words.isdigit()]
    rows = [found[4 * row : 4 * row + 4] for row in range(4)]
    squares = [(row, column) for row in (0, 2) for column in (0, 2)]
    assert found[16:] == [max(rows[r][c], rows[r][c + 1], rows[r + 1][c], rows[r + 1][c + 1]) for r, c in squares]


def test_map_of_the_sliding_filter_is_what_comes_out() -> None:
    tree = ElementTree.parse(ROOT / "docs/assets/diagrams/sliding-filter.svg")
    squares = [e.attrib for e in tree.iter("{http://www.w3.org/2000/svg}rect") if e.get("width") == "24"]
    inked = [float(square["fill-opacity"]) > 0.4 for square in squares]
    picture = [inked[5 * row : 5 * row + 5] for row in range(5)]
    numbers = [int(words) for words in words_of("sliding-filter") if words.isdigit()]
    weights, drawn = [numbers[3 * row : 3 * row + 3] for row in range(3)], numbers[9:]
    assert [bool(weight) for row in weights for weight in row] == inked[25:]
    places = [(row, column) for row in range(3) for column in range(3)]
    assert drawn == [sum(weights[r][c] * picture[row + r][column + c] for r, c in places) for row, column in places]


@pytest.mark.parametrize(
    ("first", "temperature"), [("score 2", 1), ("0.5: cautious", 0.5), ("1: as trained", 1), ("2: more even", 2)]
)
def test_shares_of_the_loop_that_writes_are_softmax(first: str, temperature: float) -> None:
    scores = {"moon": 0, "sofa": 1, "mat": 2}
    whole = sum(math.exp(score / temperature) for score in scores.values())
    wanted = {word: round(100 * math.exp(score / temperature) / whole) for word, score in scores.items()}
    words = words_of("writing-loop")
    if first == "score 2":  # the loop itself: word, score and share, one under the other
        found = {word: int(words[words.index(f"score {score}") + 1].split()[0]) for word, score in scores.items()}
    else:
        part = words[words.index(first) + 1 :][:6]
        found = {word: int(share.split()[0]) for word, share in zip(part[::2], part[1::2], strict=True)}
    assert found == wanted
