"""Code is coloured once for each code, language and setting, and comes out the same whichever process does it."""

from __future__ import annotations

import multiprocessing
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from pathlib import Path

import colour
import labs
import notebook
import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight

ROOT = Path(__file__).parents[2]
LAB = ROOT / "docs/labs/safe-storage.ipynb"
THEIRS = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)


@pytest.fixture
def highlight(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    for name in ("CODE", "USED"):
        monkeypatch.setattr(colour, name, {})
    found = colour.remembered(THEIRS)
    monkeypatch.setattr(Highlight, "highlight", found)
    yield found
    colour.stop()


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """A project with one lab and the extensions of the course."""
    found = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    found.docs_dir = str(tmp_path / "docs")
    found.markdown_extensions = ["toc", "pymdownx.details", *colour.EXTENSIONS]
    found.mdx_configs = {"pymdownx.highlight": {"pygments_lang_class": True}}
    (tmp_path / "docs").mkdir()
    shutil.copy(LAB, tmp_path / "docs")
    return found


def converted(config: MkDocsConfig, text: str) -> str:
    return Markdown(extensions=[*config.markdown_extensions], extension_configs=config.mdx_configs).convert(text)


def test_code_is_coloured_once(highlight: Callable[..., str]) -> None:
    first, second = Highlight(Markdown()), Highlight(Markdown())
    shown = highlight(first, "a = 1", "python", code_block_count=1)
    assert re.sub(r"<.*?>", "", shown) == re.sub(r"<.*?>", "", THEIRS(first, "a = 1", "python"))
    assert highlight(second, "a = 1", "python", code_block_count=5) == shown
    assert len(colour.USED) == 1


def test_what_has_the_colour_of_plain_code_is_not_marked(highlight: Callable[..., str]) -> None:
    code = "for name in (1, 2):  # why"
    assert {"n", "o", "p", "w"} & set(re.findall(r'class="(\w+)"', THEIRS(Highlight(Markdown()), code, "python")))
    shown = highlight(Highlight(Markdown()), code, "python")
    assert set(re.findall(r'<span class="(\w+)"', shown)) == {"k", "ow", "mi", "c1"}


@pytest.mark.parametrize("other", [("a = 2", "python"), ("a = 1", "text")])
def test_other_code_is_coloured_anew(highlight: Callable[..., str], other: tuple[str, str]) -> None:
    settings = Highlight(Markdown())
    assert highlight(settings, "a = 1", "python") != highlight(settings, *other)


def test_other_setting_is_coloured_anew(highlight: Callable[..., str]) -> None:
    one = highlight(Highlight(Markdown()), "a = 1", "python")
    assert one != highlight(Highlight(Markdown(), linenums=True), "a = 1", "python")


def test_second_process_colours_what_pages_ask_for(
    highlight: Callable[..., str], config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = labs.render(notebook.read(LAB, LAB))
    colour.start(config)
    if not colour.AHEAD:
        pytest.skip("this system starts no process that takes over loaded libraries")
    wait(colour.AHEAD)
    monkeypatch.setattr(Highlight, "highlight", colour.remembered(lambda *_, **__: "coloured here"))
    ahead = converted(config, page)
    assert not colour.AHEAD
    # Outputs are text, which costs nothing; all code came from the second process.
    assert ahead.count("coloured here") == page.count(".output")
    done = set(colour.CODE.values())
    for known in (colour.CODE, colour.USED):
        known.clear()
    monkeypatch.setattr(Highlight, "highlight", colour.remembered(THEIRS))
    converted(config, page)
    assert len(done) > 5
    assert done < set(colour.USED.values())


def test_broken_notebook_is_left_to_its_page(highlight: Callable[..., str], config: MkDocsConfig) -> None:
    (Path(config.docs_dir) / "broken.ipynb").write_text("{", encoding="utf-8")
    colour.start(config)
    wait(colour.AHEAD)
    colour.take()
    assert colour.CODE
    assert not colour.AHEAD


def test_what_the_second_process_cannot_do_is_done_here(
    highlight: Callable[..., str], config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("notebook.read", broken)
    colour.start(config)
    wait(colour.AHEAD)
    assert "a = " in highlight(Highlight(Markdown()), "a = 1", "python")


def test_system_without_fork_colours_all_here(config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    colour.start(config)
    assert not colour.AHEAD
    assert not colour.PROCESSES


def test_stop_leaves_no_process(config: MkDocsConfig) -> None:
    colour.start(config)
    process = colour.PROCESSES[0]
    colour.stop()
    assert not colour.AHEAD
    with pytest.raises(RuntimeError, match="shutdown"):
        process.submit(int)
