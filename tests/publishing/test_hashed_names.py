"""File names that hold a hash of the file's bytes, wherever they are named."""

import hashlib
import re
from pathlib import Path

import pytest
from course.publishing import hashed_names
from course.publishing.site import Site, StepError

from tests.conftest import build, copy_project
from tests.publishing.conftest import Make, tree

FILES: dict[str, str | bytes] = {
    "assets/fonts/a.woff2": b"font",
    "assets/my pic.png": b"picture",
    "assets/s/own.css": "b{x:url('../fonts/a.woff2')}p{x:url(../my%20pic.png)}i{x:url(data:,a.png)}",
    "assets/js/bundle.0123abcd.min.js": 'x("search/search_index.json")',
    "assets/js/worker.js": "work()",
    "search/search_index.js": "var index",
}


def renamed(make: Make, **more: object) -> Site:
    site = make(FILES, **more)
    hashed_names.rename(site)
    return site


def test_name_holds_the_hash_of_the_bytes_and_no_older_one(make: Make) -> None:
    site = renamed(make)
    for new in site.renamed.values():
        found = re.fullmatch(r".*\.([0-9a-f]{12})\.\w+", new)
        assert found is not None
        assert hashlib.sha256((site.root / new).read_bytes()).hexdigest().startswith(found[1])
    assert re.fullmatch(r"assets/js/bundle\.min\.[0-9a-f]{12}\.js", site.renamed["assets/js/bundle.0123abcd.min.js"])


def test_sheets_hold_the_new_names_of_fonts_and_pictures(make: Make) -> None:
    site = renamed(make)
    new = {old: Path(name).name.replace(" ", "%20") for old, name in site.renamed.items()}
    style = (site.root / site.renamed["assets/s/own.css"]).read_text()
    assert f"url('../fonts/{new['assets/fonts/a.woff2']}')" in style
    assert f"url(../{new['assets/my pic.png']})" in style
    assert "url(data:,a.png)" in style


def test_what_scripts_ask_for_by_a_fixed_name_keeps_it(make: Make) -> None:
    site = renamed(make)
    assert (site.root / "search/search_index.js").exists()


def test_script_that_names_another_file_is_said(make: Make) -> None:
    site = make({"own.js": 'load("data/weights.js")', "data/weights.js": "x"})
    with pytest.raises(StepError, match=r"own\.\w+\.js: names weights\.js, whose name changes"):
        hashed_names.rename(site)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../assets/my%20pic.png">x</a>', '<a href="../assets/PIC">x</a>'),
        ('<img src="/c/assets/my%20pic.png?x#y">', '<img src="/c/assets/PIC?x#y">'),
        ('<img srcset="../assets/my%20pic.png 1x, data:,a.png 2x">', '<img srcset="../assets/PIC 1x, data:,a.png 2x">'),
        ('<p style="background:url(../assets/my%20pic.png)"></p>', '<p style="background:url(../assets/PIC)"></p>'),
        (
            "<style>p{background:url('../assets/my%20pic.png')}</style>",
            "<style>p{background:url('../assets/PIC')}</style>",
        ),
        (
            '<svg><image xlink:href="../assets/my%20pic.png"></image></svg>',
            '<svg><image xlink:href="../assets/PIC"></image></svg>',
        ),
        (
            '<script type="application/json">{"a": ["../assets/my%20pic.png", 1], "b": "a\\u003cb"}</script>',
            '<script type="application/json">{"a": ["../assets/PIC", 1], "b": "a\\u003cb"}</script>',
        ),
        ('<a href="../assets/gone.png">x</a>', '<a href="../assets/gone.png">x</a>'),
        (
            '<a href="https://else.example/assets/my%20pic.png">x</a>',
            '<a href="https://else.example/assets/my%20pic.png">x</a>',
        ),
    ],
)
def test_pages_get_the_new_names(before: str, after: str, make: Make) -> None:
    site = renamed(make, address="https://host.example/c/")
    new = Path(site.renamed["assets/my pic.png"]).name.replace(" ", "%20")
    one = tree(before)
    hashed_names.use(one, "lesson", site)
    assert one.html == tree(after.replace("PIC", new)).html


def test_data_that_is_not_json_is_said(make: Make) -> None:
    with pytest.raises(StepError, match="a page in lesson has a script of data that is not JSON"):
        hashed_names.use(tree('<script type="application/json">{</script>'), "lesson", make({}))


def loaded(site: Path) -> set[str]:
    """Files of the published site that a browser loads beside pages and what scripts ask for by a fixed name."""
    kinds = hashed_names.LOADED
    return {path.relative_to(site).as_posix() for path in site.rglob("*.*") if path.suffix in kinds}


def test_every_file_that_a_page_loads_carries_its_hash(site: Path) -> None:
    files = loaded(site)
    assert len(files) > 4
    for name in files:
        found = re.fullmatch(r".*\.([0-9a-f]{12})\.\w+", name)
        assert found is not None, name
        assert hashlib.sha256((site / name).read_bytes()).hexdigest().startswith(found[1]), name


@pytest.mark.parametrize(
    ("source", "change", "kinds"),
    [
        ("docs/assets/stylesheets/course.css", (b"#1b1f24", b"#1b1f25"), {"course"}),
        # The style sheet names the font, so it has other bytes as well.
        ("docs/assets/fonts/course-serif.woff2", (b"", b"\0"), {"course", "course-serif"}),
    ],
)
def test_one_changed_byte_of_a_source_gives_a_new_name(
    source: str, change: tuple[bytes, bytes], kinds: set[str], site: Path, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "copy")
    path, (old, new) = project / source, change
    path.write_bytes(path.read_bytes().replace(old, new, 1) if old else path.read_bytes() + new)
    code, text = build(project, tmp_path / "site")
    assert code == 0, text
    changed = loaded(site) ^ loaded(tmp_path / "site")
    assert {Path(name).name.split(".")[0] for name in changed} == kinds
    assert len(changed) == 2 * len(kinds)
    for page in (tmp_path / "site").rglob("*.html"):
        assert not any(Path(name).name in page.read_text(encoding="utf-8") for name in loaded(site) & changed)


def test_missing_page_names_files_by_the_published_address(site: Path) -> None:
    text = (site / "404.html").read_text(encoding="utf-8")
    found = re.findall(r'="?(/assets/[^"]+)"', text)
    assert found
    assert all((site / name.lstrip("/")).is_file() for name in found)
