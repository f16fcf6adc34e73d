"""Work is done once, by whichever process gets to it, and its result stands where its mark was."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import later
import pytest


@pytest.fixture(autouse=True)
def nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TASKS", "PROCESSES"):
        monkeypatch.setattr(later, name, [])
    for name in ("KNOWN", "ASKED"):
        monkeypatch.setattr(later, name, {})
    yield
    later.stop()


def where(_: object = None) -> str:
    return f"done by {os.getpid()}"


HERE = where()


def started(seconds: float = 0) -> None:
    later.start(time.sleep, seconds)
    if not later.PROCESSES:
        pytest.skip("this system starts no process that takes over loaded libraries")


def begun(task: later.Task) -> None:
    assert task.future
    while not task.future.running() and not task.future.done():
        time.sleep(0.01)


def test_result_stands_where_the_mark_was() -> None:
    one, two = later.later(str.upper, "a"), later.later(str.upper, "b")
    assert later.filled(f"<p>{two}{one}{two}</p><!-- later -->") == "<p>BAB</p><!-- later -->"


def test_work_is_done_once() -> None:
    done: list[int] = []

    def work() -> str:
        done.append(1)
        return ""

    mark = later.later(work)
    assert later.filled(mark * 2) == ""
    assert done == [1]


def test_second_process_does_it() -> None:
    started()
    mark = later.later(where)
    begun(later.TASKS[0])
    found = later.filled(mark)
    assert found.startswith("done by")
    assert found != HERE


def test_what_the_second_process_has_not_begun_is_done_here() -> None:
    started(1)
    marks = [later.later(where) for _ in range(9)]
    begun(later.TASKS[0])
    assert later.filled(marks[-1]) == HERE
    assert later.filled(marks[0]) != HERE


def test_last_of_a_page_is_done_here_while_the_second_process_does_the_first() -> None:
    started(1)
    marks = [later.later(where) for _ in range(9)]
    begun(later.TASKS[0])
    found = later.filled("\n".join(marks)).splitlines()
    assert found[0] != HERE
    assert found[-1] == HERE


def test_what_a_stopped_process_cannot_do_is_done_here() -> None:
    started(30)
    mark = later.later(where)
    begun(later.TASKS[0])
    for process in later.PROCESSES[0]._processes.values():
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    assert later.filled(mark) == HERE
    assert later.filled(later.later(where)) == HERE


@pytest.mark.parametrize("second", [True, False])
def test_work_that_fails_says_so(second: bool) -> None:
    if second:
        started()
    mark = later.later(str, b"a", "no such encoding")
    with pytest.raises(LookupError, match="no such encoding"):
        later.filled(mark)


def test_system_without_fork_does_all_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    later.start(time.sleep, 0)
    assert later.PROCESSES == []
    assert later.filled(later.later(where)) == HERE


def test_stop_leaves_no_process() -> None:
    started()
    process = later.PROCESSES[0]
    assert sys.getswitchinterval() == pytest.approx(later.TURN)
    later.stop()
    assert later.PROCESSES == []
    assert sys.getswitchinterval() == pytest.approx(later.USUAL)
    with pytest.raises(RuntimeError, match="shutdown"):
        process.submit(int)


def sworn(word: str) -> str:
    return {"a": "an oath", "b": "another"}[word]


def test_what_is_asked_for_twice_has_one_mark() -> None:
    assert later.once(sworn, "a") == later.once(sworn, "a") != later.once(sworn, "b")
    assert len(later.TASKS) == 2


def test_next_build_knows_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert later.filled(later.once(sworn, "a")) == "an oath"
    later.begin_anew()
    monkeypatch.setitem(globals(), "sworn", lambda _: pytest.fail("done once more"))
    sworn.__name__, sworn.__module__ = "sworn", __name__
    assert later.filled(later.once(sworn, "a")) == "an oath"


def test_other_version_of_a_module_does_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    later.once(sworn, "a")
    monkeypatch.setattr(later, "version", lambda _: "another")
    later.once(sworn, "a")
    assert len(later.ASKED) == 2


def test_version_changes_with_file_and_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    module = ModuleType("some")
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, "some", module)
    found = []
    for text, libraries in (("a", "1"), ("b", "1"), ("b", "2")):
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(module, "LIBRARIES", libraries, raising=False)
        found.append(later.version.__wrapped__("some"))
    assert len(set(found)) == 3


def test_next_build_tries_again_what_failed_or_was_not_shown() -> None:
    shown, failing = later.once(sworn, "a"), later.once(sworn, "c")
    later.once(sworn, "b")
    later.filled(shown)
    with pytest.raises(KeyError):
        later.filled(failing)
    later.begin_anew()
    assert list(later.KNOWN.values()) == ["an oath"]
    with pytest.raises(KeyError):
        later.filled(later.once(sworn, "c"))
