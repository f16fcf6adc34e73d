"""The registry that the lab on versions shows, under input that nobody hopes for."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.labs import cells

LAB = "versions"
ROW = {
    "name": "digits",
    "version": 1,
    "digest": b"d" * 32,
    "size": 10,
    "data": "train.csv@1",
    "licence": "CC0-1.0",
    "signature": b"s" * 64,
}


@pytest.fixture
def db() -> sqlite3.Connection:
    space = cells.defined(LAB, "registry", sqlite3=sqlite3, json=json, re=re, hashlib=hashlib)
    return space["open_registry"]()  # type: ignore[no-any-return]


def insert(db: sqlite3.Connection, **change: object) -> None:
    db.execute("INSERT INTO model VALUES (?, ?, ?, ?, ?, ?, ?)", [*(ROW | change).values()])


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../../etc/passwd"},
        {"name": "Digits"},
        {"name": ""},
        {"name": "a'; DROP TABLE model; --"},
        {"name": "dıgits"},
        {"name": None},
        {"version": 0},
        {"version": -1},
        {"version": "latest"},
        {"version": 1.5},
        {"digest": b"short"},
        {"digest": "d" * 32},
        {"size": 0},
        {"size": None},
        {"data": ""},
        {"licence": ""},
        {"signature": b""},
    ],
)
def test_a_bad_record_is_refused(change: dict[str, object], db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(db, **change)
    assert db.execute("SELECT count(*) FROM model").fetchone()[0] == 0


def test_a_version_is_written_once_and_an_alias_needs_it(db: sqlite3.Connection) -> None:
    insert(db)
    with pytest.raises(sqlite3.IntegrityError):
        insert(db, digest=b"e" * 32)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO alias VALUES ('digits', 'live', 2)")
    db.execute("INSERT INTO alias VALUES ('digits', 'live', 1)")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("DELETE FROM model")


def test_two_records_are_never_signed_as_the_same_bytes() -> None:
    space = cells.defined(LAB, "registry", sqlite3=sqlite3, json=json, re=re, hashlib=hashlib)
    fields = [
        ("x", "y"),
        ("x, y", ""),
        ('x", "y', ""),
        ("", "x, y"),
        ("x\\", "y"),
        ("é", ""),
        ("e\u0301", ""),
        ("\0", ""),
    ]
    signed = {space["record_of"]("digits", 1, b"d" * 32, 10, *pair) for pair in fields}
    assert len(signed) == len(fields)
    assert space["record_of"]("digits", 1, b"d" * 32, 10, "x", "y") != space["record_of"](
        "digits", 11, b"d" * 32, 0, "x", "y"
    )


TRIAL = """
import hashlib, json, os, re, sqlite3, sys
import stat
from pathlib import Path
import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from safetensors.numpy import load, save
{cells}
db, folder = open_registry(), Path(sys.argv[1])
key, other = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
weights = {{"w": np.array([[1.0, np.nan], [np.inf, -0.0]], dtype=np.float32)}}
register(db, folder, key, "digits", 1, weights, 'data "é" \\n', "CC0-1.0")
db.execute("INSERT INTO alias VALUES ('digits', 'live', 1)")
def said(run):
    try:
        return "loaded" if run() is not None else "nothing"
    except (LookupError, ValueError, OSError, sqlite3.Error) as error:
        return type(error).__name__
given = [
    ("a version as a text", "4", ("d", "l")),
    ("a version of numpy", np.int64(4), ("d", "l")),
    ("a version with a point", 4.0, ("d", "l")),
    ("true for a version", True, ("d", "l")),
    ("version 0", 0, ("d", "l")),
    ("a large version", 2**63, ("d", "l")),
    ("a number for the data", 4, (5, "l")),
    ("bytes for the licence", 4, ("d", b"l")),
    ("no data", 4, (None, "l")),
]
public, path = key.public_key(), folder / "digits-1.safetensors"
good = path.read_bytes()
found = {{"good": said(lambda: fetch(db, folder, public, "digits", "live"))}}
found["another key"] = said(lambda: fetch(db, folder, other.public_key(), "digits", "live"))
found["no such alias"] = said(lambda: fetch(db, folder, public, "digits", "' OR 1=1 --"))
found["a path for a name"] = said(lambda: register(db, folder, key, "../x", 1, weights, "d", "l"))
found["the same version"] = said(lambda: register(db, folder, key, "digits", 1, {{"w": weights["w"] * 0}}, "d", "l"))
found["as it was"] = path.read_bytes() == good
for what, version, more in given:
    found[what] = said(lambda: register(db, folder, key, "digits", version, weights, *more))
(folder / "digits-2.safetensors").mkdir()
for what, version, where in ("no folder", 3, folder / "none"), ("no place for the file", 2, folder):
    found[what] = said(lambda: register(db, where, key, "digits", version, weights, "d", "l"))
    found[what] += f", {{db.execute('SELECT count(*) FROM model').fetchone()[0]}} row, {{db.in_transaction}}"
(folder / "digits-2.safetensors").rmdir()
kept, steps = os.fsync, []
def watched(number):
    kind = "folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file"
    named = (folder / "digits-2.safetensors").exists()
    steps.append(f"{{kind}}, named {{named}}, open {{db.in_transaction}}")
    kept(number)
os.fsync = watched
found["again"] = said(lambda: register(db, folder, key, "digits", 2, weights, "d", "l"))
found["flushed"] = steps
def full(number):
    raise OSError("no room")
os.fsync = full
found["a full disk"] = said(lambda: register(db, folder, key, "digits", 3, weights, "d", "l"))
found["a full disk"] += f", {{db.execute('SELECT count(*) FROM model').fetchone()[0]}} rows, {{db.in_transaction}}"
os.fsync = kept
found["files"] = sorted(file.name for file in folder.iterdir())
for what, bytes_ in {{"empty": b"", "half": good[:20], "longer": good + b"0", "turned": good[::-1]}}.items():
    path.write_bytes(bytes_)
    found[what] = said(lambda: fetch(db, folder, public, "digits", "live"))
path.unlink()
found["gone"] = said(lambda: fetch(db, folder, public, "digits", "live"))
print(json.dumps(found))
"""


@cells.needs_wheels
def test_a_model_is_loaded_only_as_it_was_signed(tmp_path: Path) -> None:
    labels = ("registry", "before-the-row", "model-registry", "model-fetched")
    code = TRIAL.format(cells=cells.definitions(LAB, *labels))
    found = cells.run(code, str(tmp_path))
    assert found.pop("flushed") == ["file, named False, open False", "folder, named True, open True"]
    assert found == {
        "good": "loaded",
        "another key": "ValueError",
        "no such alias": "LookupError",
        "a path for a name": "ValueError",
        "the same version": "IntegrityError",
        "as it was": True,
        "a version as a text": "ValueError",
        "a version of numpy": "ValueError",
        "a version with a point": "ValueError",
        "true for a version": "ValueError",
        "version 0": "ValueError",
        "a large version": "ValueError",
        "a number for the data": "ValueError",
        "bytes for the licence": "ValueError",
        "no data": "ValueError",
        "no folder": "FileNotFoundError, 1 row, False",
        "no place for the file": "IsADirectoryError, 1 row, False",
        "again": "nothing",
        "a full disk": "OSError, 2 rows, False",
        "files": ["digits-1.safetensors", "digits-2.safetensors"],
        "empty": "ValueError",
        "half": "ValueError",
        "longer": "ValueError",
        "turned": "ValueError",
        "gone": "FileNotFoundError",
    }
