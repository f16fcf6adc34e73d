"""Publish no more than the course uses: fewer rules of style and a lighter script.

`publish` calls it on `mkdocs build` only; a preview keeps the theme's files as they are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import tinycss2

log = logging.getLogger("mkdocs.hooks.weight")

# What Material 9.8's script does otherwise: old text, new text, why. An old text that is gone is a warning.
SCRIPT_CHANGES = [
    ('("nav",{class:"md-code__nav"})', '("div",{class:"md-code__nav"})', "a copy button is no landmark"),
    ('d&&r?e.setAttribute("tabindex"', 'd?e.setAttribute("tabindex"', "let every keyboard scroll code, see publish.py"),
    (
        'x("div",{class:"md-typeset__scrollwrap"},',
        'x("div",{class:"md-typeset__scrollwrap",tabindex:"0",role:"group","aria-label":"Table"},',
        "let every keyboard scroll a table",
    ),
    ('L($(location.protocol!=="file:"),Je("search"))', 'Je("search")', "load the search index when search opens"),
    (
        "t=new Worker(e)){",
        # The address is relative to the page that the script started on; by then the reader may be elsewhere.
        "t={u:new URL(e,location),f:[],"
        "addEventListener(k,f){this.w?this.w.addEventListener(k,f):this.f.push(f)},removeEventListener(){},"
        'postMessage(d){this.w||(this.w=new Worker(this.u),this.f.map(f=>this.w.addEventListener("message",f)));'
        "this.w.postMessage(d)}}){",
        "start the search worker when it gets its first message",
    ),
    (
        'z([t,r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))])',
        'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")),b(o=>z([t,$(o)])))',
        "load the search index for highlights only on a page opened from a search",
    ),
    ('_t("https://unpkg.com/resize-observer-polyfill")', "$(void 0)", "every supported browser has ResizeObserver"),
    ('_t("https://unpkg.com/mermaid@11/dist/mermaid.min.js")', "$(void 0)", "diagrams are drawn before publishing"),
    (
        'if(document.body.setAttribute("data-md-color-switching",""),s.color',
        "if(s.color",
        "do not style the whole page twice while it loads",
    ),
    (
        'let o=x("meta",{name:"color-scheme"});document.head.appendChild(o);',
        "let o={};",
        "do not style the whole page twice more; course.css sets the scheme of the root",
    ),
    # Set anew, the address of a stylesheet loads it again, and all of the page is styled and laid out once more.
    ("$(document).subscribe(vi);", "", "make addresses absolute as late as one can"),
    (
        'history.pushState(null,"",a)',
        'vi(document),history.pushState(null,"",a)',
        "make addresses absolute when the first instant navigation needs it",
    ),
    (
        "let c=we(),p=a[a.length-1];if(p&&p.length)",
        "let c=we(),p=a[a.length-1];if(p&&p[0].pathname!==c.pathname)return;if(p&&p.length)",
        "put no section of the page that the reader has just left into the address of the next",
    ),
    (
        'h(document,"DOMContentLoaded",{once:!0}).subscribe(()=>e.next(document)),e',
        "e.next(document),e",
        "the page is there when the script starts, see EARLY",
    ),
    # The theme sets up all parts of a page in one go. One part at a time leaves room to answer the reader between them.
    (
        "var ct=an(),",
        "var later=part=>H(()=>fe(new Promise(go=>setTimeout(go)))).pipe(b(()=>part)),ct=an(),",
        "set up parts one at a time",
    ),
    ("ui({document$:ct});var", "setTimeout(()=>ui({document$:ct}));var", "set up parts one at a time"),
    (
        "Fi({viewport$:ke,document$:ct});",
        "setTimeout(()=>Fi({viewport$:ke,document$:ct}));",
        "set up parts one at a time",
    ),
    ("Ki.subscribe();", "setTimeout(()=>Ki.subscribe());", "set up parts one at a time"),
    ('Hs=L(...me("consent")', 'Hs=H(()=>L(...[...me("consent")', "set up parts one at a time"),
    (
        'return L(...M(".annotate:not(.highlight)",e)',
        'return L(...[...M(".annotate:not(.highlight)",e)',
        "set up parts one at a time",
    ),
    ("p.remove()}),viewport$:r})))}", "p.remove()}),viewport$:r}))].map(later))}", "set up parts one at a time"),
    ('...me("source").map(e=>$i(e))),', '...me("source").map(e=>$i(e))].map(later))),', "set up parts one at a time"),
    (",Ve(Hs),", ",Ve(later(Hs)),", "set up parts one at a time"),
    ('$s=H(()=>L(...me("announce")', '$s=H(()=>L(...[...me("announce")', "set up parts one at a time"),
    (
        "Ii(e,{viewport$:ke,header$:ft,main$:qt,target$:Ht})))),",
        "Ii(e,{viewport$:ke,header$:ft,main$:qt,target$:Ht}))].map(later))),",
        "set up parts one at a time",
    ),
]
SCRIPT_TAG = re.compile(r'<script src="([^"]*/bundle\.[^"]*\.js)"></script>')
SCRIPT_NAME = r'<script id="__script" type="application/json">"\1"</script>'
# One text for all pages, else each depth of folders would have a hash of its own in the policy of every page.
SCOPE = re.compile(r'new URL\("[^"]*",location\)')
ONE_SCOPE = 'new URL("../..",document.querySelector("link[rel=stylesheet]").href)'
# A file of its own would be asked for just when the text is painted, beside the font.
ICON = re.compile(r'(?<=<link rel="icon" href=")[^"]*/([^"/]*\.svg)(?=">)')
SEARCH_TOGGLE = re.compile(r'<input [^>]*id="__search"[^>]*>')
# What comes before the text is shown.
# A reader of the night would first see a white page; the theme's own inline script comes after this one and sets what
# the reader has chosen. The theme's script would set the classes itself, and have the whole page styled again.
# Opened by that script, the search of a shared page would move what is there. And Firefox would open what was open
# before a page was loaded anew.
# The text is there to be read before the script starts. `prefetch` would fetch it early, and delay text and fonts.
# A browser that keeps the times of its paints to itself starts the script after two seconds. A page opened by a shared
# search needs the index as well. Then course.css lets the drawer of a narrow screen be drawn.
EARLY = (
    "<script>{const d=document,b=d.body,q=/[?&]q=/.test(location.search);"
    'd.documentElement.className="js js-focus-visible";'
    'matchMedia("(prefers-color-scheme: dark)").matches&&b.setAttribute("data-md-color-scheme","slate");'
    'd.getElementById("__drawer").checked=!1;d.getElementById("__search").checked=q;'
    'let s;const go=()=>{if(s)return;b.dataset.painted="";s=d.createElement("script");'
    's.src=JSON.parse(d.getElementById("__script").textContent);b.append(s);q&&location.protocol!="file:"&&'
    'fetch(new URL("search/search_index.json",__md_scope),{priority:"low"})};addEventListener("load",()=>'
    '{new PerformanceObserver(go).observe({type:"paint",buffered:true});setTimeout(go,2e3)})}</script>'
)
ATTRIBUTE = re.compile(r'="([^"<>]*)"')
ELEMENT = re.compile(r"<([a-z][a-z0-9-]*)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
DEFINITION = re.compile(r"""(?<=[{;])\s*(--[\w-]+)\s*:(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^;{}"'])*;?""")
# Elements and states that a browser or the theme makes without naming them in a page.
ALWAYS = {"html", "head", "body", "from", "to", "search"}


def words(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Every element name, class, id and attribute value of the pages, and every word of the scripts."""
    found = set(ALWAYS)
    for page in pages:
        found.update(ELEMENT.findall(page))
        for value in set(ATTRIBUTE.findall(page)):
            found.update(value.split())
    for script in scripts:
        found.update(WORD.findall(script))
    return found


def names(tokens: list) -> Iterable[str]:  # type: ignore[type-arg]
    """What one selector needs in a page: elements, classes, ids, attribute values; not what stands in `:not()`."""
    before = ""
    for token in tokens:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            yield token.value
        elif token.type == "[] block":
            # `[type=x]` needs x; `[type]` and `[type^=x]` are kept.
            inner = [part for part in token.content if part.type != "whitespace"]
            if len(inner) == 3 and inner[1] == "=":
                yield inner[2].value
        before = token.value if token.type == "literal" else ""


def is_used(tokens: list, used: set[str]) -> bool:  # type: ignore[type-arg]
    return all(name in used for name in names(tokens))


def split(tokens: list) -> list[list]:  # type: ignore[type-arg]
    """The selectors of a list of selectors."""
    parts: list[list] = [[]]  # type: ignore[type-arg]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def purged(text: str, used: set[str]) -> str:
    """The stylesheet without selectors that match nothing in any page, whatever a script of the theme adds."""

    def kept(rules: list) -> str:  # type: ignore[type-arg]
        out = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = [part for part in split(rule.prelude) if is_used(part, used)]
                if selectors:
                    head = ",".join(tinycss2.serialize(part).strip() for part in selectors)
                    out.append(f"{head}{{{tinycss2.serialize(rule.content).strip()}}}")
            elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
                inner = kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}{{{inner}}}")
            else:
                out.append(rule.serialize())
        return "".join(out)

    return kept(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def without(names: set[str], text: str) -> str:
    """The stylesheet without the definitions of these variables."""
    return DEFINITION.sub(lambda match: "" if match[1] in names else match[0], text)


def without_unread(sheets: dict[Path, str], others: Iterable[str]) -> dict[Path, str]:
    """The stylesheets without definitions of variables that nothing reads; most hold the icon of a kind of note."""
    outside = {name for text in others for name in VARIABLE.findall(text)}
    before: dict[Path, str] = {}
    while before != sheets:
        before = sheets
        read = outside.union(*(VARIABLE.findall(text) for text in sheets.values()))
        unread = {name for text in sheets.values() for name in DEFINITION.findall(text)} - read
        sheets = {path: without(unread, text) for path, text in sheets.items()}
    return sheets


def one_stylesheet(site: Path) -> re.Pattern[str]:
    """Join the theme's stylesheets and the course's to one; return what matches the links to those that are gone.

    A second file for paper would be smaller for the screen, and delay the text by what it takes to ask for it.
    """
    folder = site / "assets" / "stylesheets"
    theme = sorted(folder.glob("main.*.css")) + sorted(folder.glob("palette.*.css"))
    course, paper = folder / "course.css", folder / "print.css"
    text = "".join(path.read_text("utf-8") for path in [*theme, course])
    course.write_text(f"{text}@media print{{{paper.read_text('utf-8')}}}", encoding="utf-8")
    for path in (*theme, paper):
        path.unlink()
    gone = "|".join(re.escape(path.name) for path in (*theme, paper))
    return re.compile(rf'<link rel="stylesheet" href="[^"]*({gone})"[^>]*>\s*')


def change_scripts(scripts: dict[Path, str]) -> dict[Path, str]:
    """The theme's scripts without addresses of source maps, and changed after `SCRIPT_CHANGES`."""
    for old, _, why in SCRIPT_CHANGES:
        if not any(old in text for text in scripts.values()):
            what = "overrides/hooks/weight.py: the theme's script no longer has '%s' (%s); mend or drop it"
            log.warning(what, old, why)
    result = {}
    for path, text in scripts.items():
        for old, new, _ in SCRIPT_CHANGES:
            text = text.replace(old, new)
        result[path] = re.sub(r"\n?//# sourceMappingURL=.*", "", text)
    return result


@cache
def in_page(picture: Path) -> str:
    """An SVG file as an address that holds it."""
    return "data:image/svg+xml," + quote(picture.read_text(encoding="utf-8").strip().replace('"', "'"), safe="/:='")


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    """Each page with its text; one after the other, as all at once take much memory."""
    for path in sorted(site.rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


def lighten(site: Path) -> None:
    """Write the scripts, one stylesheet and the pages of a built site anew, lighter."""
    scripts = change_scripts({p: p.read_text("utf-8") for p in sorted((site / "assets/javascripts").rglob("*.js"))})
    used = words((text for _, text in pages(site)), scripts.values())
    sheets = {p: p.read_text("utf-8") for p in sorted((site / "assets/stylesheets").glob("*.css"))}
    sheets = {p: purged(text, used) for p, text in sheets.items()}
    sheets = without_unread(sheets, chain((text for _, text in pages(site)), scripts.values()))
    for path, text in {**scripts, **sheets}.items():
        path.write_text(text, encoding="utf-8")
    links = one_stylesheet(site)
    for path, text in pages(site):
        text = ICON.sub(lambda match: in_page(site / "assets" / "images" / match[1]), text)
        text = SEARCH_TOGGLE.sub(lambda match: match[0] + EARLY, SCOPE.sub(ONE_SCOPE, links.sub("", text)), count=1)
        path.write_text(SCRIPT_TAG.sub(SCRIPT_NAME, text), encoding="utf-8")
