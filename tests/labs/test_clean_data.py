"""The code that the lab on clean data shows, under input that nobody hopes for. The store needs nothing but Python."""

from __future__ import annotations

import ast
import hashlib
import re
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.labs import cells

MODULES = (hashlib, re, sqlite3, unicodedata)
NOON = "2026-01-05T12:00:00Z"
BLANKS = [
    *("\n", "\t", " \r\n\t", "\u00a0", "\u00ad", "\u061c", "\u1680", "\u180e", "\u200b", "\u2003\u2029", "\u202f"),
    *("\u2060", "\u3000", "\ufeff", "\U000e0041\U000e007f", "\x00", "\x1f\x7f\x85", "\n" * 50_000),
    *("\u034f", "\u115f", "\u1160", "\u2800", "\u3164", "\ufe0f", "\uffa0", "\U000e0100", "\U0001d159"),
]
REPLACE = "INSERT OR REPLACE INTO example SELECT"
KINDS_NOT_SEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
# Signs of the kind Cf that are drawn: those that stand before a number, or above a word.
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def defined(*labels: str, **more: Any) -> dict[str, Any]:
    """What cells define, their loops included, without what they print or draw."""
    given = {module.__name__: module for module in MODULES} | more
    return cells.defined("clean-data", *labels, kinds=(*cells.DEFINITIONS, ast.For), **given)


@pytest.fixture(scope="module")
def lab() -> dict[str, Any]:
    return defined("blank", "data-flow", "rights", "more-rules", "open-data", "add", "raters")


@pytest.fixture
def db(lab: dict[str, Any], tmp_path: Path) -> sqlite3.Connection:
    """A store: source 1 may train, 2 has no licence, 3 no consent, 4 a licence that forbids it."""
    db: sqlite3.Connection = lab["open_data"](tmp_path / "data.db")
    with db:
        db.executemany("INSERT INTO licence VALUES (?, ?)", [("free", 1), ("look", 0)])
        rows = [(1, "a", "free"), (2, "b", None), (3, "c", "free"), (4, "d", "look"), (5, "model", "free")]
        db.executemany("INSERT INTO source VALUES (?, ?, ?)", rows)
        for source in (1, 2, 4, 5):
            consent(db, source, 1)
        db.executemany("INSERT INTO bundle VALUES (?, ?)", [("x", "train"), ("y", "test"), ("z", "train")])
        db.execute("INSERT INTO maker VALUES (1, 'm', ?)", (b"m" * 32,))
    return db


def consent(db: sqlite3.Connection, source: int, given: object) -> None:
    with db:
        db.execute("INSERT INTO consent(source, given, at) VALUES (?, ?, ?)", (source, given, NOON))


def splits(db: sqlite3.Connection) -> list[str | None]:
    return [split for (split,) in db.execute("SELECT split FROM example ORDER BY id")]


def synthetic(lab: dict[str, Any], db: sqlite3.Connection, *parents: int, text: str = "made") -> int:
    number: int = lab["add"](db, 5, "z", None, text, NOON, 1, 7)
    with db:
        db.executemany("INSERT INTO lineage VALUES (?, ?)", [(number, parent) for parent in parents])
        db.execute("UPDATE example SET split = 'train' WHERE id = ?", (number,))
    return number


@pytest.mark.parametrize(
    "row",
    [
        (2, "x", "train", "t", NOON),
        (3, "x", "train", "t", NOON),
        (4, "x", "train", "t", NOON),
        (2, "y", "test", "t", NOON),
        (99, "x", None, "t", NOON),
        (1, "none", None, "t", NOON),
        (1, "x", "test", "t", NOON),
        (1, "y", "Test", "t", NOON),
        (1, "y", "test ", "t", NOON),
        (1, "x", "eval", "t", NOON),
        (1, "x", "train", "", NOON),
        (1, "x", "train", "   ", NOON),
        *((1, "x", "train", blank, NOON) for blank in BLANKS),
        (1, "x", "train", "\ud800", NOON),
        (1, "x", "train", "t", "5/1/2026 9:05"),
        (1, "x", "train", "t", "2026-02-30T12:00:00Z"),
        (1, "x", "train", "t", "２０２６-01-05T12:00:00Z"),
        (1, "x", "train", "t", "now"),
        (2**63, "x", "train", "t", NOON),
        (1, b"x", "train", "t", NOON),
        (1, "x", "train", "t", None),
        (5, "z", "train", "t", NOON, 1, 7),
        (5, "y", "test", "t", NOON, 1, 7),
        (5, "z", None, "t", NOON, 1, None),
        (5, "z", None, "t", NOON, None, 7),
        (5, "z", None, "t", NOON, 99, 7),
        (5, "z", None, "t", NOON, 1, "seven"),
    ],
)
def test_a_bad_example_is_refused(row: tuple[Any, ...], lab: dict[str, Any], db: sqlite3.Connection) -> None:
    with pytest.raises((sqlite3.Error, UnicodeError, OverflowError)):
        lab["add"](db, *row)
    assert splits(db) == [] and not db.in_transaction


