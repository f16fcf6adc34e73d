"""What MkDocs gets while it makes the pages, and what it is told of faults."""

from __future__ import annotations

import logging
from pathlib import Path

import pages
import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from tests.hooks import samples
from tests.hooks.samples import code, drawing, results, words


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    (tmp_path / "requirements-labs.txt").write_text("")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A course\nmarkdown_extensions: [attr_list, pymdownx.arithmatex: {generic: true}]\n"
    )
    made = load_config(str(tmp_path / "mkdocs.yml"))
    pages.on_config(made)
    return made


def rendered(config: MkDocsConfig, uri: str, text: str = "") -> str:
    """The content of a page, by the events in the order in which MkDocs calls them."""
    if text:
        (Path(config.docs_dir) / uri).write_text(text, encoding="utf-8")
    file = File(uri, config.docs_dir, config.site_dir, use_directory_urls=True)
    page, files = Page(None, file, config), Files([file])
    vars(page)["render"] = None  # as mkdocs-jupyter leaves it on notebooks
    if uri.endswith(".md"):
        vars(page).pop("render")
    pages.on_pre_page(page, config, files)
    source = pages.on_page_read_source(page, config)
    page.markdown, page.meta = get_data(text if source is None else source)
    pages.on_page_markdown(page.markdown, page, config, files)
    page.render(config, files)
    pages.on_page_content(str(page.content), page, config, files)
    return str(page.content)


def test_notebook_is_a_page_of_mkdocs(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    samples.store(Path(config.docs_dir), "lab.ipynb", words("# Title"), drawing(), code("x", count=None), results())
    content = rendered(config, "lab.ipynb")
    assert 'class="lab-figure"' in content and 'class="facts"' in content
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said[0] == "docs/lab.ipynb: cell 4: is not executed; run scripts/labs lab"
    assert all(line.startswith("docs/lab.ipynb: its ") for line in said[1:]) and len(said) == 4


def test_unreadable_notebook_is_one_warning(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    content = rendered(config, "lab.ipynb", "{")
    assert "<h1" in content
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(said) == 1 and said[0].startswith("docs/lab.ipynb: not a readable notebook")


def test_faults_of_a_page_are_warnings_and_not_those_of_the_next(
    config: MkDocsConfig, caplog: pytest.LogCaptureFixture
) -> None:
    samples.store(Path(config.docs_dir), "lab.ipynb", results())
    rendered(config, "a.md", "[99 %](lab.ipynb#acc)\n\n\\(\\frac{1\\)\n")
    said = [record.getMessage() for record in caplog.records if "a.md:" in record.getMessage()]
    assert [line.partition(" is")[0].partition(" '\\")[0] for line in said] == [
        "docs/a.md:1: '99 %'",
        "docs/a.md:3: the formula",
    ]
    caplog.clear()
    rendered(config, "b.md", "Words.\n")
    assert not caplog.records


def test_what_would_be_lost_on_a_page_is_a_warning_with_its_line(
    config: MkDocsConfig, caplog: pytest.LogCaptureFixture
) -> None:
    rendered(config, "a.md", "Words\n\nSteps:\n- one\n")
    rendered(config, "b.md", "---\ntitle: Lab: one\n---\n\nwords\n")
    assert [record.getMessage() for record in caplog.records] == [
        "docs/a.md:4: a list right after a line of words; leave an empty line before it",
        "docs/b.md:1: its front matter is not YAML; put texts with a colon into quotes",
    ]


def test_page_that_is_not_utf8_is_one_warning(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    (Path(config.docs_dir) / "a.md").write_bytes(b"caf\xe9")
    assert "<h1" in rendered(config, "a.md")
    assert [record.getMessage() for record in caplog.records] == ["docs/a.md: is not UTF-8 (byte 3); save it as UTF-8"]
