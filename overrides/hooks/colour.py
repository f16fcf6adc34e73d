"""Code coloured once for each content, by the second process where there is one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import later
from pymdownx.highlight import Highlight

LIBRARIES = [f"{name} {version(name)}" for name in ("pygments", "pymdown-extensions")]
# Names, punctuation, operators and spaces of code have the colour of plain code; their marks are half of a lab's page.
PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')


def coloured(settings: dict[str, Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> str:
    """Code as HTML, by a highlighter of these settings."""
    highlighter = object.__new__(Highlight)
    vars(highlighter).update(settings)
    return PLAIN.sub(r"\1", Highlight.highlight.__wrapped__(highlighter, *arguments, **options))


def remembered(colour: Callable[..., str]) -> Callable[..., str]:
    """The same function of the highlighter, run once for each code, language, setting and version of its libraries."""

    @functools.wraps(colour)
    def wrapper(self: Highlight, *arguments: Any, **options: Any) -> str:
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        # The number of a block on its page only names lines, which no page does.
        options["code_block_count"] = 0
        return later.once(coloured, settings, arguments, options)

    return wrapper
