"""A shorter walk through the built site in Firefox: pages, policy, search, navigation, colours, and from disk."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.checks.tools import NODE, TOOLS
from tests.conftest import ALL
from tests.site.test_walk import PAGES

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")


@pytest.mark.xdist_group("access")
def test_firefox_finds_nothing_wrong(server: str, offline_site: Path) -> None:
    if not ALL:
        pytest.skip("a second browser; run scripts/test --all")
    if FIREFOX is None:
        pytest.skip("no Firefox on this machine; install the package firefox-esr")
    pages = [f"{name}/" if name and not name.endswith("/") else name for name in PAGES]
    command = [str(NODE), str(TOOLS / "firefox.mjs"), FIREFOX, server, str(offline_site), *pages]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=500)
    assert done.returncode == 0, done.stderr
    faults = json.loads(done.stdout)
    assert faults == []
