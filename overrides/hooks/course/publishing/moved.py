"""Pages that have moved: a reader of an old address is sent on, by the host where it can, else by a page there."""

from html import escape
from posixpath import relpath

from course.publishing.site import Site, StepError

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta http-equiv="refresh" content="0; url={link}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>This page has moved</title>
<link rel="canonical" href="{canonical}">
</head>
<body>
<main>
<h1>This page has moved</h1>
<p>It is now at <a href="{link}">{canonical}</a>.</p>
</main>
</body>
</html>
"""


def write(site: Site) -> None:
    """Write a page at each old address. Comes after the steps that change pages: it has no style and no script.

    Raises StepError for an old address that is a page, and for a new one that is none.
    """
    if not site.hosted:
        return
    for old, new in site.moved.items():
        path = site.root / old / "index.html"
        if path.exists():
            raise StepError(f"mkdocs.yml: extra.moved: {old} is a page; take it out of the list")
        if not (site.root / new / "index.html").is_file():
            raise StepError(f"mkdocs.yml: extra.moved: {old} leads to {new}, which is no page; mend it")
        link, canonical = f"{relpath(new, old)}/", f"{site.address}{new}/"
        words = {"policy": site.policy, "link": link, "canonical": canonical}
        path.parent.mkdir(parents=True, exist_ok=True)
        text = PAGE.format(**{name: escape(value) for name, value in words.items()})
        path.write_text(text, encoding="utf-8")
