"""One style sheet for all pages, without what matches nothing."""

from pathlib import Path

import pytest
import tinycss2
from bs4 import BeautifulSoup
from course.publishing import stylesheet
from course.publishing.site import StepError, survey

from tests.publishing.conftest import Make, page, tree


def purged(make: Make, style: str, body: str = "", script: str = "") -> str:
    site = make({"index.html": page(body), "a.css": style, "a.js": script})
    survey(site)
    stylesheet.purge(site)
    return (site.root / "a.css").read_text()


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        (".here{a:b}", ".here{a:b}"),
        (".gone{a:b}", ""),
        (".gone,.here{a:b}", ".here{a:b}"),
        (".here:not(.gone){a:b}", ".here:not(.gone){a:b}"),
        (".here::before{a:b}", ".here::before{a:b}"),
        ("p>.gone{a:b}", ""),
        ("[dir=rtl] .here{a:b}", ""),
        ("[type]{a:b}", "[type]{a:b}"),
        ("@media print{.gone{a:b}}", ""),
        ("@media print{.here{a:b}.gone{a:b}}", "@media print{.here{a:b}}"),
        ("@keyframes x{from{a:b}}", "@keyframes x{from{a:b}}"),
        ("/* a note */", ""),
        (".here {\n  a:\n    b c,\n    d;\n  e: f\n    g;\n}\n", ".here{a:b c,d;e: f\n    g;}"),
    ],
)
def test_purge_keeps_what_a_page_names(style: str, kept: str, make: Make) -> None:
    assert purged(make, style, '<p class="here" type="text">x</p>') == kept


def test_words_of_scripts_count_as_used(make: Make) -> None:
    assert purged(make, ".made{a:b}", script='e.classList.add("made")') == ".made{a:b}"


def test_variables_that_nothing_reads_go_and_others_stay(make: Make) -> None:
    style = ":root{--icon:url('data:;x{y}');--used:1;--far:2;--of-gone:var(--gone);--gone:3}p{order:var(--used)}"
    kept = ":root{--used:1;--far:2;}p{order:var(--used)}"
    assert purged(make, style, '<p style="order:var(--far)">x</p>').replace(";}", "}") == kept.replace(";}", "}")


def test_style_sheet_that_is_broken_is_named_with_its_line(make: Make) -> None:
    with pytest.raises(StepError, match=r"a\.css:2: .*; mend the style sheet"):
        purged(make, "p{a:b}\n}")


LINKS = (
    '<link rel="stylesheet" href="s/theme.css"><link rel="stylesheet" href="s/own.css">'
    '<link rel="stylesheet" href="s/paper.css" media="print">'
)
SHEETS = {"s/theme.css": "p{a:b}", "s/own.css": "p{c:d}", "s/paper.css": "p{e:f}"}


def test_sheets_of_all_pages_become_one_and_their_links_go(make: Make) -> None:
    site = make({"index.html": page("<p>x</p>", LINKS), "b.html": page("<p>x</p>", LINKS), **SHEETS})
    survey(site)
    stylesheet.join(site)
    assert (site.root / "s/own.css").read_text().split("\n") == ["p{a:b}", "p{c:d}", "@media print{p{e:f}}"]
    assert not (site.root / "s/theme.css").exists()
    one = tree("", LINKS)
    stylesheet.use(one, "", site)
    assert [link.attributes["href"] for link in one.css("link")] == ["s/own.css"]


def test_sheet_of_one_page_stays_a_file_of_its_own(make: Make) -> None:
    more = f'{LINKS}<link rel="stylesheet" href="s/live.css">'
    site = make({"index.html": page("", LINKS), "live.html": page("", more), "s/live.css": "i{a:b}", **SHEETS})
    survey(site)
    stylesheet.join(site)
    assert (site.root / "s/live.css").exists()
    assert "s/live.css" not in site.joined


def test_nothing_is_joined_where_there_is_nothing_to_join(make: Make) -> None:
    site = make({"index.html": page()})
    survey(site)
    stylesheet.join(site)
    assert site.joined == set()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("s/theme.css", '@import "other.css";', "s/theme.css: an @import is lost"),
        (
            "theme.css",
            "p{background:url(a.png)}",
            "theme.css: names files, so it must stand in the folder of s/own.css",
        ),
    ],
)
def test_sheet_that_cannot_be_joined_is_named(name: str, text: str, says: str, make: Make) -> None:
    head = f'<link rel="stylesheet" href="{name}"><link rel="stylesheet" href="s/own.css">'
    site = make({"index.html": page("", head), name: text, "s/own.css": "p{a:b}"})
    survey(site)
    with pytest.raises(StepError, match=says):
        stylesheet.join(site)


def test_pages_load_one_style_sheet_and_it_is_well_formed(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert len(sheets) == 1
    rules = tinycss2.parse_stylesheet(sheets[0].read_text(encoding="utf-8"))
    assert [rule.message for rule in rules if rule.type == "error"] == []
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        if soup.select_one("meta[http-equiv=refresh]"):
            continue  # an old address, which leads on and loads nothing
        links = soup.select('link[rel="stylesheet"]')
        assert [str(link["href"]).rsplit("/", 1)[-1] for link in links] == [sheets[0].name], path
