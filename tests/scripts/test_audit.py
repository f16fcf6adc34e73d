"""What scripts/audit reads out of pip-audit's answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scripts.conftest import load

audit = load("audit")


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages})


def test_vulnerabilities_have_package_version_and_remedy() -> None:
    fault = {"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"], "aliases": [], "description": "…"}
    good = {"name": "good", "version": "1.0", "vulns": []}
    bad = {"name": "bad", "version": "1.0", "vulns": [fault, fault | {"id": "PYSEC-2", "fix_versions": []}]}
    found, asked, answered = audit.read(answer(good, bad))
    assert found == ["bad 1.0: PYSEC-1; take 1.1 or 2.0", "bad 1.0: PYSEC-2; no release mends it yet"]
    assert (asked, answered) == (2, 2)


def test_packages_without_an_answer_are_counted() -> None:
    assert audit.read(answer({"name": "a", "skip_reason": "not found on PyPI"})) == ([], 1, 0)


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        audit.read("")
