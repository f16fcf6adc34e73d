"""The events of MkDocs that publish: what is published, what is not, what they say."""

import errno
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import publish
import pytest
import yaml
from bs4 import BeautifulSoup
from course.publishing.site import Site, StepError, is_whole
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from tests.conftest import ROOT, build, copy_project
from tests.publishing.conftest import Make


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    config = MkDocsConfig(str(ROOT / "mkdocs.yml"))
    config.load_dict({"docs_dir": str(ROOT / "docs"), "site_dir": str(tmp_path), "site_name": "A course"})
    config.load_dict(
        {"theme": {"name": None, "custom_dir": str(ROOT / "overrides"), "favicon": "assets/images/logo.svg"}}
    )
    config.validate()
    return config


@pytest.fixture(autouse=True)
def run(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test starts is nothing to the next."""
    monkeypatch.setitem(publish.RUN, "command", "build")


def test_words_of_the_front_matter_are_escaped_and_empty_ones_are_none(config: MkDocsConfig) -> None:
    page = Page(None, File("a.md", config.docs_dir, config.site_dir, use_directory_urls=True), config)
    page.meta = {"title": None, "description": 'A "b"', "author": None, "labs": None}
    publish.on_page_markdown("words", page)
    assert page.meta == {"description": "A &#34;b&#34;", "labs": None}


@pytest.mark.parametrize(("command", "published"), [("build", True), ("gh-deploy", True), ("serve", False)])
def test_all_but_a_preview_is_published(command: str, published: bool, config: MkDocsConfig, make: Make) -> None:
    config.site_dir = str(make({"index.html": "<p>x", "old.txt": "x"}).root)
    publish.on_startup(command, dirty=False)
    publish.on_post_build(config)
    assert is_whole(Path(config.site_dir)) is published


@pytest.mark.parametrize(("command", "refused"), [("build", True), ("gh-deploy", True), ("serve", False)])
def test_build_of_changed_pages_alone_is_refused(command: str, refused: bool) -> None:
    try:
        publish.on_startup(command, dirty=True)
    except PluginError as error:
        assert refused
        assert str(error) == "--dirty would publish pages twice; leave it out"
    else:
        assert not refused


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (StepError("a.js: is another"), "publishing: a.js: is another"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/site/a.css"),
            "publishing: /site/a.css: No space left on device",
        ),
    ],
)
def test_step_that_cannot_do_its_work_stops_the_build_with_one_line(
    error: Exception, says: str, config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(site: Site) -> None:
        raise error

    monkeypatch.setattr(publish, "SITE_STEPS", (fail,))
    with pytest.raises(PluginError) as stopped:
        publish.on_post_build(config)
    assert str(stopped.value) == says


def test_icon_of_the_site_is_part_of_each_page(config: MkDocsConfig) -> None:
    publish.on_config(config)
    kind, _, picture = str(config.theme["favicon"]).partition(",")
    assert kind == "data:image/svg+xml"
    assert unquote(picture) == (ROOT / "overrides/assets/images/logo.svg").read_text("utf-8").strip().replace('"', "'")


@pytest.mark.parametrize("icon", ["assets/images/gone.svg", "assets/images/favicon.png", "data:image/png,x"])
def test_icon_of_another_kind_stays_as_it_is(icon: str, config: MkDocsConfig) -> None:
    config.theme["favicon"] = icon
    publish.on_config(config)
    assert config.theme["favicon"] == icon


def test_missing_icon_of_a_unit_is_a_warning(
    config: MkDocsConfig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("mkdocs"), "propagate", True)
    page = type("Page", (), {"file": type("File", (), {"src_uri": "lesson/a.md"})})()
    with caplog.at_level(logging.WARNING):
        publish.on_post_page('<span class="icon icon-gone"></span>', page, config)
    assert caplog.messages == [
        "docs/lesson/a.md: there is no icon overrides/.icons/units/gone.svg; draw it, or mend the name"
    ]


def test_pages_ask_for_no_icon_and_start_the_script_late(site: Path) -> None:
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        if soup.select_one("meta[http-equiv=refresh]"):
            continue  # an old address, which leads on and loads nothing
        assert [str(link["href"]).partition(",")[0] for link in soup.select('link[rel="icon"]')] == [
            "data:image/svg+xml"
        ]
        assert soup.select("script[src]") == [], path
        late = soup.find("script", id="__script")
        assert late is not None and re.search(r'bundle\.min\.\w+\.js"$', late.get_text()), path


def test_nothing_is_published_that_an_english_site_never_loads(site: Path) -> None:
    assert list(site.rglob("*.map")) == []
    assert not (site / "assets/javascripts/lunr").exists()
    assert not list(site.rglob("iframe-worker*"))
    assert not (site / "hooks").exists()
    assert not list(site.rglob("early.js"))


@pytest.mark.parametrize("built", ["site", "offline_site"])
def test_no_published_file_holds_an_address_of_a_cdn(built: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(built)
    hosts = re.compile(r"unpkg\.com|jsdelivr|cdnjs|cloudflare|googleapis|gstatic|esm\.sh", re.IGNORECASE)
    files = [*site.rglob("*.js"), *site.rglob("*.css"), *site.rglob("*.html")]
    assert len(files) > 30
    for path in files:
        assert hosts.findall(path.read_text(encoding="utf-8")) == [], path


def test_site_is_the_same_on_another_day_in_another_folder(site: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "elsewhere")
    code, text = build(project, tmp_path / "site", SOURCE_DATE_EPOCH="1000000000", PYTHONHASHSEED="7")
    assert code == 0, text
    one, two = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (site, tmp_path / "site")
    )
    assert one.keys() == two.keys()
    assert [str(name) for name in one if one[name] != two[name]] == []


COURSE = {
    "docs/index.md": '# A "course" & <more>\n\n```python\nx = 1\n```\n\nRate\n:   A term.\n',
    "docs/lesson/index.md": "# Lesson\n\n## One\n",
    "docs/lesson/two.md": '---\ntitle: A <T> & "more"\ndescription: Say "no" & <b>\n---\n\n# Two\n',
    "docs/assets/stylesheets/course.css": "p { color: var(--ink) }",
    "docs/assets/stylesheets/print.css": "nav { display: none }",
}


@pytest.mark.parametrize(
    "change",
    [
        {"theme": {"language": "es"}},
        {
            "theme": {"language": "de"},
            "nav": [{"Inicio": "index.md"}, {"Lección": ["lesson/index.md", "lesson/two.md"]}],
        },
        {"site_url": "https://host.example/course/2026/"},
        {"nav": ["index.md", {"L": ["lesson/index.md", "lesson/two.md"]}]},
        {"nav": ["index.md", "lesson/index.md", "lesson/two.md"]},
        {"site_name": 'He said "no" & <b>', "site_author": 'A "B"'},
        {"plugins": []},
        {"theme": {"palette": {"scheme": "default"}, "features": []}},
        {"extra_css": [], "use_directory_urls": False},
    ],
    ids=str,
)
def test_any_course_is_published(change: dict[str, object], tmp_path: Path) -> None:
    """Another language, another nav or none, no address, no author, quotes and angles in names."""
    for name, text in COURSE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    theme = {"name": "material", "custom_dir": str(ROOT / "overrides"), "font": False, "icon": {"repo": "material/git"}}
    config = {
        "site_name": "A course",
        "hooks": [str(ROOT / "overrides/hooks/publish.py")],
        "exclude_docs": "*.map\n*.py\nhooks/",
        "markdown_extensions": ["def_list", "pymdownx.highlight", "pymdownx.superfences", {"toc": {"permalink": True}}],
        **change,
        "theme": theme | change.get("theme", {}),  # type: ignore[operator]
    }
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    code, text = build(tmp_path, tmp_path / "site")
    assert code == 0, text
    assert "Traceback" not in text
    for path in (tmp_path / "site").rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        assert all(code.get("aria-label") for code in soup.select("pre > code"))
        assert not soup.select("nav[aria-labelledby]")
        assert soup.select('meta[http-equiv="Content-Security-Policy"]')
        logo = soup.select_one("header .md-logo")
        assert logo is not None and logo["aria-label"] == config["site_name"]
        assert soup.title is not None and soup.title.text.strip().endswith(str(config["site_name"]))
        author = soup.select_one("meta[name=author]")
        assert author is None or author["content"] == config["site_author"]
        if path.name != "404.html":
            assert all((path.parent / str(link["href"])).exists() for link in soup.select("link[rel=stylesheet]"))
            assert "None" not in soup.text
    two = "lesson/two/index.html" if config.get("use_directory_urls", True) else "lesson/two.html"
    soup = BeautifulSoup((tmp_path / "site" / two).read_bytes(), "html.parser")
    assert soup.title is not None and soup.title.text.strip().startswith('A <T> & "more" - ')
    described = soup.select_one("meta[name=description]")
    assert described is not None and described["content"] == 'Say "no" & <b>'
    languages = (tmp_path / "site/assets/javascripts/lunr").exists()
    assert languages is (change.get("theme", {}).get("language") is not None)  # type: ignore[attr-defined]


def test_deploying_publishes_what_it_deploys(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "copy")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]
    for command in (
        ["init", "-q"],
        ["add", "mkdocs.yml"],
        ["commit", "-qm", "x"],
        ["init", "-q", "--bare", "../remote"],
    ):
        subprocess.run([*git, *command], cwd=project, check=True, capture_output=True)
    subprocess.run(["git", "remote", "add", "origin", str(tmp_path / "remote")], cwd=project, check=True)
    env = os.environ | {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example"}
    env |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b.example"}
    deploy = [sys.executable, "-m", "mkdocs", "gh-deploy"]
    done = subprocess.run(deploy, cwd=project, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    show = ["git", "--git-dir", str(tmp_path / "remote"), "show", "gh-pages:index.html"]
    page = subprocess.run(show, capture_output=True, text=True, check=True).stdout
    assert "Content-Security-Policy" in page
