"""The static gate: each check reads the project and its built site and returns its faults, one line each."""

from collections.abc import Callable
from pathlib import Path

from tests.checks import (
    alike,
    assets,
    citations,
    config,
    coverage,
    facts,
    field,
    figures,
    hours,
    html,
    labs,
    markup,
    named,
    prose,
    reading,
    repository,
    settings,
    styles,
    supply,
    texts,
    tools,
    typography,
    unlinked,
)

Check = Callable[[Path, Path], list[str]]

CHECKS: dict[str, Check] = {
    "actions": repository.actions,
    "alike": alike.alike,
    "anchors": html.links,
    "asserted": settings.asserted,
    "assets": assets.sizes,
    "blocks": repository.blocks,
    "citations": citations.citations,
    "code": supply.code,
    "config": config.keys,
    "contrast": styles.contrast,
    "documents": html.documents,
    "facts": facts.facts,
    "faq": coverage.faq,
    "features": config.features,
    "field": field.field,
    "figures": figures.figures,
    "floor": supply.floor,
    "foreign": html.foreign,
    "glossary": coverage.glossary,
    "holds": settings.holds,
    "hours": hours.hours,
    "icons": assets.icons,
    "imports": supply.imports,
    "labs": labs.notebooks,
    "lesson": coverage.lesson,
    "locks": supply.locks,
    "looks": styles.looks,
    "markup": markup.markup,
    "moved": repository.moved,
    "named": named.named,
    "names": styles.names,
    "nav": config.nav,
    "npm": supply.npm,
    "pins": supply.pins,
    "prose": prose.prose,
    "reading": reading.reading,
    "repository": repository.documents,
    "run": labs.run_page,
    "search": html.search,
    "settings": settings.settings,
    "silenced": settings.silenced,
    "slips": texts.slipped,
    "steps": repository.steps,
    "template": coverage.templates,
    "thousands": typography.thousands,
    "traces": html.traces,
    "unlinked": unlinked.unlinked,
    "vendored": assets.vendored,
    "words": prose.words,
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
