"""Names of parts that the theme leaves out, and attributes that it writes against the standard; see labels.yml."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from course.publishing.site import Site


@dataclass(frozen=True)
class Label:
    """Attributes for the elements that a selector finds, whatever the language of the page."""

    select: str
    """CSS selector."""
    why: str
    """What a reader or the standard misses."""
    set: dict[str, str] = field(default_factory=dict)
    """Attributes and their values. `@name` is the value of another attribute, `> selector` the words of a part."""
    drop: tuple[str, ...] = ()
    """Attributes to take away, after others were set."""
    unless: str = ""
    """CSS selector of something that the page must not have."""


LABELS = [Label(**entry) for entry in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))]


def value_for(node: LexborNode, value: str) -> str | None:
    """What a value of a label means for an element; None where that has no such attribute or part."""
    if value.startswith("@"):
        return node.attributes.get(value[1:])
    if value.startswith(">"):
        part = node.css_first(value[1:])
        return " ".join(part.text(deep=True).split()) if part else None
    return value


def add(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Set and drop the attributes of all labels on a page."""
    for label in LABELS:
        if label.unless and tree.css_matches(label.unless):
            continue
        for node in tree.css(label.select):
            for name, value in label.set.items():
                if found := value_for(node, value):
                    node.attrs[name] = found
            for name in label.drop:
                if name in node.attributes:
                    del node.attrs[name]
