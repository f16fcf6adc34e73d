"""What a published page has beyond a previewed one: less weight, a strict policy, names for the theme's nameless parts.

Its last part runs for `mkdocs build` only; `mkdocs serve` adds a script of its own, which the policy would stop.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import zipfile
from pathlib import Path

import weight
from markdown.extensions.toc import slugify
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.publish")

SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>(.*?)</script>", re.DOTALL)
# What nobody searches for: code, the numbers behind a figure, the results of a lab.
UNSEARCHED = re.compile(
    r'<pre\b.*?</pre>|<details class="(?:code|numbers)">.*?</details>|<div class="results">.*?</div>', re.DOTALL
)
TERM = re.compile(r"<dt>(.*?)</dt>", re.DOTALL)
# What search takes for a section of its own: a term and its address, the authors and year of a source and its address.
ENTRY = re.compile(r'<dt id="([^"]+)">(.*?)</dt>', re.DOTALL)
SOURCE = re.compile(r'<p id="([^"]+)">([^<]* \(\d{4}\))\. ')
# Empty lines and indents of templates are a quarter of what surrounds the text of a page.
KEPT = re.compile(r"(<(?:pre|script)\b.*?</(?:pre|script)>)", re.DOTALL)
CODE = re.compile(r"(<pre[^>]*>(?:<span></span>)?)<code(?=[ >])")
# What Material 9.8 leaves out or writes against the standard: names of parts, one of them without a tooltip at each
# heading, icons that say nothing to the ear, attributes without a meaning. A mend that finds nothing is a warning: the
# theme has changed.
MENDS = {
    'data-md-component="search" role="dialog"': 'data-md-component="search" role="dialog" aria-label="Search"',
    'data-md-component="progress" role="progressbar"': 'data-md-component="progress" aria-hidden="true"',
    '<nav class="md-path" aria-label="Navigation"': '<nav class="md-path" aria-label="Breadcrumbs"',
    'title="Link to this section"': 'aria-label="Link to this section"',
    '<svg xmlns="http://www.w3.org/2000/svg"': '<svg aria-hidden="true"',
    'id="__drawer" autocomplete="off"': 'id="__drawer"',
    'id="__search" autocomplete="off"': 'id="__search"',
    ' tabindex=""': "",
}
# Firefox fetches the next page ahead, and takes the default as the rule for that; hence not 'none'.
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'none'; media-src 'none'; object-src 'none'; "
    "frame-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": "{policy}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
# Where search cannot use a worker, a shim of the theme's author runs it in a frame, by a script that it writes there.
SHIM = "assets/javascripts/iframe-worker.js"
# The address of the folder in that script would give it another hash in each folder.
SHIM_CHANGE = ('filename:"${e}"', "filename:document.scripts[1].getAttribute('src').split('?')[0]")
SHIM_PART = re.compile(r"function (\w)\(.*?\}(?=function |var )", re.DOTALL)
SHIM_FRAME = re.compile(r"<script>(.*?)<\\/script>", re.DOTALL)
LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")
# Icons are part of the page: a browser takes as long for one picture that a stylesheet loads as for a hundred elements.
ICON = re.compile(r'<span class="icon icon-([\w-]+)"></span>')
ICONS = Path("overrides/.icons/units")
DOWNLOADS = re.compile(r'(<p class="downloads")[^>]*>(.*?)</p>', re.DOTALL)
STATE = {"command": "build"}


def on_startup(command: str, dirty: bool) -> None:
    STATE["command"] = command


def frame_script(shim: Path) -> str:
    """Change the shim so that what it writes into its frame is the same everywhere; return that script.

    Raises PluginError when the shim is not the one that is known here.
    """
    text = shim.read_text(encoding="utf-8")
    if SHIM_CHANGE[0] not in text:
        what = f"docs/{SHIM}: no longer has '{SHIM_CHANGE[0]}'; mend SHIM_CHANGE in overrides/hooks/publish.py"
        raise PluginError(what)
    text = text.replace(*SHIM_CHANGE)
    shim.write_text(text, encoding="utf-8")
    parts = {match[1]: match[0] for match in SHIM_PART.finditer(text)}
    frame = SHIM_FRAME.search(text)
    if not frame or len(parts) != 2:
        raise PluginError(f"docs/{SHIM}: its script for the frame is not found; mend overrides/hooks/publish.py")
    return re.sub(r"\$\{(\w)\}", lambda match: parts[match[1]], frame[1])


def hashes(scripts: set[str]) -> str:
    """CSP sources of all inline scripts; one policy for all pages, else instant navigation would meet another's."""
    found = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    return " ".join(f"'sha256-{value}'" for value in sorted(found))


def dense(text: str) -> str:
    """Without empty lines, and without spaces at the ends of lines."""
    first, *others = text.split("\n")
    if not others:
        return text
    *inner, last = others
    return "\n".join([first.rstrip(), *filter(None, map(str.strip, inner)), last.lstrip()])


