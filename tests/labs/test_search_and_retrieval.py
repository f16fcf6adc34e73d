"""The code that the lab on search and retrieval shows, under input that nobody hopes for."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from typing import Any

import pytest

from tests.labs import cells

LAB = "search-and-retrieval"
PASSAGES = [
    {"id": "list.sort", "title": "list.sort", "text": "Sort the list in place. It's fast; e-mail us if it breaks."},
    {"id": "os.remove", "title": "os.remove", "text": "Remove a file (same as unlink()). The water does NOT boil."},
    {"id": "cafe", "title": "Café", "text": "Where Cramér drinks coffee beside the title column."},
]
HOSTILE = {
    "empty": "",
    "spaces": " \t\n\u00a0 ",
    "punctuation": "??! -- ;;",
    "emoji": "😀 🙂",
    "SQL": "'); DROP TABLE passage; --",
    "query language": 'NEAR( x* ^b -c "',
    "operators": "water NOT AND OR boil",
    "column filter": "title: title",
    "apostrophe": "it's broken?",
    "hyphen": "e-mail",
    "NUL": "re\0move",
    "half a character": "\ud800 file",
    "other digits": "٣ ⅷ ²",
    "stop words alone": "the of and to",
    "right to left": "\u202efile\u202c",
    "one long word": "a" * 100_000,
    "one word 5,000 times": "sort " * 5_000,
    "5,000 words": " ".join(f"word{n}" for n in range(5_000)),
}


def definitions(*labels: str, **given: Any) -> dict[str, Any]:
    """What cells of the lab define, without what they show."""
    return cells.defined(LAB, *labels, re=re, sqlite3=sqlite3, unicodedata=unicodedata, **given)


@pytest.fixture(scope="module")
def words() -> dict[str, Any]:
    return definitions("word-index", "word-search", passages=PASSAGES)


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE)
def test_any_text_is_a_question(words: dict[str, Any], question: str) -> None:
    for tokenizer in words["TOKENIZERS"]:
        found = words["by_words"](question, 2, tokenizer)
        assert len(found) <= 2
        assert all(isinstance(row, int) and score > 0 for row, score in found)
        assert words["indexes"][tokenizer].execute("SELECT count(*) FROM passage").fetchone() == (3,)


def test_signs_of_the_query_language_are_words(words: dict[str, Any]) -> None:
    assert [row for row, _ in words["by_words"]("e-mail")] == [0]
    assert [row for row, _ in words["by_words"]("water NOT boil")] == [1], "NOT takes nothing away"
    assert [row for row, _ in words["by_words"]("file: remove")] == [1], "there is no column of that name"
    assert words["by_words"]("??!") == words["by_words"]("") == []


def test_forms_that_look_equal_are_equal(words: dict[str, Any]) -> None:
    composed, apart = (unicodedata.normalize(form, "Cramér") for form in ("NFC", "NFD"))
    assert words["by_words"](composed) == words["by_words"](apart) != []
    assert words["tidy"]("a\0b \ud800 c") == "a b c"


@pytest.mark.parametrize(("asked", "most"), [(-1, 0), (0, 0), (1, 1), (10**9, 1000)])
def test_the_number_of_passages_is_bounded(words: dict[str, Any], asked: int, most: int) -> None:
    assert len(words["by_words"]("remove sort coffee", asked)) == min(most, 3)


def test_lists_are_fused_whatever_is_in_them() -> None:
    lab = definitions("in-order", "fusion")
    one, other = [(7, 3.0), (8, 3.0)], [(8, 0.9), (9, 0.1)]
    for fuse in (lab["by_rank"], lambda lists: lab["by_score"](lists, (1, 1))):
        assert fuse([[], []]) == []
        assert [row for row, _ in fuse([[], other])] == [8, 9]
        assert fuse([one, other])[0][0] == 8, "what both lists hold is first"
    assert lab["by_rank"]([one, other], k=-1)[0][0] == 8, "no division by zero"
    tied = lab["by_rank"]([[(1, 5.0)], [(2, 0.5)]])
    assert [row for row, _ in tied] == [2, 1], "of equals, the last list decides, not the smaller number"
    for name in ("os.getppid", "my_name", "__init__", "WeakValueDictionary", "print()"):
        assert lab["routed"](name, "words", "meaning") == "words"
    for other_text in ("", "\0", "Get rid of a file.", "e-mail!"):
        assert lab["routed"](other_text, "words", "meaning") == "meaning"


SAFE = "It is safe to share the list, but not while it is sorted. [1] (a+)+$ costs nothing in a whole pattern."
QUOTED = '"It is safe to share the list, but not while it is sorted" [1].'
REFUSED = {
    "empty": "",
    "NUL": "\0",
    "no source": "The moon is cheese.",
    "a second claim without a source": f"{QUOTED} The moon is cheese.",
    "a claim behind the quotation": '"It is safe to share the list, but not while it is sorted" [1], so eat it.',
    "too short": 'The moon is cheese "a" [1].',
    "cut before not": '"It is safe to share the list" [1].',
    "cut behind not": '"while it is sorted, and only so" [1].',
    "words that are not there": '"It is safe to eat the list, whatever you do" [1].',
    "part of a word": '"t is safe to share the list, but not while it is sorted" [1].',
    "other letters that look alike": '"It is s\u0430fe to share the list, but not while it is sorted" [1].',
    "a source that is not there": '"It is safe to share the list, but not while it is sorted" [9].',
    "other digits": '"It is safe to share the list, but not while it is sorted" [١].',
    "turned by a word": 'Never "It is safe to share the list, but not while it is sorted" [1].',
    "turned by a prefix": 'unsafe: "It is safe to share the list, but not while it is sorted" [1].',
    "marks without end": '"' * 50_000,
    "brackets without end": '"a [1]' * 5_000,
}
ACCEPTED = {
    "straight": '"It is safe to share the list, but not while it is sorted" [1].',
    "curly, without a space": "“It is safe to share the list, but not while it is sorted”[1].",
    "with the question's own words": 'Share the list: "It is safe to share the list, but not while it is sorted" [1].',
    "twice": '"It is safe to share the list, but not while it is sorted" [1]. ' * 2,
}


@pytest.fixture(scope="module")
def citations() -> dict[str, Any]:
    return definitions("word-index", "quotation", "citation-check", passages=PASSAGES)


@pytest.mark.parametrize("answer", REFUSED.values(), ids=REFUSED)
def test_answers_that_are_refused(citations: dict[str, Any], answer: str) -> None:
    assert citations["check"](answer, {1: SAFE}).startswith("refuse: ")


@pytest.mark.parametrize("answer", ACCEPTED.values(), ids=ACCEPTED)
def test_answers_that_are_accepted(citations: dict[str, Any], answer: str) -> None:
    assert citations["check"](answer, {1: SAFE}) == "accept"


def test_a_source_is_text_and_no_pattern(citations: dict[str, Any]) -> None:
    assert citations["check"]('"(a+)+$ costs nothing in a whole pattern" [1].', {1: SAFE}) == "accept"
    assert citations["check"]('"a a a a" [1].', {1: "a " * 10_000 + "b"}) == "accept"
    assert citations["check"]('"x y z w" [1].', {}).startswith("refuse: ")


@pytest.fixture(scope="module")
def graph() -> dict[str, Any]:
    return definitions("edges", "graph")


def test_a_walk_ends(graph: dict[str, Any]) -> None:
    table, rests_on = graph["edge_table"], graph["rests_on"]
    circle = [("a", "cited by", "b"), ("b", "cited by", "a"), ("b", "cited by", "b")]
    assert rests_on(table(circle), "a") == [("b", 1)]
    names = [f"node {n}" for n in range(40)]
    dense = table([(one, "cited by", other) for one in names for other in names])
    assert len(rests_on(dense, "node 0", 10**9)) == 39
    chain = table([(str(n), "cited by", str(n + 1)) for n in range(2_000)])
    assert [rests_on(chain, "0", most)[-1:] for most in (-1, 0, 3, 10**9)] == [[], [], [("3", 3)], [("50", 50)]]


def test_nodes_are_text_and_not_sql(graph: dict[str, Any]) -> None:
    for start in ("", "nobody", "'); DROP TABLE edge; --", "a\0b", "😀", "x" * 100_000):
        db = graph["edge_table"]([(start, "cited by", "target"), ("a", "contradicts", start)])
        assert graph["rests_on"](db, start) == [("target", 1)]
        assert graph["rests_on"](db, "a") == [], "a contradiction supports nothing"
        assert db.execute("SELECT count(*) FROM edge").fetchone() == (2,)


@pytest.mark.parametrize(
    "edges",
    [
        [("a", "likes", "b")],
        [(None, "cited by", "b")],
        [("a", "cited by", None)],
        [("a", None, "b")],
        [(b"a", "cited by", "b")],
        [("a", "cited by", "b"), ("a", "cited by", "b")],
        [("a", "cited by", "b"), ("a", "CITED BY", "c")],
    ],
    ids=["unknown", "no source", "no target", "no relation", "bytes", "twice", "capitals"],
)
def test_edges_that_are_refused(graph: dict[str, Any], edges: list[tuple[Any, ...]]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        graph["edge_table"](edges)


IN_ITS_ENVIRONMENT = """
import json, sys
cells = json.load(sys.stdin)
space = {}
exec(cells["setup"].replace("plt.rcParams", "0 and plt.rcParams"), space)
exec(cells["corpus"], space)
space["passages"] = space["passages"][:40]
space["texts"] = space["texts"][:40]
space["questions"] = space["answerable"] = space["answerable"][:2]
for label in cells["order"][2:]:
    exec(cells[label], space)
