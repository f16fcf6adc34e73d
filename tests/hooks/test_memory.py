"""What an earlier build has coloured or compiled is taken from its files; a spoilt file is as good as none."""

from __future__ import annotations

import json
from pathlib import Path

import later
import memory
import pytest
from jinja2 import Environment, FileSystemBytecodeCache
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight

from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(later, "start", lambda *_: None)
    monkeypatch.setattr(later, "TASKS", [])
    monkeypatch.setattr(later, "KNOWN", {})
    monkeypatch.setattr(later, "ASKED", {})


def coloured(code: str) -> str:
    return later.filled(Highlight(Markdown()).highlight(code, "python"))


def test_code_of_an_earlier_build_is_taken_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    memory.on_config(config)
    coloured("a = 1")
    memory.on_post_build(config)
    stored = json.loads((tmp_path / ".cache/later.json").read_text(encoding="utf-8"))
    key = next(iter(stored))
    (tmp_path / ".cache/later.json").write_text(json.dumps({key: "from the file"}), encoding="utf-8")
    monkeypatch.setattr(later, "KNOWN", {})
    monkeypatch.setattr(later, "ASKED", {})
    memory.on_config(config)
    assert coloured("a = 1") == "from the file"
    assert coloured("a = 2") != "from the file"


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_spoilt_file_is_as_good_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/later.json").write_text(text, encoding="utf-8")
    memory.on_config(MkDocsConfig(str(tmp_path / "mkdocs.yml")))
    assert later.KNOWN == {}


def test_project_that_cannot_be_written_is_built_without_memory(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    environment = Environment(autoescape=True)
    memory.on_config(config)
    memory.on_env(environment, config)
    memory.on_post_build(config)
    assert environment.bytecode_cache is None


def test_templates_are_compiled_ahead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    theme = load_config(str(ROOT / "mkdocs.yml")).theme
    memory.compile_templates(theme, tmp_path)
    env = theme.get_env()
    env.bytecode_cache = FileSystemBytecodeCache(str(tmp_path))
    monkeypatch.setattr(env, "compile", lambda *_, **__: pytest.fail("compiled once more"))
    for name in ("main.html", "base.html", "404.html", "partials/nav.html", "partials/javascripts/base.html"):
        assert env.get_template(name)


def test_code_that_no_page_shows_any_more_is_forgotten(tmp_path: Path) -> None:
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    for code in ("a = 1", "a = 2"):
        memory.on_config(config)
        coloured(code)
        memory.on_post_build(config)
    stored = json.loads((tmp_path / ".cache/later.json").read_text(encoding="utf-8"))
    assert len(stored) == 1
    assert "<!--" not in str(stored)
