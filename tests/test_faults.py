"""Seeded faults: each, applied alone to a copy of the project, turns the gate red for its own reason."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from course.notebook.digests import digests

from tests import checks
from tests.conftest import ROOT, build, copy_project

PAGE = "docs/lesson/large-datasets.md"
LAB = "docs/labs/automatic-feature-extraction.ipynb"
FAQ = "docs/faq/retrieval.md"


@dataclass
class Fault:
    """One change of the copy, and what the gate must say about it: all of `says`, in one line."""

    name: str
    change: Callable[[Path], None]
    says: list[str]
    tools: list[str] = field(default_factory=list)
    build: bool = True


def edit(path: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    """Replace `old` by `new` in a file. The change must be one, else the fault tests nothing."""

    def change(project: Path) -> None:
        file = project / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}; mend this fault"
        file.write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def append(path: str, text: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def write(path: str, content: str | bytes) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def remove(path: str) -> Callable[[Path], None]:
    return lambda project: (project / path).unlink()


def cells(change: Callable[[list[dict]], None], seal: bool = False, lab: str = LAB) -> Callable[[Path], None]:  # type: ignore[type-arg]
    """Change the cells of a lab; with `seal` store right digests, so that they are not what is found."""

    def apply(project: Path) -> None:
        path = project / lab
        raw = json.loads(path.read_text(encoding="utf-8"))
        before = json.dumps(raw)
        change(raw["cells"])
        assert json.dumps(raw) != before, f"{lab} did not change; mend this fault"
        if seal:
            node = nbformat.reads(json.dumps(raw), as_version=4)
            raw["metadata"]["lab"]["digests"] = digests(node, project / "requirements-labs.txt")
        path.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    return apply


def first(found: list[dict], test: Callable[[dict], bool]) -> dict:  # type: ignore[type-arg]
    return next(cell for cell in found if test(cell))


def is_code(cell: dict) -> bool:  # type: ignore[type-arg]
    return bool(cell["cell_type"] == "code")


def is_figure(cell: dict) -> bool:  # type: ignore[type-arg]
    return is_code(cell) and any("image/svg+xml" in out.get("data", {}) for out in cell["outputs"])


def change_drawing(found: list[dict], change: Callable[[str], str], mime: str = "image/svg+xml") -> None:  # type: ignore[type-arg]
    """Change the first drawing, and say that it is of this type."""
    outputs = first(found, is_figure)["outputs"]
    data = next(output["data"] for output in outputs if "image/svg+xml" in output.get("data", {}))
    data[mime] = change("".join(data.pop("image/svg+xml")))


def drop_line(cell: dict, start: str) -> None:  # type: ignore[type-arg]
    cell["source"] = [line for line in cell["source"] if not line.startswith(start)]


def add_words(found: list[dict], words: str) -> None:  # type: ignore[type-arg]
    last = [cell for cell in found if cell["cell_type"] == "markdown"][-1]
    last["source"] = [*last["source"], "\n\n", words]


def add_output(cell: dict, output: dict) -> None:  # type: ignore[type-arg]
    cell["outputs"].append(output)


def stream(text: str, name: str = "stdout") -> dict[str, object]:
    return {"output_type": "stream", "name": name, "text": [text]}


def shows_json(content: object) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": {"application/json": content}}


def results_of(found: list[dict]) -> dict:  # type: ignore[type-arg]
    """The JSON of the cell labelled results."""
    cell = first(found, lambda cell: "#| label: results\n" in cell["source"])
    return next(out["data"]["application/json"] for out in cell["outputs"] if "application/json" in out.get("data", {}))


def result_name(found: list[dict]) -> str:  # type: ignore[type-arg]
    return str(next(iter(results_of(found))))


def change_results(found: list[dict], change: Callable[[dict], object]) -> None:  # type: ignore[type-arg]
    """Change the first result."""
    results = results_of(found)
    change(results[next(iter(results))])


def add_code(found: list[dict], source: str, *outputs: object) -> None:  # type: ignore[type-arg]
    """Add a cell of code that was executed after all others."""
    count = 1 + sum(map(is_code, found))
    cell = {"cell_type": "code", "id": "added", "metadata": {}, "execution_count": count}
    found.append(cell | {"outputs": list(outputs), "source": [source]})


def add_claim(found: list[dict], direction: str, differences: list[float]) -> None:  # type: ignore[type-arg]
    claim = {"what": "A beats B", "unit": "points", "direction": direction, "least": 1, "differences": differences}
    add_code(found, "#| label: claims\nshow()", shows_json({"a-beats-b": claim}))


def add_edit(found: list[dict], label: str, old: str, result: str | None = None) -> None:  # type: ignore[type-arg]
    """Add an answer that edits a cell and gives a result."""
    name = result or result_name(found)
    options = {
        "fold": "Answer",
        "edit-cell": label,
        "edit-old": old,
        "edit-new": "x",
        "edit-gives": f"{{{name}: {name}}}",
    }
    add_code(found, "".join(f"#| {key}: {value}\n" for key, value in options.items()) + "run()")


def change_option(found: list[dict], option: str, text: str) -> None:  # type: ignore[type-arg]
    """Change an option of the first figure."""
    cell = first(found, is_figure)
    drop_line(cell, f"#| {option}")
    cell["source"].insert(0, f"#| {option}: {json.dumps(text)}\n")


def second_number(project: Path) -> None:
    """Add a second number to the first number link of a lesson page."""
    path = project / PAGE
    text = path.read_text(encoding="utf-8")
    new = re.sub(r"(?<!!)\[([^\]]*\d[^\]]*)\](\(\.\./labs/large-datasets\.ipynb#)", r"[\1 of 99999]\2", text, count=1)
    assert new != text
    path.write_text(new, encoding="utf-8")


def encoded_link(project: Path) -> None:
    """Make the first number of a lesson page a stale one, and encode its link."""
    stale_number(project)
    edit(PAGE, "](../labs/large-datasets.ipynb#", "](../labs/large%2Ddatasets.ipynb#", count=-1)(project)


def stale_number(project: Path) -> None:
    """Change the first number link of a lesson page by adding a leading digit."""
    path = project / PAGE
    text = path.read_text(encoding="utf-8")
    new = re.sub(
        r"(?<!!)\[([^\]]*?)(\d)([^\]]*)\](\(\.\./labs/large-datasets\.ipynb#)", r"[\g<1>9\2\3]\4", text, count=1
    )
    assert new != text
    path.write_text(new, encoding="utf-8")


def dropped_answer(project: Path) -> None:
    path = project / FAQ
    text = path.read_text(encoding="utf-8")
    new = re.sub(r"^## [^\n]*\{ #q10\b.*?(?=^## )", "", text, flags=re.DOTALL | re.MULTILINE)
    assert new != text
    path.write_text(new, encoding="utf-8")


def search_off(project: Path) -> None:
    path = project / "mkdocs.yml"
    new, count = re.subn(r"^  search:\n(?:    .*\n)+", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(new, encoding="utf-8")


def dropped_point(project: Path) -> None:
    """Take out of a page the words that the ledger quotes for its first point there."""
    import yaml

    rows = yaml.safe_load((project / "tests/lesson/points.yml").read_text(encoding="utf-8"))
    path = project / "docs" / rows["D1"]["page"]
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    needle = " ".join(str(rows["D1"]["says"]).split()).lower()
    from tests.checks.coverage import plain

    kept = [text for text in paragraphs if needle not in plain(text).lower()]
    assert len(kept) < len(paragraphs)
    path.write_text("\n\n".join(kept), encoding="utf-8")


FAULTS = [
    Fault(
        "two files of one address",
        write("docs/lesson/large-datasets/index.md", "# Twice\n"),
        ["docs/lesson/large-datasets/index.md", "has the address of docs/lesson/large-datasets.md"],
    ),
    Fault(
        "page that stands twice in the nav",
        edit("mkdocs.yml", "      - lesson/conclusion.md\n", "      - lesson/conclusion.md\n" * 2),
        ["mkdocs.yml", "lesson/conclusion.md 2 times"],
    ),
    Fault("dead link in a page", append(PAGE, "\nSee [this](nowhere.md).\n"), [PAGE[5:], "nowhere.md"]),
    Fault(
        "dead link in a notebook",
        cells(lambda found: add_words(found, "See [this](../lesson/nowhere.md).")),
        ["labs/automatic-feature-extraction.ipynb", "nowhere.md"],
    ),
    Fault("dead anchor", append(PAGE, "\nSee [this](index.md#no-such-part).\n"), [PAGE[5:], "#no-such-part"]),
    Fault("dead anchor on the page", append(PAGE, "\nSee [this](#no-such-part).\n"), [PAGE[5:], "#no-such-part"]),
    Fault("dead raw link", append(PAGE, '\n<p><a href="../gone/">This</a></p>\n'), [PAGE, "../gone/", "mend"]),
    Fault(
        "missing icon",
        append(PAGE, '\n<span class="icon icon-gone"></span>\n'),
        [PAGE, "overrides/.icons/units/gone.svg", "draw it"],
    ),
    Fault("missing image", append(PAGE, "\n![A drawing of five words](gone.png)\n"), [PAGE[5:], "gone.png"]),
    Fault(
        "missing alt text",
        append(PAGE, "\n![](../assets/images/logo.svg)\n"),
        [PAGE, "alt text", "logo."],
    ),
    Fault(
        "filler alt text",
        append(PAGE, "\n![image](../assets/images/logo.svg)\n"),
        [PAGE, "alt text 'image'"],
    ),
    Fault("stale number", stale_number, [PAGE, "is not the recorded"]),
    Fault(
        "number of no result",
        append(PAGE, "\nThe [12 %](../labs/large-datasets.ipynb#no-such-result).\n"),
        [PAGE[5:], "#no-such-result"],
    ),
    Fault(
        "stale figure label",
        append(PAGE, "\n![](../labs/large-datasets.ipynb#no-such-figure)\n"),
        [PAGE, "no figure 'no-such-figure'"],
    ),
    Fault(
        "figure of a lab that does not exist",
        append(PAGE, "\n![](../labs/no-such-lab.ipynb#figure)\n"),
        [PAGE, "no-such-lab.ipynb"],
    ),
    Fault(
        "edited cell",
        cells(lambda found: first(found, is_code)["source"].append("\n# edited")),
        [LAB, "its code changed"],
    ),
    Fault(
        "edited output",
        cells(lambda found: add_output(first(found, is_code), stream("added\n"))),
        [LAB, "its outputs changed"],
    ),
    Fault(
        "edited lock",
        append("requirements-labs.txt", "# edited\n"),
        [LAB, "its lock changed"],
    ),
    Fault(
        "removed output",
        cells(lambda found: first(found, is_figure).update(outputs=[]), seal=True),
        [LAB, "promises a figure and shows none"],
    ),
    Fault(
        "half a drawing",
        cells(lambda found: change_drawing(found, lambda text: text[: len(text) // 2]), seal=True),
        [LAB, "promises a figure and shows none", "scripts/labs"],
    ),
    Fault(
        "half a picture",
        cells(lambda found: change_drawing(found, lambda _: "iVBORw0KGgo", "image/png"), seal=True),
        [LAB, "promises a figure and shows none", "scripts/labs"],
    ),
    Fault(
        "broken drawing",
        cells(lambda found: change_drawing(found, lambda text: text.replace("</svg>", "</g></svg>")), seal=True),
        ["docs/", "figure '", "is not a whole drawing", "scripts/labs"],
    ),
    Fault(
        "numbers without a figure",
        cells(
            lambda found: add_output(
                first(found, is_code),
                {"output_type": "display_data", "metadata": {}, "data": {"application/json": [{"a": 1}]}},
            ),
            seal=True,
        ),
        [LAB, "cell 3 (setup)", "shows numbers without a figure"],
    ),
    Fault(
        "unexecuted cell",
        cells(lambda found: first(found, is_code).update(execution_count=None), seal=True),
        [LAB, "is not executed", "scripts/labs"],
    ),
    Fault(
        "cells executed out of order",
        cells(lambda found: first(found, is_code).update(execution_count=7), seal=True),
        [LAB, "executed as number 7"],
    ),
    Fault(
        "error output",
        cells(
            lambda found: add_output(
                first(found, is_code),
                {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["no"]},
            ),
            seal=True,
        ),
        [LAB, "cell 3 (setup)", "ValueError"],
    ),
    Fault(
        "traceback in output",
        cells(
            lambda found: add_output(first(found, is_code), stream("Traceback (most recent call last):\n  x\n")),
            seal=True,
        ),
        [LAB, "cell 3 (setup)", "Traceback"],
    ),
    Fault(
        "warning on stderr",
        cells(lambda found: add_output(first(found, is_code), stream("careful\n", "stderr")), seal=True),
        [LAB, "cell 3 (setup)", "stderr"],
    ),
    Fault(
        "path in output",
        cells(lambda found: add_output(first(found, is_code), stream("/home/ada/data.csv\n")), seal=True),
        [LAB, "cell 3 (setup)", "/home/"],
    ),
    Fault(
        "figure without alt text",
        cells(lambda found: drop_line(first(found, is_figure), "#| fig-alt"), seal=True),
        [LAB, "without 'fig-alt'"],
    ),
    Fault(
        "figure without caption",
        cells(lambda found: drop_line(first(found, is_figure), "#| fig-cap"), seal=True),
        [LAB, "without 'fig-cap'"],
    ),
    Fault(
        "duplicate label",
        cells(
            lambda found: first(found, lambda c: is_figure(c))["source"].__setitem__(0, "#| label: setup\n"), seal=True
        ),
        [LAB, "label 'setup' is taken"],
    ),
    Fault(
        "output that no page shows",
        cells(
            lambda found: add_output(
                first(found, is_code),
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {"application/x-chart": "x", "text/plain": "x"},
                },
            ),
            seal=True,
        ),
        [LAB, "cell 3 (setup)", "shows application/x-chart, which no page shows", "scripts/labs"],
    ),
    Fault(
        "JSON that no page shows",
        cells(lambda found: add_output(first(found, is_code), shows_json({"a": 1})), seal=True),
        [LAB, "cell 3 (setup)", "shows JSON that is no list of records"],
    ),
    Fault(
        "raw cell within a notebook",
        cells(lambda found: found.insert(2, {"cell_type": "raw", "id": "raw", "metadata": {}, "source": ["words"]})),
        [LAB, "cell 3", "is a raw cell"],
    ),
    Fault(
        "unknown option",
        cells(lambda found: first(found, is_figure)["source"].insert(0, "#| fig-align: left\n"), seal=True),
        [LAB, "unknown option 'fig-align'"],
    ),
    Fault(
        "result without a unit",
        cells(lambda found: change_results(found, lambda result: result.pop("unit")), seal=True),
        [LAB, "(results)", "'unit' is a required property"],
    ),
    Fault(
        "result that is no number",
        cells(lambda found: change_results(found, lambda result: result.update(value="82.3")), seal=True),
        [LAB, "(results)", "value: '82.3' is not of type 'number'"],
    ),
    Fault(
        "claim that its differences do not bear",
        cells(lambda found: add_claim(found, "more", [2.0, -0.5, 3.0]), seal=True),
        [LAB, "(claims)", "claim 'a-beats-b' does not hold", "-0.5", "scripts/labs"],
    ),
    Fault(
        "claim of less than was seen",
        cells(lambda found: add_claim(found, "none", [2.0, 2.5, 3.0]), seal=True),
        [LAB, "(claims)", "claim 'a-beats-b' does not hold", "a difference was seen"],
    ),
    Fault(
        "claim of two kinds",
        cells(lambda found: add_claim(found, "less", [2.0, 2.5, 3.0]), seal=True),
        [LAB, "(claims)", "claim 'a-beats-b'", "'less' is not one of"],
    ),
    Fault(
        "answer that edits no cell",
        cells(lambda found: add_edit(found, "no-such-cell", "x"), seal=True),
        [LAB, "edit-cell: there is no cell 'no-such-cell'"],
    ),
    Fault(
        "answer that edits what is not there",
        cells(lambda found: add_edit(found, "setup", "NOWHERE = 3"), seal=True),
        [LAB, "edit-old: 'NOWHERE = 3' stands 0 times in cell 'setup'"],
    ),
    Fault(
        "answer that gives no result",
        cells(lambda found: add_edit(found, "setup", "NOWHERE = 3", "no-such-result"), seal=True),
        [LAB, "edit-gives: there is no result 'no-such-result'"],
    ),
    Fault(
        "stale number in a notebook",
        cells(lambda found: add_words(found, f"It is [99999 %](#{result_name(found)}).")),
        [LAB, "'99999 %' is not the recorded", "cell "],
    ),
    Fault(
        "stale number in a caption",
        cells(lambda found: change_option(found, "fig-cap", f"It is [99999 %](#{result_name(found)})."), seal=True),
        [LAB, "'99999 %' is not the recorded", "cell "],
    ),
    Fault(
        "stale number in an alt text",
        cells(lambda found: change_option(found, "fig-alt", f"It is [99999 %](#{result_name(found)})."), seal=True),
        [LAB, "'99999 %' is not the recorded", "cell "],
    ),
    Fault(
        "number in a notebook of no result",
        cells(lambda found: add_words(found, "It is [99 %](#no-such-result).")),
        [LAB[5:], "#no-such-result"],
    ),
    Fault(
        "lock older than its list",
        append("requirements.in", "markdown>=99\n"),
        ["requirements.in:", "asks for markdown>=99, requirements.txt has", "run scripts/lock"],
        tools=["locks"],
        build=False,
    ),
    Fault(
        "lock without what its list asks for",
        append("requirements-labs.in", "no-such-package\n"),
        ["requirements-labs.in:", "asks for no-such-package, requirements-labs.txt does not have it"],
        tools=["locks"],
        build=False,
    ),
    Fault(
        "action by its tag",
        edit(".github/workflows/labs.yml", "@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "@v5"),
        [".github/workflows/labs.yml:", "unpinned-uses"],
        tools=["workflows"],
        build=False,
    ),
    Fault(
        "workflow with all rights",
        edit(".github/workflows/labs.yml", "permissions:\n  contents: read", "permissions: write-all"),
        [".github/workflows/labs.yml:", "excessive-permissions"],
        tools=["workflows"],
        build=False,
    ),
    Fault(
        "workflow with an unknown key",
        edit(".github/workflows/labs.yml", "runs-on:", "runs-onn:"),
        [".github/workflows/labs.yml", "correct its keys"],
        tools=["workflows"],
        build=False,
    ),
    Fault(
        "thousands without a comma",
        append(PAGE, "\nIt has 16384 weights.\n"),
        [PAGE, "write 16384 as 16,384"],
        tools=["thousands"],
        build=False,
    ),
    Fault(
        "term below another letter",
        edit("docs/glossary.md", "\n## B\n", "\n"),
        ["docs/glossary.md:", "stands under 'A'"],
        tools=["glossary"],
        build=False,
    ),
    Fault(
        "letter without a term",
        edit("docs/glossary.md", "\n## K\n", "\n## J\n\n## K\n"),
        ["docs/glossary.md:", "no term stands under 'J'"],
        tools=["glossary"],
        build=False,
    ),
    Fault("number without a link", append(PAGE, "\nWe saw 41.7 % of them.\n"), [PAGE, "'41.7 %' is typed by hand"]),
    Fault(
        "number without a link in a notebook",
        cells(lambda found: add_words(found, "We saw 41.7 ± 2 of them.")),
        [LAB, "'41.7 ±' is typed by hand"],
    ),
    Fault(
        "number without a link in a caption",
        cells(lambda found: change_option(found, "fig-cap", "It gains 41.7 points."), seal=True),
        [LAB, "'41.7 points' is typed by hand"],
    ),
    Fault(
        "supposed number that a page no longer has",
        append("tests/checks/unlinked.yml", '\ndocs/teach.md:\n  "41.7 %": supposed\n'),
        ["tests/checks/unlinked.yml", "docs/teach.md no longer says '41.7 %'"],
    ),
    Fault(
        "citation of no entry",
        append(PAGE, "\nSee [Nobody, 2020](../references.md#nobody-2020).\n"),
        [PAGE, "cites 'nobody-2020'", "add it"],
    ),
    Fault(
        "citation by another name",
        append(PAGE, "\nSee [Vaswani and others, 2017](../references.md#brown-2020).\n"),
        [PAGE, "'Vaswani and others, 2017' leads to 'brown-2020'", "Brown and others, 2020"],
    ),
    Fault(
        "citation that the list of sources lacks",
        edit(PAGE, "## Sources", "[Lewis and others, 2020](../references.md#lewis-2020)\n\n## Sources"),
        [PAGE, "cites 'lewis-2020'", "list of sources"],
    ),
    Fault(
        "source that the page does not cite",
        append(PAGE, "- [Lewis and others, 2020](../references.md#lewis-2020): Retrieval for chats\n"),
        [PAGE, "lists 'lewis-2020' and does not cite it"],
    ),
    Fault(
        "source by another title",
        append(PAGE, "- [Lewis and others, 2020](../references.md#lewis-2020): Retrieval for chats\n"),
        [PAGE, "lists 'lewis-2020' as 'Retrieval for chats'"],
    ),
    Fault(
        "reference that nobody cites",
        append(
            "docs/references.md",
            "\nNobody, A. (2020). *Nothing*. [a](b). Nobody did anything of note here.\n{ #nobody }\n",
        ),
        ["docs/references.md", "'nobody' is cited nowhere"],
    ),
    Fault(
        "reference that does not say what was done",
        append("docs/references.md", "\nNobody, A. (2020). *Nothing*. [a](b).\n{ #nobody }\n"),
        ["docs/references.md", "'nobody' does not say what was done"],
    ),
    Fault("second number that is not the spread", second_number, [PAGE, "of 99999", "is not the recorded"]),
    Fault(
        "stale number by an encoded link",
        encoded_link,
        [PAGE, "is not the recorded"],
    ),
    Fault("unreadable notebook", write(LAB, '{"cells": [1'), [LAB, "not a readable notebook"]),
    Fault(
        "notebook that is not valid",
        cells(lambda found: first(found, is_code).pop("outputs")),
        [LAB, "not a readable notebook", "cell 3: 'outputs' is a required property"],
    ),
    Fault(
        "front matter of a notebook that is not YAML",
        cells(lambda found: found[0].update(source="---\ntitle: Lab: added\n---")),
        [LAB, "front matter: not YAML"],
    ),
    Fault("notebook of another kind", write(LAB, "[]"), [LAB, "not a readable notebook"]),
    Fault(
        "foreign script",
        append("overrides/main.html", '{% block libs %}<script src="https://cdn.example/a.js"></script>{% endblock %}'),
        ["docs/index.md", "https://cdn.example/a.js"],
    ),
    Fault(
        "foreign image",
        append(PAGE, "\n![A picture from some other place](https://cdn.example/a.png)\n"),
        [PAGE, "https://cdn.example/a.png"],
    ),
    Fault(
        "foreign font in a style sheet",
        append("docs/assets/stylesheets/course.css", '\n@import "https://fonts.example/a.css";\n'),
        ["course.css", "https://fonts.example/a.css"],
    ),
    Fault(
        "unknown theme feature",
        edit("mkdocs.yml", "- navigation.top\n", "- navigation.topp\n"),
        ["mkdocs.yml:", "navigation.topp"],
    ),
    Fault("unknown key", edit("mkdocs.yml", "strict: true", "stric: true"), ["stric"]),
    Fault("unknown theme key", edit("mkdocs.yml", "  favicon:", "  favicn:"), ["mkdocs.yml:", "favicn"]),
    Fault(
        "key out of order",
        edit(
            "mkdocs.yml",
            "edit_uri: edit/main/docs/\nrepo_name: Source\n",
            "repo_name: Source\nedit_uri: edit/main/docs/\n",
        ),
        ["mkdocs.yml:", "repo_name", "alphabetical"],
    ),
    Fault("strict mode off", edit("mkdocs.yml", "strict: true", "strict: false"), ["mkdocs.yml:", "'strict' must"]),
    Fault("orphan page", write("docs/lesson/orphan.md", "# An orphan\n"), ["lesson/orphan.md"]),
    Fault("page of the nav is missing", remove("docs/teach.md"), ["teach.md"]),
    Fault(
        "duplicate id",
        append(PAGE, '\n<p id="the-experiment">Twice.</p>\n'),
        [PAGE, "id 'the-experiment' stands 2 times"],
    ),
    Fault("skipped heading", append(PAGE, "\n#### Too deep\n"), [PAGE + ":", "Too deep", "skips"]),
    Fault("second title", append(PAGE, "\n# Another title\n"), [PAGE, "2 h1"]),
    Fault("invalid YAML", append("mkdocs.yml", "\nextra: [\n"), ["mkdocs.yml"]),
    Fault("front matter that is not YAML", edit(PAGE, "title:", "title: ["), [PAGE]),
    Fault("untranslated template tag", append(PAGE, "\nRead {{ page.title }}.\n"), [PAGE + ":", "a template tag"]),
    Fault("unrendered note", append(PAGE, '\n- item\n  !!! note "A"\n'), [PAGE + ":", "was not rendered"]),
    Fault("note to ourselves", append(PAGE, "\nTODO: write this.\n"), [PAGE + ":", "a note to ourselves"]),
    Fault("dropped FAQ answer", dropped_answer, ["question q10 has no answer"]),
    Fault(
        "engine of no cell",
        edit("docs/faq/engines.yml", "cell: fusion", "cell: fussion"),
        ["docs/faq/engines.yml: q4", "no cell 'fussion'"],
    ),
    Fault("dropped lesson point", dropped_point, [PAGE, "point D1 is gone"]),
    Fault(
        "dropped part", edit(PAGE, "## Where this does not hold", "## Elsewhere"), [PAGE, "Where this does not hold"]
    ),
    Fault(
        "huge image",
        lambda project: (
            write("docs/assets/images/huge.png", os.urandom(400_000))(project),
            append(PAGE, "\n![A picture that is far too large](../assets/images/huge.png)\n")(project),
        )[0],
        ["docs/assets/images/huge.png", "more than"],
    ),
    Fault(
        "unused file",
        write("docs/assets/images/unused.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ["docs/assets/images/unused.svg", "used nowhere"],
    ),
    Fault("no description", edit(PAGE, "description:", "summary:"), [PAGE, "'description'"]),
    Fault(
        "citation of nothing",
        append(PAGE, "\nSee [Nobody](../references.md#nobody-1900).\n"),
        [PAGE[5:], "nobody-1900"],
    ),
    Fault("formula that is not one", append(PAGE, "\nIt is \\(\\frac{1}{2\\).\n"), [PAGE, "formula"]),
    Fault(
        "changed font",
        append("docs/assets/fonts/course-serif.woff2", "x"),
        ["docs/assets/fonts/course-serif.woff2", "SHA-256"],
    ),
    Fault(
        "font of unknown origin",
        write("docs/assets/fonts/other.woff2", "x"),
        ["docs/assets/fonts/other.woff2"],
    ),
    Fault(
        "minutes of a lab that were not measured",
        edit("docs/labs/run-the-labs.md", "[? to run](prompt-store.ipynb)", "9 minutes"),
        ["docs/labs/run-the-labs.md", "prompt-store.ipynb", "write what the lab recorded"],
    ),
    Fault(
        "hours of the lesson that were typed",
        edit("docs/index.md", "[? in all](lesson/index.md)", "5 h 0 min"),
        ["docs/index.md", "does not say that the pages take"],
    ),
    Fault(
        "page of the lesson that opens with nothing",
        edit("docs/lesson/transfer-learning.md", '<div class="opening" markdown>', "<div markdown>"),
        ["docs/lesson/transfer-learning.md", "does not open with a key figure and a number"],
    ),
    Fault("search switched off", search_off, ["search/search_index.json"]),
    Fault(
        "misspelling",
        append(PAGE, "\nA sentense with a misspelling.\n"),
        [PAGE + ":", "sentense"],
        ["spelling"],
        build=False,
    ),
    Fault(
        "misspelling in a notebook",
        cells(lambda found: add_words(found, "A sentense with a misspelling."), seal=True),
        [LAB, "sentense"],
        ["spelling"],
        build=False,
    ),
    Fault(
        "long paragraph",
        edit(PAGE, "## Sources", "These are far too many words for one breath. " * 11 + "\n\n## Sources"),
        [PAGE + ":", "'These are far too many words for one bre…' has 99 words", "break it"],
        ["reading"],
        build=False,
    ),
    Fault(
        "long sentence",
        append(FAQ, "\nIt went on" + " and on" * 20 + ".\n"),
        [FAQ + ":", "is a sentence of 43 words", "make two"],
        ["reading"],
        build=False,
    ),
    Fault(
        "three results in a sentence",
        append(FAQ, "\nIt was " + "".join(f"[{n}](../labs/servers.ipynb#run-{n}), " for n in range(3)) + "so.\n"),
        [FAQ + ":", "compares 3 results"],
        ["reading"],
        build=False,
    ),
    Fault(
        "page that asks for too many years of school",
        edit(PAGE, "## Sources", "Incomprehensible terminology necessitates perseverance.\n\n" * 60 + "## Sources"),
        [PAGE, "reads at grade", "shorten its sentences"],
        ["reading"],
        build=False,
    ),
    Fault(
        "word of the field that the glossary lacks",
        edit("docs/glossary.md", "\nSoftmax\n", "\nSoft maximum\n"),
        ["docs/lesson/end-to-end-training.md", "uses 'softmax'", "add its entry, 'softmax'"],
        ["field"],
        build=False,
    ),
    Fault(
        "other name that the glossary lacks",
        edit("docs/glossary.md", "also called LoRA", "like LoRA"),
        ["docs/glossary.md", "'Low-rank update' is not 'also called LoRA'"],
        ["field"],
        build=False,
    ),
    Fault(
        "word that is explained on a later page",
        lambda project: (
            edit("docs/lesson/first-network.md", "## Sources", "A quorum decides.\n\n## Sources")(project),
            edit(PAGE, "## Sources", "A *quorum* is a majority.\n\n## Sources")(project),
        )[0],
        ["docs/lesson/first-network.md: uses 'quorum'", PAGE, "explains later"],
        ["field"],
        build=False,
    ),
    Fault("bad Markdown", append(PAGE, "\n##No space\n"), [PAGE + ":", "MD018"], ["markdown"], build=False),
    Fault(
        "bad CSS",
        append("docs/assets/stylesheets/course.css", "\na { colr: red; }\n"),
        ["course.css:", "colr"],
        ["css"],
        build=False,
    ),
    Fault(
        "bad JavaScript",
        write("docs/assets/javascripts/bad.js", "let a = b;\n"),
        ["bad.js", "not defined"],
        ["javascript"],
        build=False,
    ),
    Fault("bad YAML style", append(".yamllint", "a:   1\n"), [".yamllint:", "spaces"], ["yaml"], build=False),
    Fault(
        "bad Python",
        append("overrides/hooks/pages.py", "\nimport os\n"),
        ["overrides/hooks/pages.py:", "E402"],
        ["python"],
        build=False,
    ),
    Fault(
        "wrong type",
        append("overrides/hooks/pages.py", "\n\ndef one() -> int:\n    return 'one'\n"),
        ["overrides/hooks/pages.py:", "Incompatible return"],
        ["types"],
        build=False,
    ),
    Fault(
        "invalid HTML",
        append(PAGE, "\n<ul><p>A paragraph in a list.</p></ul>\n"),
        ["large-datasets/index.html", "<p>"],
        ["html"],
    ),
]


def found(fault: Fault, project: Path, site: Path) -> Iterator[str]:
    """What the gate says of a project with this fault, until a line says it: first the build, then the checks."""
    if fault.build:
        code, text = build(project, site)
        assert not re.search(r"^Traceback", text, re.MULTILINE), text[-2000:]
        yield from text.splitlines() if code else []
    if not fault.build or (site / "index.html").exists():
        # A strict build that stops has still written its pages; what it missed is looked for in them.
        for name in fault.tools or checks.CHECKS:
            yield from checks.run(project, site, [name])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    project, site = copy_project(tmp_path / "project"), tmp_path / "site"
    fault.change(project)
    said = []
    for line in found(fault, project, site):
        said.append(line)
        if all(part in line for part in fault.says):
            break
    else:
        pytest.fail(f"no line with {fault.says}; the gate said:\n" + "\n".join(said[-25:]))
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_faults_start_from_a_sound_project() -> None:
    """Each seeded fault is the only one: the copied files are those that test_gate.py finds sound."""
    assert (ROOT / PAGE).exists()
    assert (ROOT / LAB).exists()
    assert (ROOT / FAQ).exists()
