"""The static gate: each check reads the project and its built site and returns its faults, one line each."""

from collections.abc import Callable
from pathlib import Path

from tests.checks import assets, citations, config, coverage, field, figures, html, labs, reading, tools, unlinked

Check = Callable[[Path, Path], list[str]]

CHECKS: dict[str, Check] = {
    "anchors": html.links,
    "assets": assets.sizes,
    "citations": citations.citations,
    "config": config.keys,
    "documents": html.documents,
    "faq": coverage.faq,
    "features": config.features,
    "field": field.field,
    "figures": figures.figures,
    "foreign": html.foreign,
    "glossary": coverage.glossary,
    "labs": labs.notebooks,
    "lesson": coverage.lesson,
    "locks": config.locks,
    "nav": config.nav,
    "reading": reading.reading,
    "run": labs.run_page,
    "search": html.search,
    "template": coverage.templates,
    "traces": html.traces,
    "unlinked": unlinked.unlinked,
    "vendored": assets.vendored,
}
TOOLS: dict[str, Check] = {
    "css": tools.css,
    "html": tools.html,
    "javascript": tools.javascript,
    "markdown": tools.markdown,
    "python": tools.python,
    "spelling": tools.spelling,
    "types": tools.types,
    "workflows": tools.workflows,
    "yaml": tools.yaml,
}


def run(project: Path, site: Path, names: list[str] | None = None) -> list[str]:
    """Faults of the named checks, or of all but the tools."""
    known = CHECKS | TOOLS
    return [fault for name in names or list(CHECKS) for fault in known[name](project, site)]
