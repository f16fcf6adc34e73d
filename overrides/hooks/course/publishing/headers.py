"""Headers for hosts: what a browser may do with the pages, and how long it may keep which file."""

from collections.abc import Iterator
from pathlib import Path

from course.publishing.site import MARK, Site

HEADERS = {
    "Content-Security-Policy": "{policy}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
FOR_EVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"


def caching(site: Site, folder: Path) -> Iterator[tuple[str, str]]:
    """Paths and how long to keep them. No path is matched twice: some hosts would join the two answers."""
    kept = {site.root / name for name in site.renamed.values()}
    for path in sorted(folder.iterdir()):
        files = {file for file in path.rglob("*") if file.is_file()} if path.is_dir() else {path}
        place = f"/{path.relative_to(site.root).as_posix()}{'/*' if path.is_dir() else ''}"
        if files <= kept:
            yield place, FOR_EVER
        elif files.isdisjoint(kept):
            yield place, ANEW
        else:
            yield from caching(site, path)


def write(site: Site) -> None:
    """Write headers and moved addresses, for hosts that read `_headers` and `_redirects`, and for deploy/nginx.conf.

    Comes last of all.
    """
    if not site.hosted:
        return
    headers = {name: value.format(policy=site.policy) for name, value in HEADERS.items()}
    rules = [("/", ANEW), *caching(site, site.root)]
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers.items())]
    for place, keep in rules:
        lines += [place, f"  Cache-Control: {keep}"]
    policy = headers.pop("Content-Security-Policy")
    moved = [(f"/{old}/", f"/{new}/") for old, new in site.moved.items()]
    added = [f'set $policy "{policy}";']
    added += [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    added += [f"location = {old} {{ return 301 {new}; }}" for old, new in moved]
    (site.root / "_nginx.conf").write_text("\n".join(added) + "\n", encoding="utf-8")
    if moved:
        lists = "".join(f"{old} {new} 301\n" for old, new in moved)
        (site.root / "_redirects").write_text(lists, encoding="utf-8")
    (site.root / MARK).write_text("\n".join(lines) + "\n", encoding="utf-8")
