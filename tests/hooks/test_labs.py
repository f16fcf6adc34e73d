"""What the hook for labs does before the pages."""

from __future__ import annotations

import labs
import later
import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from tests.conftest import ROOT


def test_drawings_of_labs_are_begun_before_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "TASKS", [])
    monkeypatch.setattr(later, "ASKED", {})
    monkeypatch.setattr(labs, "BOOKS", labs.Books())
    config = load_config(str(ROOT / "mkdocs.yml"))
    labs.on_config(config)
    files = config.plugins["mkdocs-jupyter"].on_files(get_files(config), config=config)
    assert files is not None
    labs.on_nav(get_navigation(files, config), config, files)
    begun = set(later.ASKED)
    assert len(begun) >= len(list(ROOT.glob("docs/labs/*.ipynb")))
    for file in files:
        if file.src_uri.endswith(".ipynb"):
            page = Page(None, file, config)
            page.markdown = labs.on_page_markdown(str(labs.on_page_read_source(page, config)), page, config, files)
            page.render(config, files)
            assert 'class="lab-figure"' in str(page.content), file.src_uri
    assert set(later.ASKED) == begun
