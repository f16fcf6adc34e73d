"""One strict policy for all pages, which names each inline script."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.publishing import policy
from course.publishing.site import StepError, survey
from selectolax.lexbor import LexborHTMLParser

from tests.publishing.conftest import Make, page, tree

SHIM = "assets/javascripts/iframe-worker.js"


def test_policy_names_inline_scripts_of_all_pages_in_one_order(make: Make) -> None:
    site = make({"a.html": page("<script>a()</script>"), "b.html": page("<script>b()</script>")})
    survey(site)
    policy.make(site)
    sources = sorted([policy.source_of("a()"), policy.source_of("b()")])
    assert f"script-src 'self' '{sources[0]}' '{sources[1]}';" in site.policy
    assert "unsafe" not in re.sub(r"style-src [^;]*", "", site.policy)


def test_policy_stands_before_all_that_it_rules(make: Make) -> None:
    site, one = make({}), tree("", "<script>a()</script>")
    policy.make(site)
    policy.add(one, "", site)
    assert one.head is not None and one.head.first_child is not None
    assert one.head.first_child.attributes == {"http-equiv": "Content-Security-Policy", "content": site.policy}


def test_page_without_anything_in_its_head_carries_it_too(make: Make) -> None:
    site, one = make({}), LexborHTMLParser("<p>x")
    policy.add(one, "", site)
    assert one.css_first("head > meta") is not None


def test_page_without_a_head_is_named(make: Make) -> None:
    with pytest.raises(StepError, match="a page in lesson has no head"):
        policy.add(LexborHTMLParser("", is_fragment=True), "lesson", make({}))


@pytest.mark.parametrize(("there", "sources"), [({SHIM: "x()"}, {"sha256-x"}), ({}, set())])
def test_script_in_a_frame_is_allowed_where_its_file_is_published(
    there: dict[str, str | bytes], sources: set[str], make: Make
) -> None:
    listed = [{"file": "fonts/a.woff2"}, {"file": SHIM.removeprefix("assets/"), "frame": "sha256-x"}]
    assert policy.frame_sources(make({policy.MANIFEST: json.dumps(listed), **there})) == sources


def test_course_without_files_of_others_needs_no_manifest(make: Make) -> None:
    assert policy.frame_sources(make({})) == set()


@pytest.mark.parametrize("text", ["{", "[1]", '[{"frame": "x"}]'])
def test_broken_manifest_is_named(text: str, make: Make) -> None:
    with pytest.raises(StepError, match=r"docs/assets/vendored\.json: is not a list of files; run scripts/vendor"):
        policy.frame_sources(make({policy.MANIFEST: text}))


def test_every_inline_script_is_named_by_the_policy_of_its_page(site: Path) -> None:
    policies = set()
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        metas = soup.select('meta[http-equiv="Content-Security-Policy"]')
        assert len(metas) == 1, f"{path}: {len(metas)} policies"
        own = str(metas[0]["content"])
        policies.add(own)
        scripts = re.search(r"script-src ([^;]*)", own)
        assert scripts is not None
        assert "unsafe" not in scripts[1]
        assert "default-src 'self';" in own
        assert "object-src 'none'" in own
        for script in soup.find_all("script"):
            if not script.get("src") and script.get("type") != "application/json":
                source = policy.source_of(script.string or "")
                assert f"'{source}'" in scripts[1], f"{path}: an inline script is not in the policy"
        assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)], path
    assert len(policies) == 1, "instant navigation would meet the policy of another page"
