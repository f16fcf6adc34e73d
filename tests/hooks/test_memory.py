"""Code is coloured once for each code, language and setting, and comes out the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import memory
import pytest
from jinja2 import Environment
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight


@pytest.fixture
def colour(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setattr(memory, "CODE", {})
    monkeypatch.setattr(memory, "USED", {})
    plain = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)
    found: Callable[..., str] = memory.remembered(plain)
    return found


def test_code_is_coloured_once(colour: Callable[..., str]) -> None:
    first, second = Highlight(Markdown()), Highlight(Markdown())
    plain = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)
    shown = colour(first, "a = 1", "python", code_block_count=1)
    assert shown == plain(first, "a = 1", "python", code_block_count=1)
    assert colour(second, "a = 1", "python", code_block_count=5) == shown
    assert len(memory.USED) == 1


@pytest.mark.parametrize("other", [("a = 2", "python"), ("a = 1", "text")])
def test_other_code_is_coloured_anew(colour: Callable[..., str], other: tuple[str, str]) -> None:
    settings = Highlight(Markdown())
    assert colour(settings, "a = 1", "python") != colour(settings, *other)


def test_other_setting_is_coloured_anew(colour: Callable[..., str]) -> None:
    one = colour(Highlight(Markdown()), "a = 1", "python")
    assert one != colour(Highlight(Markdown(), linenums=True), "a = 1", "python")


def test_code_of_an_earlier_build_is_taken_from_its_file(
    colour: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    memory.on_config(config)
    colour(Highlight(Markdown()), "a = 1", "python")
    memory.on_post_build(config)
    stored = json.loads((tmp_path / ".cache/code.json").read_text(encoding="utf-8"))
    key = next(iter(stored))
    (tmp_path / ".cache/code.json").write_text(json.dumps({key: "from the file"}), encoding="utf-8")
    monkeypatch.setattr(memory, "CODE", {})
    monkeypatch.setattr(memory, "USED", {})
    memory.on_config(config)
    assert colour(Highlight(Markdown()), "a = 1", "python") == "from the file"
    assert colour(Highlight(Markdown()), "a = 2", "python") != "from the file"


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_spoilt_file_is_as_good_as_none(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "CODE", {})
    monkeypatch.setattr(memory, "USED", {})
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/code.json").write_text(text, encoding="utf-8")
    memory.on_config(MkDocsConfig(str(tmp_path / "mkdocs.yml")))
    assert memory.CODE == {}


def test_project_that_cannot_be_written_is_built_without_memory(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    environment = Environment(autoescape=True)
    memory.on_config(config)
    memory.on_env(environment, config)
    memory.on_post_build(config)
    assert environment.bytecode_cache is None
