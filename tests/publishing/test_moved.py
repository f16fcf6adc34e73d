"""Old addresses of pages lead to the new ones on any host."""

import pytest
from bs4 import BeautifulSoup
from course.publishing import headers, moved
from course.publishing.site import StepError

from tests.publishing.conftest import Make, page

MOVED = {"lesson/old": "lesson/new", "deep/down/old": "lesson/new"}
FILES: dict[str, str | bytes] = {"index.html": page(), "lesson/new/index.html": page()}


def test_old_address_is_a_page_that_leads_on(make: Make) -> None:
    site = make(FILES, moved=MOVED, address="https://course.example/", policy="default-src 'self'")
    moved.write(site)
    for old, link in (("lesson/old", "../new/"), ("deep/down/old", "../../../lesson/new/")):
        soup = BeautifulSoup((site.root / old / "index.html").read_text(), "html.parser")
        refresh = soup.select_one("meta[http-equiv=refresh]")
        assert refresh and refresh["content"] == f"0; url={link}"
        assert soup.a and (soup.a["href"], soup.a.text) == (link, "https://course.example/lesson/new/")
        policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
        assert policy and policy["content"] == site.policy
        assert not soup.select("script, style, link[rel=stylesheet]")


def test_hosts_are_told(make: Make) -> None:
    site = make(FILES, moved=MOVED)
    headers.write(site)
    assert "location = /lesson/old/ { return 301 /lesson/new/; }\n" in (site.root / "_nginx.conf").read_text()
    assert (site.root / "_redirects").read_text().splitlines()[0] == "/lesson/old/ /lesson/new/ 301"


def test_folder_that_opens_from_disk_has_no_old_addresses(make: Make) -> None:
    site = make(FILES, moved=MOVED, hosted=False)
    moved.write(site)
    assert not (site.root / "lesson/old").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("lesson/new", "lesson/new", "lesson/new is a page"), ("lesson/old", "gone", "leads to gone, which is no page")],
)
def test_list_that_is_wrong_stops_the_build(old: str, new: str, says: str, make: Make) -> None:
    with pytest.raises(StepError, match=says):
        moved.write(make(FILES, moved={old: new}))