def mended(text: str, config: MkDocsConfig) -> str:
    """The page without empty lines, with the names that the theme leaves out."""
    text = "".join(part if number % 2 else dense(part) for number, part in enumerate(KEPT.split(text)))
    for needle, mend in MENDS.items():
        text = text.replace(needle, mend)
    # Where code does not scroll, the theme takes it out of the order of the keyboard again.
    text = CODE.sub(r'\1<code tabindex="0" role="group" aria-label="Code"', text)
    if 'id="__toc"' not in text:  # the overview of a section has the label alone
        text = text.replace(' for="__toc"', "")
    sections = [next(iter(item)) for item in config.nav or [] if isinstance(item, dict)]

    def named(match: re.Match[str]) -> str:
        return f'aria-label="{sections[int(match[1]) - 1]}"'

    return re.sub(r'aria-labelledby="__nav_(\d+)_label"', named, text)


def packed(folder: Path) -> Path:
    """Write a zip of the folder beside it, the same bytes from the same files; return its path."""
    target = folder.with_name(folder.name + ".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return target


def offer(site: Path, name: str, text: str) -> None:
    """Put a link to a download on the built home page, in place of an earlier one.

    Raises ValueError when the page has no place for it.
    """
    home = site / "index.html"
    page = home.read_text(encoding="utf-8")
    found = DOWNLOADS.search(page)
    if not found:
        raise ValueError("the home page has no paragraph of class downloads; restore it in docs/index.md")
    others = re.sub(rf'\s*<a [^>]*href="{re.escape(name)}".*?</a>', "", found[2], flags=re.DOTALL).strip()
    link = f'<a class="md-button" href="{name}" download>{text}</a>'
    links = "\n".join(filter(None, sorted([*others.splitlines(), link])))
    home.write_text(f"{page[: found.start()]}{found[1]}>{links}</p>{page[found.end() :]}", encoding="utf-8")


def on_page_content(html: str, **_: object) -> str:
    """Give each term that a page explains an address of its own."""

    def named(match: re.Match[str]) -> str:
        words = Markup(match[1]).striptags()  # an abbreviation carries its explanation in its tag
        return f'<dt id="{slugify(words, "-")}">{match[1]}</dt>'

    return TERM.sub(named, html)


@event_priority(100)
def before_search(context: object, /, page: Page, **_: object) -> None:
    """Let the search index take each term and each source for a section, and leave out what is not words.

    Without code and tables of numbers the index is half as large.
    """
    STATE["content"] = page.content or ""
    words = ENTRY.sub(r'<h2 id="\1">\2</h2>', UNSEARCHED.sub("", STATE["content"]))
    page.content = SOURCE.sub(r'<h2 id="\1">\2</h2><p>', words)


@event_priority(-100)
def after_search(context: object, /, page: Page, **_: object) -> None:
    page.content = STATE["content"]


on_page_context = CombinedEvent(before_search, after_search)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    def drawn(match: re.Match[str]) -> str:
        path = ICONS / f"{match[1]}.svg"
        try:
            return (Path(config.config_file_path).parent / path).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            log.warning("docs/%s: there is no icon %s; draw it, or mend the name", page.file.src_uri, path)
            return ""

    return ICON.sub(drawn, output)


def on_post_build(config: MkDocsConfig) -> None:
    if STATE["command"] != "build":
        return
    site = Path(config.site_dir)
    weight.lighten(site)
    scripts: set[str] = set()
    found: set[str] = set()
    for _, text in weight.pages(site):
        scripts.update(match[1] for match in SCRIPT.finditer(text))
        found.update(needle for needle in MENDS if needle in text)
    for needle in sorted(MENDS.keys() - found):
        log.warning("overrides/hooks/publish.py: the theme no longer has '%s'; remove its mend", needle)
    offline = (site / SHIM).exists()
    if offline:
        scripts.add(frame_script(site / SHIM))
    policy = POLICY.format(hashes=hashes(scripts))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for path, text in weight.pages(site):
        path.write_text(mended(text.replace("<head>", f"<head>{meta}", 1), config), encoding="utf-8")
    # With the days of the build in it, the same sources would give another site tomorrow.
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    sitemap = site / "sitemap.xml"
    if offline:
        sitemap.unlink(missing_ok=True)
        return
    sitemap.write_text(LASTMOD.sub("", sitemap.read_text(encoding="utf-8")), encoding="utf-8")
    headers = {name: value.format(policy=policy) for name, value in HEADERS.items()}
    # For hosts that read a file of this name, and for deploy/nginx.conf to include.
    (site / "_headers").write_text("/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items()))
    lines = [f'set $policy "{headers.pop("Content-Security-Policy")}";\n']
    lines += [f'add_header {name} "{value}" always;\n' for name, value in headers.items()]
    (site / "_nginx.conf").write_text("".join(lines))
