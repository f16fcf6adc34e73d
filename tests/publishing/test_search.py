"""What search knows beyond headings."""

import json
from pathlib import Path
from typing import Any

import pytest
from course.publishing import search
from course.publishing.site import StepError

from tests.publishing.conftest import Make, page, tree

GLOSSARY = """<article><h1 id="g">Glossary</h1><p>Terms.</p>
<dl><dt id="relu">Re<abbr title="x">LU</abbr></dt><dd>Zero &lt; below.</dd><dd>Or not.</dd><dt>No id</dt><dd>x</dd></dl>
<p class="on-paper">Printed</p></article>"""
SOURCES = """<article><h1 id="r">References</h1><p>Sources.</p><h2 id="old">Old ones</h2>
<p id="brown-2020">Brown, T. B. and others (2020). <em>Few-shot learners</em>. arXiv.</p>
<p id="note">A paragraph with an id.</p></article>"""


def index(*locations: str, language: str = "en") -> str:
    docs = [{"location": location, "title": "T", "text": "All of it"} for location in locations]
    return json.dumps({"config": {"lang": [language]}, "docs": docs})


def added(make: Make, files: dict[str, str | bytes]) -> dict[str, dict[str, Any]]:
    site = make(files)
    search.add_terms(site)
    return {entry["location"]: entry for entry in json.loads((site.root / search.INDEX).read_text())["docs"]}


def test_terms_are_entries_and_leave_the_section_that_held_them(make: Make) -> None:
    found = added(make, {"glossary/index.html": page(GLOSSARY), search.INDEX: index("glossary/")})
    assert found == {
        "glossary/": {"location": "glossary/", "title": "T", "text": "<p>Terms.</p>"},
        "glossary/#relu": {"location": "glossary/#relu", "title": "ReLU", "text": "Zero &lt; below. Or not."},
    }


def test_sources_are_entries_of_authors_and_year(make: Make) -> None:
    files = {"references.html": page(SOURCES), search.INDEX: index("references.html", "references.html#old")}
    found = added(make, files)  # type: ignore[arg-type]
    source = found["references.html#brown-2020"]
    assert (source["title"], source["text"]) == ("Brown, T. B. and others (2020)", "<p>Few-shot learners. arXiv.</p>")
    assert "references.html#note" not in found
    assert found["references.html#old"]["text"] == "<p>A paragraph with an id.</p>"
    assert found["references.html"]["text"] == "All of it"


def test_other_words_for_a_section_are_its_tags_and_a_term_ranks_as_its_page(make: Make) -> None:
    question = '<h2 id="q7" data-also="privacy, GDPR">How?</h2>'
    body = f'<article><h1 id="t">T</h1><dl><dt id="a">A</dt></dl>{question}<p>x</article>'
    docs = json.loads(index("faq/", "faq/#q7"))
    for entry in docs["docs"]:
        entry["boost"] = 4
    found = added(make, {"faq/index.html": page(body), search.INDEX: json.dumps(docs)})
    assert found["faq/#a"]["boost"] == 4
    assert found["faq/#q7"]["tags"] == ["privacy", "GDPR"]
    assert found["faq/#q7"]["text"] == "All of it"
    assert "tags" not in found["faq/"]


def test_letter_over_terms_is_no_place_to_find(make: Make) -> None:
    body = '<article><h1 id="g">G</h1><h2 id="a">A</h2><dl><dt id="ann">ANN</dt><dd>x</dd></dl></article>'
    found = added(make, {"g/index.html": page(body), search.INDEX: index("g/", "g/#a")})
    assert found.keys() == {"g/", "g/#ann"}


def test_page_that_search_leaves_out_stays_out(make: Make) -> None:
    assert added(make, {"glossary/index.html": page(GLOSSARY), search.INDEX: index()}) == {}


def test_page_without_an_article_has_no_entries() -> None:
    assert search.entries(tree("<dl><dt id='a'>A</dt></dl>"), "") == {}


def test_course_without_search_is_left_alone(make: Make) -> None:
    site = make({"index.html": page(GLOSSARY), f"{search.LANGUAGES}/min/lunr.de.min.js": "x"})
    search.add_terms(site)
    assert [path.name for path in site.root.rglob("*") if path.is_file()] == ["index.html"]


@pytest.mark.parametrize("text", ["{", "[]", '{"docs": [{}]}', '{"docs": []}'])
def test_index_that_cannot_be_read_is_named(text: str, make: Make) -> None:
    with pytest.raises(StepError, match=r"search/search_index\.json: is not an index"):
        search.add_terms(make({search.INDEX: text}))


@pytest.mark.parametrize(("language", "kept"), [("en", False), ("de", True)])
def test_languages_are_published_where_search_loads_them(language: str, kept: bool, make: Make) -> None:
    site = make({f"{search.LANGUAGES}/min/lunr.de.min.js": "x", search.INDEX: index(language=language)})
    search.add_terms(site)
    assert (site.root / search.LANGUAGES).exists() is kept


def test_search_knows_terms_and_sources_and_leaves_out_code_and_numbers(site: Path) -> None:
    docs = json.loads((site / search.INDEX).read_text(encoding="utf-8"))["docs"]
    found = {entry["location"]: entry for entry in docs}
    assert len(found) == len(docs)
    assert found["glossary/#all-reduce"]["title"] == "All-reduce"
    assert "message pattern" in found["glossary/#all-reduce"]["text"]
    assert "message pattern" not in found["glossary/"]["text"]
    assert found["glossary/#relu"]["title"] == "ReLU"
    assert found["references/#brown-2020"]["title"] == "Brown, T. B. and others (2020)"
    assert "few-shot" in found["references/#brown-2020"]["text"]
    everything = json.dumps(docs)
    for left_out in ("torch.set_num_threads(", "Difference of each seed", "The numbers behind this figure"):
        assert left_out in (site / "labs/large-datasets/index.html").read_text(encoding="utf-8")
        assert left_out not in everything
