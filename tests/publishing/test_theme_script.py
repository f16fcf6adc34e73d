"""Changes of the theme's script: few, listed, each made exactly once or said."""

from pathlib import Path

import material
import pytest
from course.publishing import theme_script
from course.publishing.site import StepError

from tests.publishing.conftest import Make, tree

CHANGES = theme_script.CHANGES
THEME = next(Path(material.__file__).parent.glob("templates/assets/javascripts/bundle.*.js")).read_text("utf-8")


def test_changes_are_at_most_ten_and_each_says_why_and_what_it_brings() -> None:
    assert len(CHANGES) <= 10
    for change in CHANGES:
        assert len(change.why.split()) >= 5, change
        assert len(change.measured.split()) >= 5, change


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.why[:40])
def test_change_fits_the_theme_once_and_is_in_the_published_script(change: theme_script.Change, site: Path) -> None:
    published = next(site.glob("assets/javascripts/bundle.*.js")).read_text(encoding="utf-8")
    assert THEME.count(change.find) == 1
    assert published.count(change.replace) >= 1
    assert change.find in change.replace or change.find not in published


@pytest.mark.parametrize(("text", "times"), [("x()", 0), ("old old", 2)])
def test_change_that_does_not_fit_once_is_said(text: str, times: int) -> None:
    change = theme_script.Change(find="old", replace="new", why="for readers", measured="-")
    says = rf"'old' \(for readers\) is there {times} times, not once; mend or drop it in theme_script.yml"
    with pytest.raises(StepError, match=says):
        theme_script.apply(text, [change])


def test_all_changes_that_do_not_fit_are_said_at_once() -> None:
    with pytest.raises(StepError) as stopped:
        theme_script.apply("another script", CHANGES)
    assert all(change.why in str(stopped.value) for change in CHANGES)
    assert "\n" not in str(stopped.value)


def test_scripts_name_no_source_maps_and_those_of_the_course_stay_as_they_are(make: Make) -> None:
    site = make({"assets/javascripts/own.js": "x()\n//# sourceMappingURL=own.js.map\n"})
    theme_script.change(site)
    assert (site.root / "assets/javascripts/own.js").read_text() == "x()\n"


def test_theme_script_is_named_and_not_started(make: Make) -> None:
    page = tree('<script src="../assets/javascripts/bundle.1.min.js"></script><script src="../own.js"></script>')
    theme_script.start_late(page, "lesson", make({}))
    assert [script.attributes["src"] for script in page.css("script[src]")] == ["../own.js"]
    late = page.css_first("script#__script")
    assert late is not None
    assert late.text(deep=True) == '"../assets/javascripts/bundle.1.min.js"'
