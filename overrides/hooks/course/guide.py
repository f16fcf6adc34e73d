"""Where a page stands in the course, what belongs to it, and what comes after it, for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LESSON, LABS, FAQ = "lesson/", "labs/", "faq/"


@dataclass(frozen=True)
class Guide:
    """What the templates say around one page. Pages are named by their source below docs."""

    kind: str
    """`Feature 2 of 6`, `Lab`, or nothing."""
    steps: Sequence[str] = ()
    """The pages of its row, in order: of a lesson or of its lab, all pages of the lesson."""
    step: str = ""
    """The one of them that is current."""
    labs: Sequence[str] = ()
    """Of a lesson or of answers, the labs behind it."""
    text: str = ""
    """Of a lab, the lesson or the answers that it belongs to."""
    next: str = ""
    """Where most readers go from here."""


def labs_of(uri: str, fronts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The labs behind a page: those that it names, else the one of its name."""
    stem = uri.rsplit("/", 1)[-1].removesuffix(".md")
    listed = [f"{LABS}{name}.ipynb" for name in fronts[uri].get("labs") or [stem]]
    return [name for name in listed if name in fronts]


def guides(fronts: Mapping[str, Mapping[str, Any]]) -> dict[str, Guide]:
    """The guide of each page that has one, by the front matter of all pages in the order of the navigation."""
    lesson = [uri for uri in fronts if uri.startswith(LESSON)]
    features = [uri for uri in lesson if fronts[uri].get("feature")]
    texts = [uri for uri in fronts if uri.startswith((LESSON, FAQ)) and uri.endswith(".md")]
    owners = {lab: uri for uri in reversed(texts) for lab in labs_of(uri, fronts)}
    order, found = list(fronts), {}
    for at, uri in enumerate(order):
        after = order[at + 1] if at + 1 < len(order) else ""
        if uri in lesson:
            kind = f"Feature {features.index(uri) + 1} of {len(features)}" if uri in features else "Lesson"
            found[uri] = Guide(kind, lesson, uri, labs_of(uri, fronts), next=after)
        elif uri in owners:
            text = owners[uri]
            if text in lesson:
                found[uri] = Guide("Lab", lesson, text, text=text, next=order[order.index(text) + 1])
            else:
                found[uri] = Guide("Lab", text=text, next=after if after in owners else "")
        elif uri.startswith(FAQ) and not uri.endswith("/index.md"):
            later = after if after.startswith(FAQ) else ""
            found[uri] = Guide("Questions on data", labs=labs_of(uri, fronts), next=later)
    return found
