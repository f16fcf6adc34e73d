"""What a published page has beyond a previewed one: a strict policy, names for the theme's nameless parts, less weight.

Runs for `mkdocs build` only; `mkdocs serve` adds a script of its own, which the policy would stop.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.hooks.publish")

SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>(.*?)</script>", re.DOTALL)
# Accessible names that Material 9.8 leaves out. A mend that finds nothing is a warning: the theme has changed.
MENDS = {
    'data-md-component="search" role="dialog"': 'data-md-component="search" role="dialog" aria-label="Search"',
    'data-md-component="progress" role="progressbar"': 'data-md-component="progress" aria-hidden="true"',
    '<nav class="md-path" aria-label="Navigation"': '<nav class="md-path" aria-label="Breadcrumbs"',
}
# A copy button is no landmark; the theme's script wraps each in one without a name.
CODE_NAV = ('("nav",{class:"md-code__nav"})', '("div",{class:"md-code__nav"})')
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'"
)
HEADERS = """\
/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  Cross-Origin-Opener-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
"""
STATE = {"command": "build"}


def on_startup(command: str, dirty: bool) -> None:
    STATE["command"] = command


def hashes(pages: dict[Path, str]) -> str:
    """CSP sources of all inline scripts; one policy for all pages, else instant navigation would meet another's."""
    scripts = {match[1] for text in pages.values() for match in SCRIPT.finditer(text)}
    found = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    return " ".join(f"'sha256-{value}'" for value in sorted(found))


def mended(text: str, config: MkDocsConfig) -> str:
    """The page with the names that the theme leaves out."""
    for needle, mend in MENDS.items():
        text = text.replace(needle, mend)
    sections = [next(iter(item)) for item in config.nav or [] if isinstance(item, dict)]

    def named(match: re.Match[str]) -> str:
        return f'aria-label="{sections[int(match[1]) - 1]}"'

    return re.sub(r'aria-labelledby="__nav_(\d+)_label"', named, text)


def lighten(site: Path) -> None:
    """Take out what an English site never loads: source maps, and the search's parts for other languages."""
    scripts = site / "assets" / "javascripts"
    for path in sorted((scripts / "lunr").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if (scripts / "lunr").exists():
        (scripts / "lunr").rmdir()
    for path in site.rglob("*.map"):
        path.unlink()
    for path in [*scripts.rglob("*.js"), *(site / "assets" / "stylesheets").glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\n?(//|/\*)# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
        path.write_text(text.replace(*CODE_NAV), encoding="utf-8")


def on_post_build(config: MkDocsConfig) -> None:
    if STATE["command"] != "build":
        return
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    for needle in MENDS:
        if not any(needle in text for text in pages.values()):
            log.warning("overrides/hooks/publish.py: the theme no longer has '%s'; remove its mend", needle)
    bundles = [path.read_text(encoding="utf-8") for path in (site / "assets" / "javascripts").glob("bundle*.js")]
    if not any(CODE_NAV[0] in text for text in bundles):
        log.warning("overrides/hooks/publish.py: the theme no longer has '%s'; remove its mend", CODE_NAV[0])
    policy = POLICY.format(hashes=hashes(pages))
    for path, text in pages.items():
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        path.write_text(mended(text.replace("<head>", f"<head>{meta}", 1), config), encoding="utf-8")
    (site / "_headers").write_text(HEADERS.format(policy=policy), encoding="utf-8")
    lighten(site)
