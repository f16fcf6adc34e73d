"""scripts/build: a site is whole or not there, whatever comes between."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import copy_project
from tests.scripts.conftest import load, run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, with the environment of this one."""
    copy = copy_project(tmp_path / "copy")
    (copy / ".venv").symlink_to(Path(sys.prefix))
    return copy


def small(project: Path) -> Path:
    """The project with one page and no notebook, which builds fast."""
    for path in [*project.glob("docs/*/*.ipynb"), *project.glob("docs/*/*.md"), *project.glob("docs/*.md")]:
        path.unlink()
    (project / "docs/index.md").write_text('# Home\n\n<p class="downloads" hidden></p>\n')
    config = project / "mkdocs.yml"
    text = re.sub(
        r"^  - overrides/hooks/(?!publish|errors)\w+\.py\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    text = re.sub(
        r"^extra:\n  moved:.*\n(?:    .*\n)+", "", text, flags=re.MULTILINE
    )  # where no page is, none has moved
    config.write_text(text.partition("\nnav:\n")[0] + "\n", encoding="utf-8")
    return project


def started(project: Path) -> subprocess.Popen[str]:
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    return subprocess.Popen(["scripts/build"], cwd=project, text=True, stdin=nothing, stdout=pipe, stderr=pipe)


def good(site: Path) -> Path:
    """A site of an earlier build."""
    site.mkdir()
    (site / "404.html").write_text("the good site")
    (site / "index.html").write_text("the good site")
    return site


@pytest.mark.parametrize("option", ["-q", "--quiet", "-v", "--verbose", "-vq", "--dirty", "--no-strict"])
def test_options_that_weaken_a_build_are_refused_in_one_line(option: str) -> None:
    done = run("scripts/build", option)
    assert done.returncode == 2
    assert done.stderr.startswith(f"build: {option[:2] if option == '-vq' else option} ")
    assert done.stderr.endswith("; leave it out\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["--site-dir", "docs"], {}, "docs is not empty and holds no site; empty it, or name another folder"),
        ([], {"SOURCE_DATE_EPOCH": "today"}, "SOURCE_DATE_EPOCH must be a number of seconds; correct or unset it"),
        (["--site-dir", "/dev/null/site"], {}, "/dev/null: File exists; /dev/null/site is as it was"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments: list[str], environment: dict[str, str], says: str) -> None:
    done = run("scripts/build", *arguments, **environment)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(says)
    assert "Traceback" not in done.stderr


def test_folder_of_sources_is_no_site(project: Path) -> None:
    """It holds a page 404.html as well; a build in its place would be the end of the sources."""
    done = run("scripts/build", "--site-dir", "overrides", folder=small(project))
    assert done.returncode == 1
    assert done.stderr.endswith("overrides is not empty and holds no site; empty it, or name another folder\n")
    assert (project / "overrides/main.html").exists()


def test_red_build_leaves_the_good_site(project: Path) -> None:
    site = good(small(project) / "site")
    with (project / "docs/index.md").open("a") as page:
        page.write("\n[gone](gone.md)\n")
    done = run("scripts/build", folder=project)
    assert done.returncode == 1
    assert "gone.md" in done.stderr
    assert done.stderr.endswith("build: Aborted with 1 warnings in strict mode! site is as it was\n")
    assert (site / "index.html").read_text() == "the good site"


def test_broken_template_is_said_in_one_line_and_leaves_the_good_site(project: Path) -> None:
    site = good(small(project) / "site")
    (project / "overrides/main.html").write_text("{% block", encoding="utf-8")
    done = run("scripts/build", folder=project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("build: overrides/main.html:1: TemplateSyntaxError: ")
    assert (site / "index.html").read_text() == "the good site"


def test_green_build_takes_the_place_of_the_site_that_a_link_leads_to(project: Path, tmp_path: Path) -> None:
    site = good(tmp_path / "www")
    (small(project) / "site").symlink_to(site)
    done = run("scripts/build", folder=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("build: the site is in site\n")
    assert (project / "site").is_symlink()
    assert (site / "_headers").exists()
    assert "the good site" not in (site / "index.html").read_text()
    assert not list(tmp_path.glob("*.part"))


def test_another_folder_is_named(project: Path, tmp_path: Path) -> None:
    done = run("scripts/build", "--site-dir", str(tmp_path / "new/place"), folder=small(project))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"build: the site is in {tmp_path}/new/place\n")
    assert (tmp_path / "new/place/index.html").exists()
    assert not (project / "site").exists()


def test_interrupted_build_leaves_the_good_site(project: Path) -> None:
    site = good(project / "site")
    process = started(project)
    assert process.stderr is not None
    for line in process.stderr:
        if "Building documentation" in line:
            break
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors.splitlines()[-1] == "build: interrupted; site is as it was"
    assert "Traceback" not in errors
    assert (site / "index.html").read_text() == "the good site"


def test_second_build_waits_for_the_first(project: Path) -> None:
    handle = os.open(small(project), os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = started(project)
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said == f"build: another build writes into {project}; waiting for its end\n"
    assert not (project / "site.part").exists()
    os.close(handle)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert (project / "site/index.html").exists()


def test_full_disk_is_said_in_one_line_and_leaves_the_good_site(project: Path) -> None:
    """A file that may not grow fails as one does on a full disk."""
    site = good(small(project) / "site")
    done = run("bash", "-c", "ulimit -f 20 && scripts/build", folder=project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].endswith(": File too large; site is as it was")
    assert not list(project.glob("*.part")), "half a site takes the room of others"
    assert (site / "index.html").read_text() == "the good site"


def test_zip_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    build, found = load("build"), []
    for name in ("one", "two"):
        folder = tmp_path / name / "course"
        (folder / "lesson").mkdir(parents=True)
        (folder / "lesson/index.html").write_text("x")
        (folder / "a.css").write_text("y")
        build.pack(folder, tmp_path / f"{name}.zip")
        found.append(hashlib.sha256((tmp_path / f"{name}.zip").read_bytes()).hexdigest())
    assert found[0] == found[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        assert opened.namelist() == ["course/a.css", "course/lesson/index.html"]


def test_offline_adds_folder_and_zip_and_offers_it(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site/404.html").write_text("half a site")
    (project / "site/index.html").write_text("half a site")
    done = run("scripts/build", "--offline", folder=project)
    assert done.returncode == 0, done.stderr
    said = "the offline site is in offline/in-depth-learning, its zip in site/in-depth-learning.zip"
    assert done.stdout.splitlines()[-2:] == ["build: the site is in site", f"build: {said}"]
    assert (project / "offline/in-depth-learning/lesson/large-datasets.html").exists()
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert 'href="in-depth-learning.zip" download' in home
    assert (project / "site/in-depth-learning.zip").stat().st_size > 500_000


def test_home_page_without_a_place_for_the_zip_is_named(project: Path) -> None:
    (small(project) / "docs/index.md").write_text("# Home\n")
    done = run("scripts/build", "--offline", folder=project)
    assert done.returncode == 1
    assert "the home page has no paragraph of class downloads" in done.stderr.splitlines()[-1]
    assert not list((project / "site").glob("*.zip*"))
    assert "Traceback" not in done.stderr
