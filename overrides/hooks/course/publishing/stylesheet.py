"""One style sheet for all pages, with the rules that a page can need and no others."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from selectolax.lexbor import LexborHTMLParser

from course.publishing.site import Site, StepError, read

VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
DEFINITION = re.compile(r"""(?<=[{;])\s*(--[\w-]+)\s*:(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^;{}"'])*;?""")
BREAK = re.compile(r"(?<=[;{,:])\s*\n\s*")  # between parts of a rule, where no string can have one
Tokens = list[Any]  # tinycss2 has no types


def join(site: Site) -> None:
    """Join the style sheets that every page loads, into the last of them that is for screens.

    One for paper of its own would delay the text by what it takes to ask for it. Raises StepError for sheets that
    cannot be joined: their addresses start at their folder, and an import must come first.
    """
    lists = site.sheets or [[]]
    shared = [sheet for sheet in lists[0] if all(sheet in others for others in lists)]
    kept = next((name for name, media in reversed(shared) if not media), None)
    if kept is None or len(shared) < 2:
        return
    texts = []
    for name, media in shared:
        text = read(site.root / name)
        if "@import" in text:
            raise StepError(f"{name}: an @import is lost where sheets are joined; list the sheet in extra_css")
        if name.rpartition("/")[0] != kept.rpartition("/")[0] and "url(" in text:
            raise StepError(f"{name}: names files, so it must stand in the folder of {kept}; move it there")
        texts.append(f"@media {media}{{{text}}}" if media else text)
    for name, _ in shared:
        (site.root / name).unlink(missing_ok=True)
    (site.root / kept).write_text("\n".join(texts), encoding="utf-8")
    site.joined = {name for name, _ in shared} - {kept}


def use(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Take the links to sheets that are joined out of a page."""
    for link in tree.css("link[href]"):
        if site.target(folder, link.attributes["href"] or "") in site.joined:
            link.decompose()


def needed_names(selector: Tokens) -> Iterator[str]:
    """What a page must have for a selector: elements, classes, ids, values of attributes; nothing in `:not()`."""
    before = ""
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            yield token.value
        elif token.type == "[] block":
            # `[type=x]` needs x; `[type]` and `[type^=x]` are kept.
            inner = [part for part in token.content if part.type != "whitespace"]
            if len(inner) == 3 and inner[1] == "=":
                yield inner[2].value
        before = token.value if token.type == "literal" else ""


def split_selectors(tokens: Tokens) -> list[Tokens]:
    """The selectors of a list of selectors."""
    parts: list[Tokens] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def without_unmatched(rules: Iterable[Any], used: set[str]) -> str:
    """The rules without selectors that match nothing."""
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in split_selectors(rule.prelude) if used.issuperset(needed_names(s))]
            if selectors:
                head = ",".join(tinycss2.serialize(selector).strip() for selector in selectors)
                out.append(f"{head}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := without_unmatched(inner, used):
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}{{{kept}}}")
        else:
            out.append(rule.serialize())
    return "".join(out)


def without_unread(text: str, used: set[str]) -> str:
    """The sheet without definitions of variables that nothing reads; most hold the icon of a kind of note."""
    read_names = used.union(VARIABLE.findall(text))
    kept = DEFINITION.sub(lambda match: match[0] if match[1] in read_names else "", text)
    return text if kept == text else without_unread(kept, used)  # what was left out may have read others


def purge(site: Site) -> None:
    """Leave out of each sheet line breaks and what matches nothing, whatever a script adds.

    Raises StepError for bad CSS.
    """
    for path in sorted(site.root.rglob("*.css")):
        rules = tinycss2.parse_stylesheet(read(path), skip_comments=True, skip_whitespace=True)
        for rule in rules:
            if rule.type == "error":
                name = path.relative_to(site.root).as_posix()
                raise StepError(f"{name}:{rule.source_line}: {rule.message}; mend the style sheet")
        kept = without_unread(without_unmatched(rules, site.used), site.used)
        path.write_text(BREAK.sub("", kept), encoding="utf-8")