@pytest.mark.parametrize(
    "text",
    [
        "'); DROP TABLE example; --",
        "😀",
        "a\0b",
        "\u202eover",
        "long " * 50_000,
        "NULL",
        "\n?",
        "-",
        "]",
        "^",
        "\u00a1",
    ],
)
def test_any_text_is_kept_as_it_is(text: str, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    number = lab["add"](db, 1, "x", "train", text, NOON)
    assert db.execute("SELECT text FROM example WHERE id = ?", (number,)).fetchone()[0] == text


def test_what_is_blank_is_what_unicode_says(lab: dict[str, Any]) -> None:
    db = sqlite3.connect(":memory:")
    characters = [chr(n) for n in range(1, 0x110000) if not 0xD800 <= n < 0xE000]
    db.execute("CREATE TABLE one(character TEXT)")
    db.executemany("INSERT INTO one VALUES (?)", [(c,) for c in characters])
    ask = f"SELECT character FROM one WHERE character NOT GLOB '*[^' || {lab['BLANK']} || ']*'"
    blank = {character for (character,) in db.execute(ask)}
    unseen = {c for c in characters if unicodedata.category(c) in KINDS_NOT_SEEN and ord(c) not in DRAWN}
    assert unseen <= blank
    # Beyond these: marks, fillers and selectors that draw nothing, and what Unicode keeps for more of them.
    assert not [c for c in blank - unseen if unicodedata.category(c) not in {"Mn", "Lo", "So", "Cn"}]
    assert len([c for c in blank - unseen if unicodedata.category(c) != "Cn"]) < 300


def test_the_same_letters_are_one_example(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    lab["add"](db, 1, "x", "train", "Café", NOON)
    with pytest.raises(sqlite3.IntegrityError):
        lab["add"](db, 1, "x", "train", "Cafe\u0301", NOON)


def test_what_loses_its_rights_leaves_with_its_children(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    one = lab["add"](db, 1, "x", "train", "one", NOON)
    child = synthetic(lab, db, one)
    synthetic(lab, db, child, text="of the child")
    assert splits(db) == ["train"] * 3
    consent(db, 1, 0)
    assert splits(db) == [None] * 3
    for number in (one, child):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE example SET split = 'train' WHERE id = ?", (number,))
    consent(db, 1, 1)
    db.execute("UPDATE example SET split = 'train' WHERE id = ?", (one,))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE source SET licence = NULL WHERE id = 1",
        "UPDATE licence SET may_train = 0",
        "INSERT OR REPLACE INTO licence VALUES ('free', 0)",
        "INSERT INTO source VALUES (1, 'b', 'look') ON CONFLICT (id) DO UPDATE SET licence = excluded.licence",
    ],
)
def test_a_licence_that_goes_takes_its_rows(statement: str, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    lab["add"](db, 1, "x", "train", "one", NOON)
    db.execute(statement)
    assert splits(db) == [None]


@pytest.mark.parametrize("given", [2, -1, None, "yes", 0.5])
def test_a_bad_consent_is_refused(given: object, db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        consent(db, 1, given)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE example SET maker = NULL, seed = NULL WHERE id = 2",
        "UPDATE example SET at = '2020-01-01T00:00:00Z' WHERE id = 2",
        "UPDATE example SET id = 9 WHERE id = 2",
        "UPDATE example SET source = 1 WHERE id = 2",
        "UPDATE example SET bundle = 'y', split = 'test' WHERE id = 2",
        "UPDATE bundle SET split = 'test' WHERE key = 'z'",
        "DELETE FROM example WHERE id = 2",
        "UPDATE example SET text = 'other words' WHERE id = 2",
        "UPDATE example SET digest = zeroblob(32) WHERE id = 2",
        "DELETE FROM lineage",
        "UPDATE lineage SET parent = 1",
        "DELETE FROM consent",
        f"{REPLACE} 2, 1, 'y', 'test', text, digest, NULL, NULL, at FROM example WHERE id = 2",
        f"{REPLACE} 9, 1, 'y', 'test', text, digest, NULL, NULL, at FROM example WHERE id = 2",
        "INSERT OR REPLACE INTO consent VALUES (1, 1, 1, '2026-01-05T12:00:00Z')",
        "INSERT INTO consent VALUES (-5, 1, 0, '2026-01-05T12:00:00Z')",
        "INSERT INTO lineage VALUES (1, 2)",
        "INSERT INTO lineage VALUES (2, 2)",
        "UPDATE maker SET name = 'a person'",
        "UPDATE maker SET digest = zeroblob(32)",
        "DELETE FROM maker",
        "INSERT OR REPLACE INTO maker VALUES (1, 'a person', zeroblob(32))",
        "INSERT OR REPLACE INTO maker SELECT 9, 'a person', digest FROM maker",
        "UPDATE source SET name = 'another' WHERE id = 5",
        "UPDATE source SET id = 9 WHERE id = 3",
        "DELETE FROM source WHERE id = 3",
        "INSERT OR REPLACE INTO source VALUES (5, 'another', 'free')",
        "UPDATE example SET digest = NULL WHERE id = 2",
        "UPDATE example SET text = NULL, digest = NULL, split = NULL WHERE id = 2",
        "UPDATE example SET text = NULL, digest = zeroblob(32), split = NULL WHERE id = 2",
    ],
)
def test_a_row_cannot_be_washed(statement: str, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    synthetic(lab, db, lab["add"](db, 1, "x", "train", "one", NOON))
    before = list(db.iterdump())
    with pytest.raises(sqlite3.IntegrityError), db:
        db.execute(statement)
    assert list(db.iterdump()) == before


def test_a_text_can_be_erased_and_is_then_in_use_nowhere(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    lab["add"](db, 1, "x", "train", "one", NOON)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE example SET text = NULL")
    with db:
        db.execute("UPDATE example SET text = NULL, split = NULL")
    assert splits(db) == [None]
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE example SET text = 'one', split = 'train'")


def test_an_erased_synthetic_text_does_not_come_back_as_real(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    made = synthetic(lab, db, lab["add"](db, 1, "x", "train", "one", NOON))
    with db:
        db.execute("UPDATE example SET text = NULL, split = NULL WHERE id = ?", (made,))
    with pytest.raises(sqlite3.IntegrityError, match="digest"):
        lab["add"](db, 1, "y", "test", "made", NOON)
    with pytest.raises(sqlite3.IntegrityError, match="digest"):
        db.execute("INSERT INTO example VALUES (NULL, 1, 'y', NULL, 'made', NULL, NULL, NULL, ?)", (NOON,))


def test_what_is_made_from_the_test_is_not_trained_on(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        synthetic(lab, db, lab["add"](db, 1, "y", "test", "one", NOON))
    two = lab["add"](db, 1, "x", "train", "two", NOON)
    child = synthetic(lab, db, two, text="of two")
    db.execute("UPDATE bundle SET split = 'test' WHERE key = 'x'")
    assert db.execute("SELECT split FROM example WHERE id = ?", (child,)).fetchone()[0] is None


def test_programs_may_open_a_new_store_at_once(lab: dict[str, Any], tmp_path: Path) -> None:
    assert cells.opened_at_once(lab["open_data"], tmp_path) == []


def test_a_store_that_is_being_read_can_be_opened(lab: dict[str, Any], db: sqlite3.Connection, tmp_path: Path) -> None:
    db.execute("BEGIN")
    assert splits(db) == []
    lab["open_data"](tmp_path / "data.db").close()


def test_the_store_is_opened_again(lab: dict[str, Any], db: sqlite3.Connection, tmp_path: Path) -> None:
    lab["add"](db, 1, "x", "train", "one", NOON)
    again = lab["open_data"](tmp_path / "data.db")
    assert splits(again) == ["train"]
    with pytest.raises(sqlite3.IntegrityError):
        lab["add"](again, 99, "x", None, "two", NOON)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], None),
        ([("a", "a")] * 5, None),
        ([("a", "a"), ("b", "b")], 1),
        ([("a", "b"), ("b", "a")], -1),
        ([("a", "a"), ("b", "a")], 0),
    ],
)
def test_agreement_beyond_chance(pairs: list[tuple[str, str]], value: float | None, lab: dict[str, Any]) -> None:
    assert lab["kappa"](pairs) == value


def test_labels_keep_their_history(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    db.executescript(lab["LABELS"])
    add = "INSERT INTO label(example, rater, value, at) VALUES (?, ?, ?, ?)"
    for value in ("fine", "harmful"):  # in the same second: the later row counts
        db.execute(add, (1, "ann", value, NOON))
    db.execute(add, (1, "bo", "fine", NOON))
    assert db.execute(lab["PAIRS"], ("ann", "bo")).fetchall() == [("harmful", "fine")]
    for row in ((1, "", "fine", NOON), (1, "cy", "Fine", NOON), (1, "cy", None, NOON), (1, "cy", "fine", "noon")):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(add, row)


@pytest.fixture(scope="module")
def copies() -> dict[str, Any]:
    sketch = pytest.importorskip("datasketch", reason="datasketch belongs to the environment of the data labs")
    return defined("near-copies", MinHash=sketch.MinHash, MinHashLSH=sketch.MinHashLSH)


@pytest.fixture(scope="module")
def texts() -> dict[str, Any]:
    """What makes a text plain and cuts it, which needs no library."""
    return defined("near-copies")


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b", "\u200b \ufeff"])
def test_an_empty_text_has_no_parts_and_is_like_nothing(text: str, texts: dict[str, Any]) -> None:
    assert texts["parts"](text) == set()
    assert texts["likeness"](set(), set()) == 0 == texts["likeness"](set(), {"a"})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Cramér says it all", "Crame\u0301r says it all"),
        ("ＦＵＬＬ wide text here", "full wide text here"),
        ("a zero\u200bwidth space here", "a zerowidth space here"),
        ("Straße nach Norden hin", "STRASSE NACH NORDEN HIN"),
        ("what, is: this?", "What is this"),
        ("😀", "😀"),
        ("猫在睡觉", "猫在睡觉。"),
    ],
)
def test_the_same_text_in_another_form(one: str, two: str, texts: dict[str, Any]) -> None:
    assert texts["likeness"](texts["parts"](one), texts["parts"](two)) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("yes", "no"), ("😀", "😡"), ("a", "b"), ("猫在睡觉", "狗在吃饭"), ("?", "!")]
)
def test_short_texts_that_differ_are_not_alike(one: str, two: str, texts: dict[str, Any]) -> None:
    assert texts["likeness"](texts["parts"](one), texts["parts"](two)) == 0


