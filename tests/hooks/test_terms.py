"""The first use of a term on a page leads to the glossary."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.hooks import samples
from tests.hooks.samples import code, drawing, results, words

GLOSSARY = """# Glossary

Bias (of a neuron)
:   A number.

Layer
:   A row of *neurons* that transforms its [input](a.md); more
    words. Not shown.

Layer cake
:   Not a layer. Also called gateau, or GDPR.
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def links(docs: Path, text: str, uri: str = "lesson/a.md") -> list[tuple[str, str]]:
    soup = BeautifulSoup(samples.page(docs, uri, text)[0], "html.parser")
    return [(link["href"], link.text) for link in soup.select("a.term")]  # type: ignore[misc]


def test_first_use_is_a_link_with_the_first_sentence(docs: Path) -> None:
    html, _ = samples.page(docs, "lesson/a.md", "One *layer*, two layers, a layer cake; a **Gateau**. Bias.\n")
    layer = 'href="../glossary.md#layer" title="A row of neurons that transforms its input."'
    cake = 'href="../glossary.md#layer-cake" title="Not a layer."'
    assert html == (
        f'<p>One <em><a class="term" {layer}>layer</a></em>, two layers, a <a class="term" {cake}>layer cake</a>; '
        "a <strong>Gateau</strong>. Bias.</p>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Layer\n\nA `layer`, [layer](b.md), \\(layer\\), bilayer, layer-wise.\n\n    layer\n", []),
        ("A Layer.\n\nlayer\n\n> layers", ["Layer"]),
        ("- gdpr and\n  layers.", ["gdpr", "layers"]),
        ("See [this](../glossary.md#layer), a layer.", []),
        ("No.\n\n## Sources\n\nAll about the layer", []),
        ('<div class="cards" markdown>\n\n- A layer\n\n</div>', []),
    ],
)
def test_where_terms_are_linked(text: str, found: list[str], docs: Path) -> None:
    assert [words for _, words in links(docs, text)] == found


def test_pages_that_are_lists_have_no_links(docs: Path) -> None:
    assert links(docs, "A layer.", "references.md") == []
    assert links(docs, "A layer.", "index.md") == [("glossary.md#layer", "layer")]
    assert links(docs, GLOSSARY, "glossary.md") == []
    (docs / "glossary.md").unlink()
    assert links(docs, "A layer.") == []


def test_captions_of_labs_have_links_and_tables_have_none(docs: Path) -> None:
    samples.store(docs, "labs/lab.ipynb", drawing(caption="The layer."), results(), code("layer"), words("x"))
    html, _ = samples.page(docs, "labs/lab.ipynb", "![](lab.ipynb#results)\n\n![](lab.ipynb#curve)\n")
    soup = BeautifulSoup(html, "html.parser")
    assert [link.text for link in soup.select("figcaption a.term")] == ["layer"]
    assert len(soup.select("a.term")) == 1
