"""The check of the figures that labs hold finds what it is for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks import figures
from tests.hooks import samples

STYLE = '#| label: style\n#| code-fold: true\nINK = "#1b1f24"'
WIDE = samples.SVG.replace('<view viewBox="0 0 72 72"/>', '<view viewBox="0 0 291 72"/>')
SMALL = samples.SVG.replace("</g>", '<text x="9" y="9" style="font-size:8px">tiny</text></g>')
OVER = samples.SVG.replace("</g>", '<text x="9" y="9">one</text><text x="12" y="12">other</text></g>')
STRUCK = OVER.replace('<text x="12" y="12">other</text>', '<path d="M5 6 40 6" style="fill:none;stroke:#0b6e75"/>')


def project(folder: Path, drawing: str, style: str = STYLE) -> Path:
    """Three labs, the last of which has this drawing and this style."""
    for lab, own, drawn in (("first", STYLE, samples.SVG), ("second", STYLE, samples.SVG), ("third", style, drawing)):
        words = {"caption": f"Look at the {lab}.", "alt": f"The {lab} curve."}
        cells = [samples.code(own), samples.drawing("curve", **words, data={"image/svg+xml": drawn})]
        samples.store(folder, f"docs/labs/{lab}.ipynb", *cells)
    return folder


@pytest.mark.parametrize(
    ("drawing", "style", "says"),
    [
        (samples.SVG, STYLE, ""),
        (WIDE, STYLE, "docs/labs/third.ipynb: figure 'curve': panel 1 is 291 points wide, more than 290"),
        (SMALL, STYLE, "docs/labs/third.ipynb: figure 'curve': letters of less than 10 points in 'tiny'"),
        (OVER, STYLE, "docs/labs/third.ipynb: figure 'curve': 'one' and 'other' lie on each other"),
        (STRUCK, STYLE, "docs/labs/third.ipynb: figure 'curve': a line strikes 'one'"),
        (samples.SVG.replace("view ", "desc "), STYLE, "figure 'curve': is not cut into panels; run its lab"),
        (samples.SVG, STYLE.replace("1b", "2b"), "docs/labs/third.ipynb: its cell 'style' is not that of most labs"),
        (samples.SVG, "x = 1", "docs/labs/third.ipynb: has no cell labelled 'style'; copy it"),
    ],
    ids=["fit", "wide", "small", "over", "struck", "uncut", "another style", "no style"],
)  # fmt: skip
def test_figure_that_a_phone_cannot_show_is_found(drawing: str, style: str, says: str, tmp_path: Path) -> None:
    faults = figures.figures(project(tmp_path, drawing, style), tmp_path)
    assert len(faults) == bool(says), faults
    assert says in "".join(faults)


def test_lab_that_cannot_be_read_is_left_to_the_check_of_labs(tmp_path: Path) -> None:
    folder = project(tmp_path, samples.SVG)
    (folder / "docs/labs/broken.ipynb").write_text(json.dumps({"nbformat": 4}), encoding="utf-8")
    assert figures.figures(folder, tmp_path) == []
