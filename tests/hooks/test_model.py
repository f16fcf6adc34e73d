"""Reading notebooks: options, figures, results, and files that are none."""

import json
from pathlib import Path

import pytest
from course.notebook import model
from course.notebook.outputs import HTML, JPEG, JSON, MARKDOWN, PNG, SHOWN, SVG, TEXT, is_whole, read_output
from nbformat import from_dict

from tests.hooks import samples


def test_options_are_taken_off_the_code() -> None:
    options, rest = model.split_options('#| label: a-b\n#| fig-cap: "Look: here"\n\nx = 1\n#| y\n')
    assert options == {"label": "a-b", "fig-cap": "Look: here"}
    assert rest == "x = 1\n#| y"


BAD = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}}
CODE = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a readable notebook"),
        ("{", "not a readable notebook"),
        ("[]", "not a readable notebook"),
        ('{"nbformat": 3}', "not a readable notebook"),
        ({**BAD, "metadata": None, "cells": []}, "not a readable notebook"),
        ({**BAD, "cells": [{**CODE, "outputs": None}]}, "not a readable notebook"),
        ({**BAD, "cells": [{key: CODE[key] for key in CODE if key != "outputs"}]}, "(cell 1: 'outputs'"),
        ({**BAD, "cells": [{**CODE, "outputs": [{"data": {}}]}]}, "cell 1: "),
        (
            {**BAD, "cells": [{**CODE, "outputs": [samples.shows(), {**samples.shows(), "data": None}]}]},
            "not a readable",
        ),
        ({**BAD, "cells": [{**CODE, "metadata": {"tags": None}}]}, "(cell 1: metadata: tags: None is not"),
        ({**BAD, "cells": [samples.words("a"), {**CODE, "source": "'\ud83d'"}]}, "cell 2: holds half a character"),
        ({**BAD, "cells": [{**CODE, "outputs": [samples.prints("\ud83d")]}]}, "cell 1: holds half a character"),
        ({**BAD, "cells": [{**CODE, "source": "#| label: [\n"}]}, "cell 1: options"),
        ({**BAD, "cells": [{**CODE, "source": "#| words\n"}]}, "cell 1: options"),
        ({**BAD, "cells": [samples.words("---\ntitle: Lab: something\n---", "raw")]}, "front matter: not YAML"),
    ],
)
def test_unreadable_notebook_is_one_line_with_its_name(text: object, message: str, tmp_path: Path) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    with pytest.raises(model.Fault) as caught:
        model.load(path, "docs/labs/lab.ipynb")
    assert str(caught.value).startswith("docs/labs/lab.ipynb: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_cells_of_one_id_are_read_in_silence(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    cells = [{**samples.words(text), **more} for text, more in (("a", {"id": "x"}), ("b", {"id": "x"}), ("c", {}))]
    path = tmp_path / "lab.ipynb"
    path.write_text(json.dumps({**BAD, "nbformat_minor": 5, "cells": cells}))
    assert [cell.source for cell in model.load(path).cells] == ["a", "b", "c"]
    assert [str(warning.message) for warning in recwarn] == []


def test_missing_notebook_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(model.Fault, match="no such notebook; mend the link"):
        model.load(tmp_path / "gone.ipynb")


def test_notebook_is_read_again_when_its_file_changes(tmp_path: Path) -> None:
    first = samples.store(tmp_path, "lab.ipynb", samples.words("one"))
    assert samples.store(tmp_path, "lab.ipynb", samples.words("two")).cells[1].source == "two"
    assert first.cells[1].source == "one"


def test_parts_are_found_by_their_names() -> None:
    numbers = samples.shows(**{"application/json": [{"n": 1}]})
    drawn = samples.drawing(caption="See [87 %](#acc)")
    drawn["outputs"].append(numbers)
    lab = samples.parsed(samples.words("words"), drawn, samples.code("x"), samples.claims(), samples.results())
    assert lab.front == {"title": "A lab", "description": "What it shows."}
    assert [cell.name for cell in lab.cells] == ["cell-1", "cell-2", "curve", "cell-4", "claims", "results"]
    figure = lab.figures["curve"]
    assert (figure.caption, figure.alt, figure.mime, figure.numbers) == (
        "See [87 %](#acc)",
        "A curve.",
        SVG,
        [{"n": 1}],
    )
    assert lab.results["acc"].value == 87.351
    assert lab.claims["a-beats-b"].differences == [2.0, 3.0, 2.5]
    assert lab.code_cell("cell-2") is None and lab.code_cell("cell-4") is lab.cells[3]
    assert lab.run == model.Run()


@pytest.mark.parametrize("lab", [None, [], {"digests": None, "seconds": "long", "other": 1}])
def test_run_that_was_edited_by_hand_is_that_of_no_run(lab: object) -> None:
    node = samples.node()
    node.metadata["lab"] = lab
    assert model.parse(Path("lab.ipynb"), node).run == model.Run()


@pytest.mark.parametrize(("front", "lock"), [("a: b", "labs"), ("environment: data", "data")])
def test_environment_of_a_notebook_is_that_of_its_front_matter(front: str, lock: str) -> None:
    lab = model.parse(Path("lab.ipynb"), samples.node(samples.words(f"---\n{front}\n---", "raw")))
    assert lab.lock == f"requirements-{lock}.txt"


@pytest.mark.parametrize(
    ("data", "kind", "mime", "unknown"),
    [
        ({"text/plain": "x"}, "data", TEXT, ()),
        ({"text/plain": "x", "image/svg+xml": samples.SVG}, "data", SVG, ()),
        ({"image/png": samples.PNG, "application/json": []}, "data", PNG, ()),
        ({"application/json": {"a": 1}}, "data", JSON, ()),
        ({"text/plain": "x", "text/html": "<b>x</b>"}, "data", HTML, ()),
        ({"text/html": "<b>x</b><SCRIPT >"}, "data", HTML, ("HTML with '<SCRIPT'",)),
        ({"text/html": "<b a=b onclick = 'x'>"}, "data", HTML, ("HTML with '<b a=b onclick ='",)),
        ({"text/html": "<td>the onset = 3</td>"}, "data", HTML, ()),
        ({"text/markdown": "x", "text/plain": "<Markdown>"}, "data", MARKDOWN, ()),
        ({"image/jpeg": "/9j/2Q==", "text/plain": "x"}, "data", JPEG, ()),
        ({"image/jpeg": "/9j/"}, "broken", JPEG, ()),
        ({"application/vnd.plotly.v1+json": {}}, "data", "", ("application/vnd.plotly.v1+json",)),
        ({"image/svg+xml": samples.SVG[:-9]}, "broken", SVG, ()),
        ({}, "data", "", ()),
    ],
)
def test_richest_type_that_a_page_can_show_is_taken(
    data: dict[str, object], kind: str, mime: str, unknown: tuple[str, ...]
) -> None:
    output = read_output(from_dict(samples.shows(**data)))
    assert (output.kind, output.mime, output.unknown) == (kind, mime, unknown)
    assert mime in (*SHOWN, "")


@pytest.mark.parametrize(
    ("mime", "data", "whole"),
    [
        (SVG, samples.SVG, True),
        (SVG, samples.SVG.replace("</svg>", "</g></svg>"), False),
        (SVG, "<html></html>", False),
        (SVG, "", False),
        (PNG, samples.PNG, True),
        (PNG, samples.PNG[:-12], False),
        (PNG, "iVBORw0KGgo", False),
        (PNG, "words", False),
    ],
)
def test_half_a_picture_is_none(mime: str, data: str, whole: bool) -> None:
    assert is_whole(mime, data) == whole
