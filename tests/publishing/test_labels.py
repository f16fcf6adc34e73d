"""Names of parts and attributes without a meaning: found by selectors, so in any language."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.publishing import labels
from selectolax.lexbor import LexborHTMLParser

from tests.publishing.conftest import Make, tree


@pytest.mark.parametrize("label", labels.LABELS, ids=lambda label: label.select)
def test_label_finds_its_part_in_what_the_theme_makes(label: labels.Label, unpublished: Path, make: Make) -> None:
    assert len(label.why.split()) > 3
    for path in unpublished.rglob("*.html"):
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        if page.css_matches(label.select) and not (label.unless and page.css_matches(label.unless)):
            before = page.html
            labels.add(page, "", make({}))
            assert page.html != before
            return
    pytest.fail(f"'{label.select}' finds nothing on any page; the theme has changed: mend or drop it in labels.yml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a class="headerlink" title="Enlace">¶</a>', '<a class="headerlink" aria-label="Enlace">¶</a>'),
        (
            '<nav aria-labelledby="__nav_2_label"><label class="md-nav__title"> Lektion <b>1</b> </label></nav>',
            '<nav aria-label="Lektion 1"><label class="md-nav__title"> Lektion <b>1</b> </label></nav>',
        ),
        ('<nav aria-labelledby="__nav_2_label"></nav>', "<nav></nav>"),
        ('<label tabindex="">x</label>', "<label>x</label>"),
        ('<label for="__toc">x</label>', "<label>x</label>"),
        ('<label for="__toc">x</label><b id="__toc"></b>', '<label for="__toc">x</label><b id="__toc"></b>'),
        ('<svg role="img"></svg><svg></svg>', '<svg role="img"></svg><svg aria-hidden="true"></svg>'),
        ("<p>Nothing of the theme</p>", "<p>Nothing of the theme</p>"),
    ],
)
def test_labels_change_what_they_find_and_nothing_else(before: str, after: str, make: Make) -> None:
    page = tree(before)
    labels.add(page, "", make({}))
    assert page.body is not None
    assert page.body.inner_html == after


def test_value_of_a_part_that_is_not_there_is_none() -> None:
    node = tree("<p>x</p>").css_first("p")
    assert node is not None
    assert labels.value_for(node, "@title") is None
    assert labels.value_for(node, "> b") is None
    assert labels.value_for(node, "Words") == "Words"


def test_code_can_be_scrolled_by_keyboard_and_has_a_name(site: Path) -> None:
    blocks = 0
    for path in site.rglob("*.html"):
        for code in BeautifulSoup(path.read_bytes(), "html.parser").select("pre > code"):
            blocks += 1
            assert (code.get("tabindex"), code.get("role"), code.get("aria-label")) == ("0", "group", "Code"), path
    assert blocks > 100
