"""What MkDocs gets while it makes the pages, and what it is told of faults."""

import logging
from pathlib import Path

import pages
import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
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
    page.markdown, page.meta = get_data(source)
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
    rendered(config, "c.md", "+++\ntitle = 'T'\n+++\n\nwords\n")
    rendered(config, "d.md", "[a][1]\n\n[1]: https://a.example/\n\n[1]: https://b.example/\n")
    assert [record.getMessage() for record in caplog.records] == [
        "docs/a.md:4: a list right after a line of words; leave an empty line before it",
        "docs/b.md:1: its front matter is not YAML; put texts with a colon into quotes",
        "docs/c.md:1: its front matter is not YAML; put texts with a colon into quotes",
        "docs/d.md:5: '[1]' has another meaning further up; rename one",
    ]


def test_page_that_is_not_utf8_is_one_warning(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    (Path(config.docs_dir) / "a.md").write_bytes(b"caf\xe9")
    assert "<h1" in rendered(config, "a.md")
    assert [record.getMessage() for record in caplog.records] == ["docs/a.md: is not UTF-8 (byte 3); save it as UTF-8"]


def test_list_begins_with_its_number_and_each_mark_can_be_escaped(config: MkDocsConfig) -> None:
    content = rendered(config, "a.md", '1. one\n\n<!-- -->\n\n2. two\n\n\\~a \\<b\\> \\^c \\| \\"\n')
    assert '<ol start="2">' in content
    assert "<p>~a &lt;b&gt; ^c | &quot;</p>" in content or '<p>~a &lt;b&gt; ^c | "</p>' in content


def test_fault_of_what_a_cell_displays_names_the_cell(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    shown = code("x", samples.shows(**{"text/latex": "The value is $x$ and $y$"}))
    samples.store(Path(config.docs_dir), "lab.ipynb", shown, results())
    rendered(config, "lab.ipynb")
    assert any(line.startswith("docs/lab.ipynb: cell 2: the formula") for line in caplog.messages)


def test_pages_that_would_be_lost_without_a_word(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    uris = ["a.md", "a/index.md", "b.md", "b/index.html", "c.md", "c.ipynb"]
    files = Files([File(uri, config.docs_dir, config.site_dir, use_directory_urls=True) for uri in uris])
    for file in files:
        if file.src_uri == "c.ipynb":  # as mkdocs-jupyter makes it a page
            file.dest_uri = "c/index.html"
    config.nav = ["a.md", {"B": "b.md"}, {"Again": [{"B": "b.md"}]}]
    pages.on_nav(get_navigation(files, config), config, files)
    assert [line for line in caplog.messages if "; " in line] == [
        "docs/a/index.md: has the address of docs/a.md; rename one",
        "docs/b/index.html: has the address of docs/b.md; rename one",
        "docs/c.ipynb: has the address of docs/c.md; rename one",
        "mkdocs.yml: nav has b.md 2 times, but a page stands in one place; leave it once",
    ]
