"""Which module may know which: events → steps → model, no circle, and the core does not know MkDocs."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "lint-imports", "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "overrides" / "hooks")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
