"""The site map, which instant navigation reads: with the days of the build in it, the same sources would differ."""

from xml.etree import ElementTree

from course.publishing.site import Site, StepError

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def drop_dates(site: Site) -> None:
    """Take the days out of the site map, and its packed copy away. Raises StepError for one that is not XML."""
    (site.root / "sitemap.xml.gz").unlink(missing_ok=True)
    path = site.root / "sitemap.xml"
    if not site.hosted:
        path.unlink(missing_ok=True)
    if not path.exists():
        return
    try:
        tree = ElementTree.parse(path)
    except ElementTree.ParseError as error:
        raise StepError(f"sitemap.xml: is not XML ({error}); take overrides/sitemap.xml away") from None
    for entry in tree.iter(f"{{{SPACE}}}url"):
        for day in entry.findall(f"{{{SPACE}}}lastmod"):
            entry.remove(day)
    ElementTree.indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True, default_namespace=SPACE)
