"""Code is coloured once for each code, language and setting, and comes out the same whichever process does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import colour
import later
import pytest
from markdown import Markdown
from pymdownx.highlight import Highlight

THEIRS = getattr(Highlight.highlight, "__wrapped__", Highlight.highlight)


@pytest.fixture
def highlight(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """The highlighter of a build, which shows code at once."""
    for name in ("KNOWN", "ASKED"):
        monkeypatch.setattr(later, name, {})
    for name in ("TASKS", "PROCESSES"):
        monkeypatch.setattr(later, name, [])
    found = colour.remembered(THEIRS)
    monkeypatch.setattr(Highlight, "highlight", found)
    yield lambda *arguments, **options: later.filled(found(*arguments, **options))
    later.stop()


def test_code_is_coloured_once(highlight: Callable[..., str]) -> None:
    first, second = Highlight(Markdown()), Highlight(Markdown())
    shown = highlight(first, "a = 1", "python", code_block_count=1)
    assert re.sub(r"<.*?>", "", shown) == re.sub(r"<.*?>", "", THEIRS(first, "a = 1", "python"))
    assert highlight(second, "a = 1", "python", code_block_count=5) == shown
    assert len(later.ASKED) == len(later.TASKS) == 1


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


def test_second_process_colours_the_same(highlight: Callable[..., str]) -> None:
    highlighter = Highlight(Markdown(), pygments_lang_class=True)
    here = highlight(highlighter, "a = 1", "python")
    later.start(int)
    if not later.PROCESSES:
        pytest.skip("this system starts no process that takes over loaded libraries")
    later.ASKED.clear()
    Highlight.highlight(highlighter, "a = 1", "python")
    future = later.TASKS[-1].future
    assert future
    assert future.result() == here
