"""Code is coloured once for each code, language and setting, and comes out the same."""

from __future__ import annotations

from collections.abc import Callable

import memory
import pytest
from markdown import Markdown
from pymdownx.highlight import Highlight


@pytest.fixture
def colour(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setattr(memory, "CODE", {})
    plain = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)
    found: Callable[..., str] = memory.remembered(plain)
    return found


def test_code_is_coloured_once(colour: Callable[..., str]) -> None:
    first, second = Highlight(Markdown()), Highlight(Markdown())
    plain = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)
    shown = colour(first, "a = 1", "python", code_block_count=1)
    assert shown == plain(first, "a = 1", "python", code_block_count=1)
    assert colour(second, "a = 1", "python", code_block_count=5) == shown
    assert len(memory.CODE) == 1


@pytest.mark.parametrize("other", [("a = 2", "python"), ("a = 1", "text")])
def test_other_code_is_coloured_anew(colour: Callable[..., str], other: tuple[str, str]) -> None:
    settings = Highlight(Markdown())
    assert colour(settings, "a = 1", "python") != colour(settings, *other)


def test_other_setting_is_coloured_anew(colour: Callable[..., str]) -> None:
    one = colour(Highlight(Markdown()), "a = 1", "python")
    assert one != colour(Highlight(Markdown(), linenums=True), "a = 1", "python")
