"""The code that the lab on the prompt store shows, under input that nobody hopes for. It needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import string
import threading
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.labs import cells

MODULES = (hashlib, json, sqlite3, string, threading, unicodedata)
CELLS = ("schema", "schema-people", "open-store", "prompt-table", "prompt-chain", "conversation", "feedback")
NOON = "2026-01-05T12:00:00Z"
CALL = {"model": "m1", "settings": {"t": 0.2}, "tokens": 4, "cents": 0.1, "at": NOON}


@pytest.fixture(scope="module")
def lab() -> dict[str, Any]:
    """What the cells define, without what they run."""
    given: dict[str, Any] = {module.__name__: module for module in MODULES}
    return cells.defined("prompt-store", *CELLS, **given)


@pytest.fixture
def db(lab: dict[str, Any], tmp_path: Path) -> sqlite3.Connection:
    return lab["open_store"](tmp_path / "store.db")  # type: ignore[no-any-return]


def save(lab: dict[str, Any], db: sqlite3.Connection, **change: Any) -> int:
    call = {"tenant": "a", "person": "p", "attempt": "1", "output": "x", **CALL}
    return lab["save_run"](db, **{"template": "Say $word", "gaps": {"word": "hi"}, **call, **change})  # type: ignore[no-any-return]


def runs(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM run").fetchone()[0])


@pytest.mark.parametrize(
    "word",
    ["'); DROP TABLE run; --", "", "😀", "a" * 90_000, "$5 and $word", "\u202eover", "line\nline", "--8<--", "NULL"],
)
def test_any_word_is_kept_as_it_is(word: str, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    number = save(lab, db, gaps={"word": word})
    assert db.execute("SELECT prompt FROM run WHERE id = ?", (number,)).fetchone()[0] == f"Say {word}"
    assert json.loads(db.execute("SELECT gaps FROM run").fetchone()[0]) == {"word": word}


@pytest.mark.parametrize(
    "change",
    [
        {"template": "It costs $5"},
        {"template": ""},
        {"gaps": {}},
        {"gaps": {"word": "a" * 100_001}},
        {"tokens": -1},
        {"tokens": "lots"},
        {"tokens": 3.7},
        {"tokens": None},
        {"cents": float("inf")},
        {"cents": -1},
        {"cents": "cheap"},
        {"settings": {"t": float("nan")}},
        {"settings": [1]},
        {"tenant": ""},
        {"tenant": None},
        {"person": ""},
        {"model": ""},
        {"model": "m1\0evil"},
        {"at": "2026-01-05 09:00"},
        {"at": "9:05 5/1/2026"},
        {"at": "2026-02-30T12:00:00Z"},
        {"at": "2026-01-05T25:00:00Z"},
        {"at": "２０２６-01-05T12:00:00Z"},
        {"at": "now"},
        {"attempt": ""},
        {"attempt": None},
        {"tokens": 2**63},
        {"cents": float("nan")},
        {"settings": None},
        {"output": b"bytes"},
        {"chain": True},
        {"parent": 99},
        {"chain": 99},
        {"gaps": {"word": "\ud800"}},
    ],
)
def test_a_bad_run_is_refused_whole(change: dict[str, Any], lab: dict[str, Any], db: sqlite3.Connection) -> None:
    with pytest.raises((ValueError, KeyError, OverflowError, sqlite3.Error)):
        save(lab, db, **change)
    assert runs(db) == 0
    assert db.execute("SELECT count(*) FROM template").fetchone()[0] == 0
    assert not db.in_transaction


def test_a_retry_is_one_run_and_another_tenant_has_its_own(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    assert save(lab, db) == save(lab, db, output="another")
    assert save(lab, db, tenant="b") != save(lab, db)
    assert runs(db) == 2


def test_the_same_letters_are_one_template(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    save(lab, db, template="Café $word")
    save(lab, db, template="Cafe\u0301 $word", attempt="2")
    assert db.execute("SELECT count(*) FROM template").fetchone()[0] == 1


def test_what_was_written_is_there_after_the_program(lab: dict[str, Any], tmp_path: Path) -> None:
    first = lab["open_store"](tmp_path / "store.db")
    save(lab, first)
    first.close()
    assert runs(lab["open_store"](tmp_path / "store.db")) == 1


def test_a_failed_migration_leaves_the_old_version(lab: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    lab["open_store"](path).close()
    lab["STEPS"].append("ALTER TABLE run ADD COLUMN note TEXT; CREATE TABLE run(x);")
    try:
        with pytest.raises(sqlite3.OperationalError):
            lab["open_store"](path)
    finally:
        lab["STEPS"].pop()
    db = lab["open_store"](path)
    assert db.execute("PRAGMA user_version").fetchone()[0] == 2
    assert "note" not in [row[1] for row in db.execute("PRAGMA table_info(run)")]


def test_a_long_chain_is_walked_and_ends(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO chain VALUES (1, 'a')")
    parent = None
    for number in range(150):
        parent = save(lab, db, attempt=f"c{number}", chain=1, parent=parent)
    steps = lab["walk"](db, "a", 1)
    assert [step[1] for step in steps] == list(range(101))
    assert lab["walk"](db, "b", 1) == [] == lab["walk"](db, "a", 2)


@pytest.mark.parametrize("most", [-1, 0, 1001])
def test_a_limit_out_of_bounds_is_refused(most: int, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="1 to 1,000"):
        lab["last_messages"](db, "a", "s", most)


@pytest.mark.parametrize("change", [{"role": "admin"}, {"session": ""}, {"person": ""}, {"at": "noon"}, {"text": None}])
def test_a_bad_message_is_refused(change: dict[str, Any], lab: dict[str, Any], db: sqlite3.Connection) -> None:
    message = {"tenant": "a", "session": "s", "person": "p", "role": "user", "text": "hi", "at": NOON, **change}
    with pytest.raises((TypeError, sqlite3.IntegrityError)):
        lab["add_message"](db, **message)
    assert lab["last_messages"](db, "a", "s") == [] and not db.in_transaction


def test_turns_of_two_writers_are_all_different(lab: dict[str, Any], db: sqlite3.Connection, tmp_path: Path) -> None:
    def write(person: str) -> None:
        own = lab["open_store"](tmp_path / "store.db")
        for _ in range(50):
            lab["add_message"](own, "a", "s", person, "user", "hi", NOON)
        own.close()

    both = [threading.Thread(target=write, args=(person,)) for person in "xy"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    turns = [turn for (turn,) in db.execute("SELECT turn FROM message ORDER BY turn")]
    assert turns == list(range(1, 101))


def test_consent_that_is_taken_back_counts_for_all_scores(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    number = save(lab, db)
    db.execute("INSERT INTO feedback(run, person, score, at) VALUES (?, 'u', 5, ?)", (number, NOON))
    assert db.execute(lab["LATEST"], ("a",)).fetchall() == []
    db.execute("INSERT INTO consent(person, given, at) VALUES ('u', 1, ?)", (NOON,))
    assert db.execute(lab["LATEST"], ("a",)).fetchall() == [("m1", 1, 5.0)]
    db.execute("INSERT INTO consent(person, given, at) VALUES ('u', 0, ?)", (NOON,))  # at the same second, later
    assert db.execute(lab["LATEST"], ("a",)).fetchall() == []
    with pytest.raises(sqlite3.IntegrityError):  # a number before all others would never be the newest
        db.execute("INSERT INTO consent VALUES (-1, 'u', 1, ?)", (NOON,))
    for given in (2, None, "yes"):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO consent(person, given, at) VALUES ('u', ?, ?)", (given, NOON))
