"""The code that the lab on the prompt store shows, under input that nobody hopes for. It needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import string
import threading
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.labs import cells

MODULES = (hashlib, json, sqlite3, string, threading, time, unicodedata)
CELLS = (
    "schema",
    "schema-people",
    "together",
    "open-store",
    "prompt-table",
    "prompt-chain",
    "conversation",
    "feedback",
)
NOON = "2026-01-05T12:00:00Z"
PAPERS = """CREATE TABLE paper(text TEXT);
CREATE TRIGGER stays BEFORE DELETE ON paper BEGIN SELECT 1; SELECT RAISE(ABORT, 'a paper; stays'); END;"""
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


def latest(lab: dict[str, Any], db: sqlite3.Connection, tenant: str = "a") -> list[Any]:
    return db.execute(lab["LATEST"], {"tenant": tenant}).fetchall()


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
        {"parent": 1, "chain": None},
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


@pytest.mark.parametrize(
    "change",
    [
        {"gaps": {"word": "ho"}},
        {"template": "Tell $word"},
        {"person": "q"},
        {"model": "m2"},
        {"settings": {"t": 0.3}},
        {"chain": 1},
    ],
)
def test_another_request_under_a_used_name_is_refused(
    change: dict[str, Any], lab: dict[str, Any], db: sqlite3.Connection
) -> None:
    db.execute("INSERT INTO chain VALUES (1, 'a')")
    save(lab, db)
    with pytest.raises(ValueError, match=r"^attempt '1' was another request; name it anew$"):
        save(lab, db, **change)
    assert runs(db) == 1 and not db.in_transaction
    assert db.execute("SELECT count(*) FROM template").fetchone()[0] == 1


def test_a_retry_may_differ_in_form_and_in_its_answer(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO chain VALUES (1, 'a')")
    first = save(lab, db, template="$a $b", gaps={"a": "x", "b": "y"}, chain=1)
    again = {"gaps": {"b": "y", "a": "x"}, "chain": "1", "tokens": 9, "cents": 2, "at": "2026-01-05T12:00:01Z"}
    assert save(lab, db, **{"template": "$a $b", **again}) == first and runs(db) == 1


def test_the_same_letters_are_one_template(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    save(lab, db, template="Café $word")
    save(lab, db, template="Cafe\u0301 $word", attempt="2")
    assert db.execute("SELECT count(*) FROM template").fetchone()[0] == 1


def test_what_was_written_is_there_after_the_program(lab: dict[str, Any], tmp_path: Path) -> None:
    first = lab["open_store"](tmp_path / "store.db")
    save(lab, first)
    first.close()
    assert runs(lab["open_store"](tmp_path / "store.db")) == 1


def test_programs_may_open_a_new_store_at_once(lab: dict[str, Any], tmp_path: Path) -> None:
    assert cells.opened_at_once(lab["open_store"], tmp_path) == []


def test_an_older_store_is_brought_up_to_date_once(lab: dict[str, Any], tmp_path: Path) -> None:
    lab["STEPS"].append(PAPERS)
    paths = [tmp_path / "old.db", tmp_path / "newer.db"]
    try:
        newest, lab["STEPS"][:] = list(lab["STEPS"]), lab["STEPS"][:2]
        for path in paths:
            lab["open_store"](path).close()
        lab["STEPS"][:] = newest
        for _ in range(2):
            db = lab["open_store"](paths[0])
            assert db.execute("PRAGMA user_version").fetchone()[0] == 3
    finally:
        lab["STEPS"][:] = lab["STEPS"][:2]
    with pytest.raises(sqlite3.IntegrityError, match="a paper; stays"):
        db.execute("INSERT INTO paper VALUES ('x')").connection.execute("DELETE FROM paper")
    db.close()
    assert lab["open_store"](paths[0]).execute("PRAGMA user_version").fetchone()[0] == 3  # of a newer program


def test_a_step_that_never_ends_is_an_error(lab: dict[str, Any], tmp_path: Path) -> None:
    lab["STEPS"].append("CREATE TABLE quote(text TEXT DEFAULT 'open);")
    try:
        with pytest.raises((sqlite3.Error, sqlite3.Warning)):
            lab["open_store"](tmp_path / "store.db")
    finally:
        lab["STEPS"].pop()


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


def test_a_step_of_another_tenant_is_in_no_chain(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    db.executemany("INSERT INTO chain VALUES (?, ?)", [(1, "a"), (2, "b"), (3, "a")])
    first = save(lab, db, chain=1)
    for chain in (1, 2, 3):  # a chain of a, of b, and another of a
        with pytest.raises(sqlite3.IntegrityError):
            save(lab, db, tenant="b" if chain < 3 else "a", attempt="2", chain=chain, parent=first)
    with pytest.raises(sqlite3.IntegrityError):
        save(lab, db, tenant="b", attempt="2", chain=1)
    db.execute("PRAGMA foreign_keys = OFF")  # even where the rule is switched off, the walk stays with its tenant
    save(lab, db, tenant="b", attempt="2", chain=1, parent=first)
    assert [step[0] for step in lab["walk"](db, "a", 1)] == [first]


def test_a_preference_is_between_runs_of_one_tenant(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    one, two, other = save(lab, db), save(lab, db, attempt="2"), save(lab, db, tenant="b")
    prefer = "INSERT INTO preference(tenant, better, worse, person) VALUES (?, ?, ?, 'u')"
    db.execute(prefer, ("a", one, two))
    for row in (("a", one, other), ("b", one, other), ("b", two, one), ("a", one, one), ("a", one, 99)):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(prefer, row)


@pytest.mark.parametrize("person", ["O'Brien", "x' OR 1=1 --", "p", 'a"b', "50%", "NULL"])
def test_who_is_erased_takes_no_one_else_along(person: str, lab: dict[str, Any], db: sqlite3.Connection) -> None:
    erase = cells.defined("prompt-store", "erasure", Together=lab["Together"])["erase"]
    about = f"{person} said something of the rain"
    for tenant, who in (("a", person), ("a", "another"), ("b", person)):
        lab["add_message"](db, tenant, "s", who, "user", about, NOON)
    db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    db.execute("INSERT INTO words(rowid, text) SELECT id, text FROM message")
    erase(db, "a", person)
    assert db.execute("SELECT tenant, person FROM message").fetchall() == [("a", "another"), ("b", person)]
    assert db.execute("SELECT count(*) FROM words WHERE words MATCH 'rain'").fetchone()[0] == 2
    db.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    assert not db.in_transaction


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
    give = "INSERT INTO consent(tenant, person, given, at) VALUES (?, 'u', ?, ?)"
    assert latest(lab, db) == []
    db.execute(give, ("a", 1, NOON))
    assert latest(lab, db) == [("m1", 1, 5.0)]
    db.execute(give, ("a", 0, NOON))  # at the same second, later
    assert latest(lab, db) == []
    with pytest.raises(sqlite3.IntegrityError):  # a number before all others would never be the newest
        db.execute("INSERT INTO consent VALUES (-1, 'a', 'u', 1, ?)", (NOON,))
    for row in (("a", 2, NOON), ("a", None, NOON), ("a", "yes", NOON), ("", 1, NOON), (None, 1, NOON)):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(give, row)


def test_consent_counts_for_one_tenant(lab: dict[str, Any], db: sqlite3.Connection) -> None:
    give = "INSERT INTO consent(tenant, person, given, at) VALUES (?, 'u', ?, ?)"
    for tenant in ("a", "b"):
        number = save(lab, db, tenant=tenant)
        db.execute("INSERT INTO feedback(run, person, score, at) VALUES (?, 'u', 5, ?)", (number, NOON))
    db.execute(give, ("b", 1, NOON))
    assert latest(lab, db) == [] and latest(lab, db, "b") == [("m1", 1, 5.0)]
    db.execute(give, ("a", 1, NOON))
    db.execute(give, ("b", 0, NOON))
    assert latest(lab, db) == [("m1", 1, 5.0)] and latest(lab, db, "b") == []
