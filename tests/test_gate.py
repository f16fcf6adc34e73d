"""The gate on the project as it is: each check finds nothing."""

from pathlib import Path

import pytest

from tests.checks import CHECKS, TOOLS


@pytest.mark.parametrize("name", [*CHECKS, *TOOLS])
def test_check_finds_nothing(name: str, project: Path, site: Path) -> None:
    faults = (CHECKS | TOOLS)[name](project, site)
    assert not faults, "\n" + "\n".join(faults)
