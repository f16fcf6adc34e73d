"""What a published page has beyond a previewed one: a strict policy, names for the theme's nameless parts.

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
CODE = re.compile(r"(<pre[^>]*>(?:<span></span>)?)<code(?=[ >])")
# Accessible names that Material 9.8 leaves out, and one that needs no tooltip at each heading. A mend that finds
# nothing is a warning: the theme has changed.
MENDS = {
    'data-md-component="search" role="dialog"': 'data-md-component="search" role="dialog" aria-label="Search"',
    'data-md-component="progress" role="progressbar"': 'data-md-component="progress" aria-hidden="true"',
    '<nav class="md-path" aria-label="Navigation"': '<nav class="md-path" aria-label="Breadcrumbs"',
    'title="Link to this section"': 'aria-label="Link to this section"',
}
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": "{policy}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
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
    # Where code does not scroll, the theme takes it out of the order of the keyboard again.
    text = CODE.sub(r'\1<code tabindex="0" role="group" aria-label="Code"', text)
    sections = [next(iter(item)) for item in config.nav or [] if isinstance(item, dict)]

    def named(match: re.Match[str]) -> str:
        return f'aria-label="{sections[int(match[1]) - 1]}"'

    return re.sub(r'aria-labelledby="__nav_(\d+)_label"', named, text)


def on_post_build(config: MkDocsConfig) -> None:
    if STATE["command"] != "build":
        return
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    for needle in MENDS:
        if not any(needle in text for text in pages.values()):
            log.warning("overrides/hooks/publish.py: the theme no longer has '%s'; remove its mend", needle)
    policy = POLICY.format(hashes=hashes(pages))
    for path, text in pages.items():
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        path.write_text(mended(text.replace("<head>", f"<head>{meta}", 1), config), encoding="utf-8")
    headers = {name: value.format(policy=policy) for name, value in HEADERS.items()}
    # For hosts that read a file of this name, and for deploy/nginx.conf to include.
    (site / "_headers").write_text("/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items()))
    lines = [f'set $policy "{headers.pop("Content-Security-Policy")}";\n']
    lines += [f'add_header {name} "{value}" always;\n' for name, value in headers.items()]
    (site / "_nginx.conf").write_text("".join(lines))
