"""The gate on the project as it is: each check finds nothing."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from tests import checks
from tests.checks import CHECKS, TOOLS
from tests.conftest import ROOT


@pytest.mark.parametrize("name", [*CHECKS, *TOOLS])
def test_check_finds_nothing(name: str, project: Path, site: Path) -> None:
    faults = (CHECKS | TOOLS)[name](project, site)
    assert not faults, "\n" + "\n".join(faults)


def test_every_check_is_run() -> None:
    """A function that reads project and site and is in no list finds nothing for ever."""
    modules = [import_module(f"tests.checks.{found.name}") for found in iter_modules(checks.__path__)]
    found = [thing for module in modules for thing in vars(module).values() if inspect.isfunction(thing)]
    asked = [check for check in found if list(inspect.signature(check).parameters) == ["project", "site"]]
    assert {check.__name__ for check in asked} == {check.__name__ for check in (CHECKS | TOOLS).values()}


def test_no_test_is_switched_off() -> None:
    """What a machine lacks is a reason to skip; a test that is red is none."""
    off = re.compile(r"pytest\.mark\.(?:skip\b|xfail)|(?<=pytest\.)xfail\(")
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(path) for path, text in texts.items() if path.name != "test_gate.py" and off.search(text)] == []