@pytest.mark.parametrize("limits", [(0.5, 0), (0.5, 1), (2, 0.2), (-1, 0.2), (float("nan"), 0.2), (0.5, float("nan"))])
def test_a_limit_out_of_bounds_is_refused(limits: tuple[float, float], texts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        texts["find_copies"]([], *limits)


def test_copies_among_hostile_texts(copies: dict[str, Any]) -> None:
    hostile = [
        "",
        " ",
        "?",
        "😀",
        "\ud800",
        "a",
        "猫在睡觉",
        "rain " * 20_000,
        "'; DROP TABLE x;",
        "one two three four",
    ]
    assert copies["find_copies"](hostile) == {}
    assert copies["find_copies"]([*hostile, "ONE  two\u200b three four!"]) == {(9, 10): 1.0}
    assert copies["find_copies"]([]) == {}


@pytest.mark.parametrize("columns", [[], ["no such"], ["key", "x; DROP TABLE item"], [""]])
def test_columns_that_are_not_there_are_refused(columns: list[str], tmp_path: Path) -> None:
    reason = "pyarrow belongs to the environment of the data labs"
    arrow, parquet = (pytest.importorskip(name, reason=reason) for name in ("pyarrow", "pyarrow.parquet"))
    space = defined("columns-read", parquet=parquet)
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({"key": [1, 2], "sound": [b"x" * 9, None]}), path)
    with pytest.raises(ValueError, match="columns must be"):
        space["bytes_read"](path, columns)
    assert space["bytes_read"](path, ["key"]) > 0


def test_the_rules_of_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB belongs to the environment of the data labs")
    found = re.search(r'"""(CREATE TABLE.*?)"""', cells.source("clean-data", "multimodal"), re.DOTALL)
    assert found
    db = duckdb.connect()
    db.execute(found[1].replace("{SIDE * SIDE}", "4").replace("{SOUND}", "2"))
    good = ["a", "cat", "en", "CC0-1.0", 1, b"1234", b"12", 8_000]
    new = "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    db.execute(new, good)
    bad = [(0, "a"), (0, None), (1, " "), (2, None), (3, None), (4, 10), (5, b""), (5, None), (6, None), (7, None)]
    for at, value in bad:
        row: list[object] = ["b", *good[1:]]
        row[at] = value
        with pytest.raises(duckdb.ConstraintException):
            db.execute(new, row)
