"""Headers for hosts: the policy of the pages, and how long which file may be kept."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from course.publishing import headers
from course.publishing.site import is_whole

from tests.publishing.conftest import Make


def rules(text: str) -> dict[str, list[str]]:
    """The headers of each path of a file for hosts."""
    found: dict[str, list[str]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("/"):
            path = line
        found.setdefault(path, []).extend([line.strip()] if line.startswith(" ") else [])
    return found


def keeping(text: str, path: str) -> list[str]:
    """What a host that joins all rules says of a path."""
    matching = [lines for pattern, lines in rules(text).items() if fnmatchcase(path, pattern)]
    return [line.partition(": ")[2] for lines in matching for line in lines if line.startswith("Cache-Control")]


def test_hashed_names_are_kept_for_ever_and_all_else_is_asked_for_anew(make: Make) -> None:
    names = [
        "index.html",
        "404.html",
        "lesson/index.html",
        "lesson/a.png",
        "lesson/two/index.html",
        "s/a.css",
        "s/note.txt",
    ]
    site = make(dict.fromkeys(names, "x") | {"all/a.css": "x"})
    site.renamed = {"old.png": "lesson/a.png", "old.css": "s/a.css", "all.css": "all/a.css"}
    headers.write(site)
    text = (site.root / "_headers").read_text()
    for path in ("/", "/index.html", "/lesson/", "/lesson/index.html", "/lesson/two/", "/s/note.txt", "/404.html"):
        assert keeping(text, path) in (["no-cache"], []), path
    assert keeping(text, "/") == ["no-cache"]
    for path in ("/lesson/a.png", "/s/a.css", "/all/a.css"):
        assert keeping(text, path) == ["public, max-age=31536000, immutable"], path
    assert is_whole(site.root)


def test_folder_that_opens_from_disk_needs_none(make: Make) -> None:
    site = make({"index.html": "x"}, hosted=False)
    headers.write(site)
    assert [path.name for path in site.root.iterdir()] == ["index.html"]


def test_headers_for_hosts_carry_the_same_policy(site: Path) -> None:
    text = (site / "_headers").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', (site / "index.html").read_text(encoding="utf-8"))
    assert policy is not None
    full = f"{policy[1]}; frame-ancestors 'none'"
    assert f"Content-Security-Policy: {full}" in text
    assert f'set $policy "{full}";' in (site / "_nginx.conf").read_text(encoding="utf-8")
    assert {line.partition(":")[0] for line in rules(text)["/*"]} == set(headers.HEADERS)


def test_each_published_file_is_kept_for_ever_or_asked_for_anew(site: Path) -> None:
    text = (site / "_headers").read_text(encoding="utf-8")
    for path in site.rglob("*"):
        if path.is_file() and not path.name.startswith("_"):
            hashed = re.search(r"\.[0-9a-f]{12}\.\w+$", path.name)
            wanted = headers.FOR_EVER if hashed else headers.ANEW
            assert keeping(text, f"/{path.relative_to(site).as_posix()}") == [wanted], path
