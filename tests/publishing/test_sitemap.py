"""The site map without the days of the build."""

import pytest
from course.publishing import sitemap
from course.publishing.site import StepError

from tests.publishing.conftest import Make

MAP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    "<url>\n<loc>https://host.example/ü/</loc>\n<lastmod>2026-11-26</lastmod>\n</url>\n</urlset>"
)


def test_days_go_and_addresses_stay(make: Make) -> None:
    site = make({"sitemap.xml": MAP, "sitemap.xml.gz": b"x"})
    sitemap.drop_dates(site)
    text = (site.root / "sitemap.xml").read_text(encoding="utf-8")
    assert "lastmod" not in text
    assert "<loc>https://host.example/ü/</loc>" in text
    assert 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"' in text
    assert not (site.root / "sitemap.xml.gz").exists()


def test_folder_that_opens_from_disk_has_none(make: Make) -> None:
    site = make({"sitemap.xml": MAP}, hosted=False)
    sitemap.drop_dates(site)
    assert not (site.root / "sitemap.xml").exists()


def test_course_without_a_map_is_left_alone(make: Make) -> None:
    sitemap.drop_dates(make({}))


def test_map_that_is_not_xml_is_named(make: Make) -> None:
    with pytest.raises(StepError, match=r"sitemap\.xml: is not XML"):
        sitemap.drop_dates(make({"sitemap.xml": "<urlset>"}))