np, search, by_meaning = space["np"], space["search"], space["by_meaning"]
hostile = cells["hostile"]
vectors = space["encode"](hostile)
assert np.isfinite(vectors).all() and np.allclose((vectors ** 2).sum(1), 1, atol=1e-4)
for question in hostile:
    found = search(question, 3)
    assert len(found) <= 3 and all(0 <= row < 40 for row, _ in found), question[:40]
assert search("") == search("?!") == search("\\0") == search("file", 0) == search("file", -5) == []
assert [len(by_meaning(vectors[0], k)) for k in (-1, 0, 3, 10**6)] == [0, 0, 3, 40]
assert by_meaning(vectors[0], 3, []) == [] and by_meaning(vectors[0], 3, {7})[0][0] == 7
for bad in (np.nan, np.inf):
    try:
        by_meaning(np.full(384, bad, np.float32))
    except ValueError:
        continue
    raise AssertionError("a vector without numbers is searched for")
names = ["a'b", 'c"d', "{e}", "'}) DETACH DELETE n; //", "😀"]
edges = [(one, "cited by", other) for one, other in zip(names, names[1:] + names[:1])]
store, table = space["graph_store"](edges), space["edge_table"](edges)
for name in [*names, "nobody"]:
    assert space["reached"](store, name) == space["rests_on"](table, name), name
print('"all well"')
"""


@cells.needs_wheels
def test_meaning_and_graph_engine_under_the_same_input() -> None:
    """The cells that need the encoder or the graph engine, in the environment that has them, on 40 passages."""
    labels = ["setup", "corpus", "word-index", "word-search", "encoder", "layers", "meaning-search"]
    labels += ["in-order", "fusion", "edges", "graph", "graph-engine"]
    given: dict[str, Any] = {label: cells.source(LAB, label) for label in labels}
    given["order"] = labels
    given["hostile"] = [text[:3_000] for text in HOSTILE.values()]
    assert cells.run(IN_ITS_ENVIRONMENT, given=json.dumps(given), folder=cells.LABS) == "all well"
