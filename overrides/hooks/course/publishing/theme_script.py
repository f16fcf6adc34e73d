"""Changes of the theme's script, as listed in theme_script.yml: each fits exactly once, or publishing stops."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser

from course.publishing.site import Site, StepError, read

# Of the files that a build has, the one that the theme's pages start by.
SCRIPT = "assets/javascripts/bundle.*.js"
SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=.*")


@dataclass(frozen=True)
class Change:
    """One change of a script that is minified."""

    find: str
    """Text of the theme's script, which it holds exactly once."""
    replace: str
    """What comes in its place."""
    why: str
    """What a reader would miss without the change."""
    measured: str
    """What it was measured to bring, or which test fails without it."""


CHANGES = [Change(**entry) for entry in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))]


def apply(text: str, wanted: list[Change]) -> str:
    """The script with the changes. Raises StepError that names each which does not fit exactly once."""
    faults = []
    for change in wanted:
        if (times := text.count(change.find)) == 1:
            text = text.replace(change.find, change.replace)
        else:
            faults.append(f"'{change.find}' ({change.why}) is there {times} times, not once")
    if faults:
        raise StepError(f"the theme's script is another: {'; '.join(faults)}; mend or drop it in theme_script.yml")
    return text


def change(site: Site) -> None:
    """Change the theme's script; no script names a source map, as none is published."""
    for path in sorted(site.root.rglob("*.js")):
        text = read(path)
        wanted = CHANGES if path.match(SCRIPT) else []
        path.write_text(apply(SOURCE_MAP.sub("", text), wanted), encoding="utf-8")


def start_late(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Name the theme's script to early.js, which starts it when the page can be read, in place of starting it here."""
    for script in tree.css("script[src]"):
        source = script.attributes["src"] or ""
        if Path(source).match(SCRIPT):
            late = tree.create_node("script")
            late.attrs["id"], late.attrs["type"] = "__script", "application/json"
            late.inner_html = json.dumps(source)
            script.replace_with(late)
