"""Code with its parts in their colours, as the theme shows it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import Name, Operator, Punctuation, Text, Whitespace

from course.notebook.tables import UNSEARCHED

PLAIN = {Name, Operator, Punctuation, Whitespace}


class PlainTokens(Filter):
    """Takes the marks off what has the colour of plain code; they would be half of a lab's page."""

    def filter(self, lexer: Any, stream: Any) -> Iterator[Any]:  # noqa: ARG002, as Pygments calls it
        for token, text in stream:
            yield (Text if token in PLAIN else token), text


@lru_cache(maxsize=4096)
def marked(source: str, language: str) -> str:
    """Code as HTML, its parts marked for their colours. A preview asks again and again for what did not change."""
    lexer = get_lexer_by_name(language)
    lexer.add_filter(PlainTokens())
    return highlight(source, lexer, HtmlFormatter(nowrap=True))


def code_block(md: Markdown, source: str, language: str, classes: str = "") -> Element:
    """Code or text as the theme shows code; `classes` end in a space."""
    block = Element("div", {"class": f"language-{language} {classes}highlight", **UNSEARCHED})
    SubElement(SubElement(block, "pre"), "code").text = md.htmlStash.store(marked(source, language))
    return block
