"""What an earlier build has coloured is taken from its file; a file that cannot be read is as good as none."""

from __future__ import annotations

import json
from pathlib import Path

import colour
import memory
import pytest
from jinja2 import Environment
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.highlight import Highlight


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # a project without notebooks, which need no second process
    monkeypatch.setattr(colour, "CODE", {})
    monkeypatch.setattr(colour, "USED", {})


def coloured(code: str) -> str:
    shown: str = Highlight(Markdown()).highlight(code, "python")
    return shown


def test_code_of_an_earlier_build_is_taken_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    memory.on_config(config)
    coloured("a = 1")
    memory.on_post_build(config)
    stored = json.loads((tmp_path / ".cache/code.json").read_text(encoding="utf-8"))
    key = next(iter(stored))
    (tmp_path / ".cache/code.json").write_text(json.dumps({key: "from the file"}), encoding="utf-8")
    monkeypatch.setattr(colour, "CODE", {})
    monkeypatch.setattr(colour, "USED", {})
    memory.on_config(config)
    assert coloured("a = 1") == "from the file"
    assert coloured("a = 2") != "from the file"


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_spoilt_file_is_as_good_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/code.json").write_text(text, encoding="utf-8")
    memory.on_config(MkDocsConfig(str(tmp_path / "mkdocs.yml")))
    assert colour.CODE == {}


def test_project_that_cannot_be_written_is_built_without_memory(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    environment = Environment(autoescape=True)
    memory.on_config(config)
    memory.on_env(environment, config)
    memory.on_post_build(config)
    assert environment.bytecode_cache is None
