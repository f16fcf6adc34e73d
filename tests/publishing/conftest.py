"""A small finished build for the tests of the steps."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from course.publishing.site import Site
from selectolax.lexbor import LexborHTMLParser

from tests.checks.config import read
from tests.conftest import ROOT

Make = Callable[..., Site]


def page(body: str = "", head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'


def tree(body: str = "", head: str = "") -> LexborHTMLParser:
    return LexborHTMLParser(page(body, head))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files, by their paths below the root, and give the site that they are."""

    def write(files: dict[str, str | bytes], **more: object) -> Site:
        for name, content in files.items():
            path = tmp_path / "built" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Site(tmp_path / "built", **more)  # type: ignore[arg-type]

    return write


@pytest.fixture(scope="session")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as MkDocs and the theme make it, before any step."""
    folder = tmp_path_factory.mktemp("unpublished")
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(ROOT / "docs"),
        "hooks": [str(ROOT / hook) for hook in read(ROOT)["hooks"] if not hook.endswith("publish.py")],
        "site_dir": str(folder / "site"),
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "watch": [],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--config-file", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder / "site"
