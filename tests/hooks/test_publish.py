"""The published site: a strict policy that covers its scripts, no dead weight, and mends that are still needed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import publish
import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError

from tests.conftest import ROOT, build, copy_project


def test_every_inline_script_is_named_by_the_policy_of_its_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        metas = soup.select('meta[http-equiv="Content-Security-Policy"]')
        assert len(metas) == 1, f"{path}: {len(metas)} policies"
        policy = str(metas[0]["content"])
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts is not None
        assert "unsafe" not in scripts[1]
        assert "default-src 'self';" in policy
        assert "object-src 'none'" in policy
        for script in soup.find_all("script"):
            if not script.get("src") and script.get("type") != "application/json":
                value = base64.b64encode(hashlib.sha256((script.string or "").encode()).digest()).decode()
                assert f"'sha256-{value}'" in scripts[1], f"{path}: an inline script is not in the policy"
        assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)], path


def test_headers_for_hosts_carry_the_same_policy(site: Path) -> None:
    headers = (site / "_headers").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', (site / "index.html").read_text(encoding="utf-8"))
    assert policy is not None
    full = f"{policy[1]}; frame-ancestors 'none'"
    assert f"Content-Security-Policy: {full}" in headers
    assert f'set $policy "{full}";' in (site / "_nginx.conf").read_text(encoding="utf-8")
    for name in publish.HEADERS:
        assert f"  {name}: " in headers


def test_nothing_is_published_that_an_english_site_never_loads(site: Path) -> None:
    assert list(site.rglob("*.map")) == []
    assert not (site / "assets/javascripts/lunr").exists()
    assert not list(site.rglob("iframe-worker*"))
    named = [path for path in site.rglob("*.js") if "sourceMappingURL" in path.read_text(encoding="utf-8")]
    assert named == []


def test_search_knows_terms_and_sources_and_leaves_out_code_and_numbers(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    entries = {entry["location"]: entry for entry in index}
    assert entries["glossary/#all-reduce"]["title"] == "All-reduce"
    assert "message pattern" in entries["glossary/#all-reduce"]["text"]
    assert entries["glossary/#relu"]["title"] == "ReLU"
    assert entries["references/#brown-2020"]["title"] == "Brown, T. B. and others (2020)"
    assert "few-shot" in entries["references/#brown-2020"]["text"]
    everything = json.dumps(index)
    for left_out in ("torch.set_num_threads(", "Seeds or repeats", "The numbers behind this figure"):
        assert left_out in (site / "labs/large-datasets/index.html").read_text(encoding="utf-8")
        assert left_out not in everything


def test_code_can_be_scrolled_by_keyboard_and_has_a_name(site: Path) -> None:
    blocks = 0
    for path in site.rglob("*.html"):
        for code in BeautifulSoup(path.read_bytes(), "html.parser").select("pre > code"):
            blocks += 1
            assert (code.get("tabindex"), code.get("role"), code.get("aria-label")) == ("0", "group", "Code"), path
    assert blocks > 100


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one line ", "one line "),
        ("<p> \n\n  <b>\n \n a </b>  \n", "<p>\n<b>\na </b>\n"),
        ("\n\n", "\n"),
        (" a\n  ", " a\n"),
    ],
)
def test_empty_lines_and_ends_of_lines_go_and_no_other_space(text: str, lines: str) -> None:
    assert publish.dense(text) == lines


def test_inline_scripts_are_told_from_files_and_data() -> None:
    text = '<script>a()</script><script src="b.js"></script><script type="application/json">{}</script>'
    assert [match[1] for match in publish.SCRIPT.finditer(text)] == ["a()"]


@pytest.mark.parametrize("needle", list(publish.MENDS))
def test_mend_changes_what_it_finds(needle: str, site: Path) -> None:
    assert publish.MENDS[needle] != needle
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert any(publish.MENDS[needle] in text for text in pages)
    assert not any(needle in text.replace(publish.MENDS[needle], "") for text in pages)


def test_shim_that_changed_stops_the_build_with_one_line(tmp_path: Path) -> None:
    shim = tmp_path / "iframe-worker.js"
    shim.write_text("another()", encoding="utf-8")
    with pytest.raises(PluginError, match=r"iframe-worker\.js: no longer has .*; mend"):
        publish.frame_script(shim)


def test_script_of_the_frame_is_the_same_in_each_folder(tmp_path: Path) -> None:
    shim = tmp_path / "iframe-worker.js"
    shim.write_bytes((ROOT / "docs" / publish.SHIM).read_bytes())
    script = publish.frame_script(shim)
    assert "${" not in script
    assert script.startswith("postMessage=function")


def test_download_is_offered_once_and_beside_others(tmp_path: Path) -> None:
    home = tmp_path / "index.html"
    home.write_text('<p class="downloads" hidden></p>', encoding="utf-8")
    for name, text in [("b.zip", "B, 1 MB"), ("a.pdf", "A"), ("b.zip", "B, 2 MB")]:
        publish.offer(tmp_path, name, text)
    links = BeautifulSoup(home.read_bytes(), "html.parser").select(".downloads:not([hidden]) a")
    assert [(link["href"], link.text) for link in links] == [("a.pdf", "A"), ("b.zip", "B, 2 MB")]


def test_home_page_without_a_place_for_downloads_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Nothing.</p>", encoding="utf-8")
    with pytest.raises(ValueError, match="no paragraph of class downloads"):
        publish.offer(tmp_path, "a.pdf", "A")


def test_site_is_the_same_on_another_day_in_another_folder(site: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "elsewhere")
    code, text = build(project, tmp_path / "site", SOURCE_DATE_EPOCH="1000000000", PYTHONHASHSEED="7")
    assert code == 0, text
    one, two = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (site, tmp_path / "site")
    )
    assert one.keys() == two.keys()
    assert [str(name) for name in one if one[name] != two[name]] == []
