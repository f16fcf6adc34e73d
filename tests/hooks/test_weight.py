"""What the published site leaves out, and that leaving it out loses nothing."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import tinycss2
import weight
from bs4 import BeautifulSoup


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
    ],
)
def test_purge_keeps_what_a_page_or_a_script_names(style: str, kept: str) -> None:
    used = weight.words(['<p class="here" type="text">'], [])
    assert weight.purged(style, used) == kept


def test_words_of_scripts_count_as_used() -> None:
    assert weight.purged(".made{a:b}", weight.words([], ['e.classList.add("made")'])) == ".made{a:b}"


def test_variables_that_nothing_reads_go() -> None:
    sheet = Path("a.css")
    text = ":root{--icon:url('data:;x{y}');--used:1;--far:2}p{order:var(--used)}"
    assert weight.without_unread({sheet: text}, ["var(--far)"])[sheet] == ":root{--used:1;--far:2}p{order:var(--used)}"


@pytest.mark.parametrize("change", weight.SCRIPT_CHANGES, ids=lambda change: change[2][:40])
def test_change_of_the_script_is_in_the_published_one(change: tuple[str, str, str], site: Path) -> None:
    script = next(site.glob("assets/javascripts/bundle.*.js")).read_text(encoding="utf-8")
    old, new, _ = change
    assert new in script
    assert old in new or old not in script


def test_a_theme_that_changed_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert weight.change_scripts({Path("a.js"): "x()\n//# sourceMappingURL=a.js.map"}) == {Path("a.js"): "x()"}
    assert len(caplog.records) == len(weight.SCRIPT_CHANGES)
    assert all("mend or drop it" in record.message for record in caplog.records)


def test_pages_load_one_style_sheet_for_screens_and_the_script_late(site: Path) -> None:
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        sheets = [str(link["href"]).rsplit("/", 1)[-1] for link in soup.select('link[rel="stylesheet"]')]
        assert sheets == ["course.css"], path
        assert soup.select("script[src]") == [], path
        late = soup.find("script", id="__script")
        assert late is not None and re.search(r'bundle\.\w+\.min\.js"$', late.get_text()), path


def test_pages_have_the_same_inline_scripts_and_so_a_short_policy(site: Path) -> None:
    found = set()
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        scripts = [tag.get_text() for tag in soup.find_all("script", src=False) if not tag.get("type")]
        assert len(scripts) == 3, path
        found.update(scripts)
    assert len(found) == 3


def test_icon_of_a_page_asks_for_no_file(site: Path) -> None:
    logo = (site / "assets/images/logo.svg").read_text(encoding="utf-8")
    for path in site.rglob("*.html"):
        links = BeautifulSoup(path.read_bytes(), "html.parser").select('link[rel="icon"]')
        assert len(links) == 1, path
        kind, _, picture = str(links[0]["href"]).partition(",")
        assert kind == "data:image/svg+xml"
        assert unquote(picture) == logo.strip().replace('"', "'"), path


def test_published_styles_are_well_formed(site: Path) -> None:
    for path in (site / "assets/stylesheets").glob("*.css"):
        rules = tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"))
        assert [rule.message for rule in rules if rule.type == "error"] == [], path


@pytest.mark.parametrize("built", ["site", "offline_site"])
def test_no_published_file_holds_an_address_of_a_cdn(built: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(built)
    hosts = re.compile(r"unpkg\.com|jsdelivr|cdnjs|cloudflare|googleapis|gstatic|esm\.sh", re.IGNORECASE)
    files = [*site.rglob("*.js"), *site.rglob("*.css"), *site.rglob("*.html")]
    assert len(files) > 30
    for path in files:
        assert hosts.findall(path.read_text(encoding="utf-8")) == [], path
