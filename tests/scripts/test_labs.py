"""Labs executed in a kernel of this environment: what is stored, what keeps a lab from it, seeds and exercises."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from course.notebook.model import Fault, load
from course.notebook.results import Claim, Result
from recording import tasks
from recording.execute import execute, packages, processor

from tests.conftest import ROOT
from tests.hooks import samples
from tests.scripts.conftest import load as load_script
from tests.scripts.conftest import run

PATH = Path("docs/labs/lab.ipynb")
SETUP = "#| label: setup\nfrom IPython.display import JSON, display\nSEEDS = range(5)  # change this line\nGAIN = 2.0"
CLAIMS = """#| label: claims
found = [GAIN + seed / 10 for seed in SEEDS]
claim = {"what": "It gains", "unit": "points", "direction": "more", "least": 1, "differences": found}
display(JSON({"it-gains": claim}))"""
ANSWER = """#| label: answer
#| fold: "Answer to exercise 1"
#| edit-cell: setup
#| edit-old: "GAIN = 2.0"
#| edit-new: "GAIN = 7.0"
#| edit-gives: {gain: gain-of-seven}
print("seven")"""
RESULTS = """#| label: results
result = {"what": "gain", "value": GAIN, "unit": "points", "spread": 0.5, "n": 5}
display(JSON({"gain": result, "gain-of-seven": result | {"value": 7.2}}))"""


def lab(folder: Path, *sources: str) -> Path:
    """A lab that was never executed."""
    return Path(
        folder / samples.store(folder, "lab.ipynb", *[samples.code(source, count=None) for source in sources]).path.name
    )


def test_lab_is_executed_and_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = lab(tmp_path, SETUP, CLAIMS, ANSWER, RESULTS)
    assert tasks.record(file, PATH) == []
    stored = load(file)
    assert stored.results["gain"].value == 2
    assert stored.run.digests.keys() == {"code", "outputs", "lock"}
    assert [cell.count for cell in stored.cells] == [None, 1, 2, 3, 4]
    assert file.read_text(encoding="utf-8").endswith("}\n")
    assert list(tmp_path.iterdir()) == [file]
    said = capsys.readouterr().out
    assert "lab: 2/4 cell 3 (claims) " in said
    assert ": lab: stored, " in said

    assert tasks.compare(file, PATH) == []
    assert tasks.try_exercises(file, PATH) == []
    raw = json.loads(file.read_text(encoding="utf-8"))
    raw["cells"][4]["outputs"][0]["data"]["application/json"]["gain-of-seven"]["value"] = 8.2
    raw["cells"][4]["outputs"][0]["data"]["application/json"]["gain"]["value"] = 3.5
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert tasks.compare(file, PATH) == [
        "docs/labs/lab.ipynb: result 'gain' was 3.5, is now 2, room 1",
    ]
    assert tasks.try_exercises(file, PATH) == [
        "docs/labs/lab.ipynb: cell 4 (answer): its answer 'gain-of-seven' was 8.2, is now 7, room 1, "
        "as 'gain' after the edit"
    ]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("#| label: wrong\n1 / 0", "cell 2 (wrong): ZeroDivisionError: division by zero; mend the cell and run again"),
        ("import os\nos._exit(1)", "cell 2: ends the kernel; mend the cell"),
    ],
)
def test_lab_that_fails_keeps_its_file(source: str, says: str, tmp_path: Path) -> None:
    file = lab(tmp_path, source, RESULTS)
    before = file.read_bytes()
    with pytest.raises(Fault) as caught:
        tasks.record(file, PATH)
    assert str(caught.value).startswith(f"docs/labs/lab.ipynb: {says}")
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_fault_that_ends_a_task_is_one_of_its_faults() -> None:
    def task(file: Path, path: Path) -> list[str]:
        if path == PATH:
            raise Fault(f"{path}: ended")
        return [str(file)]

    assert tasks.faults_of(task, PATH) == ["docs/labs/lab.ipynb: ended"]
    assert tasks.faults_of(task, Path("other.ipynb")) == [f"{ROOT}/other.ipynb"]


def test_cell_that_hangs_is_ended(tmp_path: Path) -> None:
    file = lab(tmp_path, "x = 1", "#| label: hangs\nwhile True:\n    pass")
    with pytest.raises(Fault, match=r"docs/labs/lab.ipynb: cell 3 \(hangs\): takes more than 1 seconds; mend"):
        execute(PATH, load(file).node, limit=1)


def test_interrupted_lab_ends_in_one_line_and_keeps_its_file(tmp_path: Path) -> None:
    file = lab(tmp_path, "x = 1", "import time\ntime.sleep(100)")
    before = file.read_bytes()
    code = f"import common; from pathlib import Path; from recording import tasks; tasks.record(*2 * [Path('{file}')])"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": f"{ROOT}/scripts"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("-c: lab: 1/2 cell 2 ")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1] == "-c: interrupted\n"
    assert process.returncode != 0
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_seconds_are_those_in_which_the_lab_worked(tmp_path: Path) -> None:
    """On a busy machine a lab waits; what it needs is said, so that each reader can tell the minutes of their own."""
    file = lab(tmp_path, "import time\nwhile time.process_time() < 2:\n    pass\ntime.sleep(1)")
    assert 2 <= execute(PATH, load(file).node) < 60


def test_claim_that_does_not_hold_keeps_a_lab_from_being_stored(tmp_path: Path) -> None:
    file = lab(tmp_path, SETUP.replace("2.0", "-0.1"), CLAIMS, RESULTS)
    before = file.read_bytes()
    (fault,) = tasks.record(file, PATH)
    assert fault.startswith("docs/labs/lab.ipynb: cell 3 (claims): claim 'it-gains' does not hold: ")
    assert file.read_bytes() == before


def test_claims_are_tried_with_other_seeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    falls = CLAIMS.replace("+ seed / 10", "- seed / 10")
    file = lab(tmp_path, SETUP, falls, RESULTS)
    before = file.read_bytes()
    assert tasks.try_seeds(file, PATH, "range(0, 3)") == []
    assert "holds: it-gains: It gains: +1.9 points (95 % interval 1.65 to 2.15), 3 seeds" in capsys.readouterr().out
    (fault,) = tasks.try_seeds(file, PATH, "range(10, 30)")
    assert fault.startswith("docs/labs/lab.ipynb: claim 'it-gains' does not hold with range(10, 30): one of its")
    assert "does not hold: it-gains: It gains: +0.05 points" in capsys.readouterr().out
    assert file.read_bytes() == before


@pytest.mark.parametrize("line", ["", "SEEDS = range(2)\nSEEDS = range(3)", "  # SEEDS = range(3)"])
def test_seeds_need_one_line_to_change(line: str, tmp_path: Path) -> None:
    file = lab(tmp_path, f"#| label: setup\n{line}", RESULTS)
    with pytest.raises(Fault, match=r"its cell 'setup' has [02] lines 'SEEDS = …', not one; write one"):
        tasks.try_seeds(file, PATH, "range(10, 20)")


def test_seeds_need_claims(tmp_path: Path) -> None:
    file = lab(tmp_path, SETUP)
    assert "has no claims; add a cell labelled 'claims'" in tasks.try_seeds(file, PATH, "range(10, 20)")[0]


def test_edit_that_cannot_be_made_or_ends_a_lab_is_a_fault(tmp_path: Path) -> None:
    broken = RESULTS.replace('"value": GAIN', '"value": {2.0: 2.0}[GAIN]')
    elsewhere = ANSWER.replace("edit-cell: setup", "edit-cell: gone").replace("label: answer", "label: other")
    file = lab(tmp_path, SETUP, ANSWER, elsewhere, broken)
    raw = load(file).node
    execute(PATH, raw)
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert tasks.try_exercises(file, PATH) == [
        "docs/labs/lab.ipynb: cell 3 (answer): after its edit: cell 5 (results): KeyError: 7.0; "
        "mend the cell and run again",
        "docs/labs/lab.ipynb: cell 4 (other): edit-cell: there is no cell 'gone'; mend the label",
    ]


@pytest.mark.parametrize(
    ("was", "now", "others", "apart"),
    [
        ((10, 0.5), 11, [], None),
        ((10, 0.5), 11.1, [], "was 10, is now 11.1, room 1"),
        ((10, None), 10.6, [], "was 10, is now 10.6, room 1e-08"),
        ((10, None, 3.0), 12.5, [], None),
        ((10, None), 10.6, [(0, 0.35)], None),
    ],
)
def test_results_are_compared_within_twice_the_spread_or_the_stated_room(
    was: tuple[float, ...], now: float, others: list[tuple[float, float]], apart: str | None
) -> None:
    def result(value: float, spread: float | None, tolerance: float | None = None) -> Result:
        return Result("what", value, "%", spread, 5, tolerance)

    assert tasks.apart(result(*was), result(now, None), *[result(*other) for other in others]) == apart


def test_claim_is_told_in_one_line() -> None:
    claim = Claim("A is B", "points", "none", 1, [-0.2, 0.2, 0.1])
    assert tasks.describe("same", claim).startswith("holds: same: A is B: +0.0333 points (95 % interval −0.")


def test_run_says_what_it_ran_on() -> None:
    assert packages(samples.node(samples.code("import nbformat\nfrom PIL import Image\nimport sys"))).keys() == {
        "nbformat",
        "pillow",
    }
    assert processor()
    assert "@" not in processor()


@pytest.mark.parametrize("seeds", ["10", "10:", "a:b", "20:10", "3:4"])
def test_script_refuses_what_are_no_seeds(seeds: str) -> None:
    done = run("scripts/labs", "--seeds", seeds, "large-datasets")
    assert done.returncode == 2
    assert "--seeds" in done.stderr
    assert "Traceback" not in done.stderr


def test_script_turns_seeds_into_a_range() -> None:
    assert load_script("labs").seeds("10:20") == "range(10, 20)"


def test_script_does_one_thing_at_a_time() -> None:
    assert run("scripts/labs", "--check", "--exercises").returncode == 2
