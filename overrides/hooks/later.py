"""Work that a page does not wait for: its result is put in when the page is written.

On a first build a second process does the work, while MkDocs goes on with the pages. `memory` keeps results in a file.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import multiprocessing
import re
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

MARK = re.compile(r"<!--later (\d+)-->")
# Seconds until a thread lets another have its turn. With Python's own 0.005, the thread that hands out work waits
# longer for its turn than the second process takes for a piece of it, which was then idle a third of the time.
TURN, USUAL = 0.0002, sys.getswitchinterval()


@dataclass
class Task:
    """A piece of work, and its result when it is done."""

    work: Callable[..., str]
    arguments: tuple[Any, ...]
    future: Future[str] | None
    done: str | None = None

    def result(self) -> str:
        """What the work returns; where the second process has not begun it, or was stopped, it is done here."""
        if self.done is None and self.future and not self.future.cancel():
            with contextlib.suppress(BrokenExecutor):
                self.done = self.future.result()
        if self.done is None:
            self.done = self.work(*self.arguments)
        self.arguments = ()
        return self.done


TASKS: list[Task] = []
PROCESSES: list[ProcessPoolExecutor] = []
KNOWN: dict[str, str] = {}  # results of earlier builds, by what they are made of
ASKED: dict[str, str] = {}  # marks of what this build has asked for, in the same way


def begin(first: Callable[..., object], *arguments: object) -> None:
    """In the second process: who interrupts a build hears of the first alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first(*arguments)


def start(first: Callable[..., object], *arguments: object) -> None:
    """Start the second process with `first`, where the system lets it take over the libraries that are loaded."""
    if "fork" in multiprocessing.get_all_start_methods():
        process = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), partial(begin, first, *arguments))
        process.submit(int)  # else it would start with the first page
        PROCESSES.append(process)
        sys.setswitchinterval(TURN)


def stop() -> None:
    """Stop the second process, whatever it has left to do."""
    while PROCESSES:
        PROCESSES.pop().shutdown(wait=False, cancel_futures=True)
    sys.setswitchinterval(USUAL)


def later(work: Callable[..., str], *arguments: Any) -> str:
    """A mark for HTML in place of what `work` will return. Both can be sent to another process."""
    future = None
    if PROCESSES:
        with contextlib.suppress(BrokenExecutor):
            future = PROCESSES[0].submit(work, *arguments)
    TASKS.append(Task(work, arguments, future))
    return f"<!--later {len(TASKS) - 1}-->"


@functools.cache
def version(module: str) -> str:
    """What changes when the file of a module changes, or a version that it lists in `LIBRARIES`."""
    file = Path(str(sys.modules[module].__file__))
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()} {getattr(sys.modules[module], 'LIBRARIES', '')}"


def once(work: Callable[..., str], *arguments: Any) -> str:
    """As `later`, but done once for the same arguments, be it in an earlier build."""
    asked = repr((version(work.__module__), work.__name__, arguments))
    key = hashlib.sha256(asked.encode()).hexdigest()
    if key not in ASKED:
        ASKED[key] = later(str, KNOWN[key]) if key in KNOWN else later(work, *arguments)
    return ASKED[key]


def results() -> dict[str, str]:
    """What this build has got of what it asked `once` for."""
    tasks = {key: TASKS[int(mark)] for key, mark in zip(ASKED, MARK.findall("".join(ASKED.values())), strict=True)}
    return {key: task.done for key, task in tasks.items() if task.done is not None}


def begin_anew() -> None:
    """Start with another build, which knows the results of this one."""
    KNOWN.update(results())
    ASKED.clear()
    TASKS.clear()


def filled(text: str) -> str:
    """The HTML with results in place of marks.

    The second process takes them one after the other; the last of those it has not begun are done here in the meantime.
    """
    for number in reversed(MARK.findall(text)):
        task = TASKS[int(number)]
        if task.done is None and task.future and task.future.cancel():
            task.result()
    return MARK.sub(lambda match: TASKS[int(match[1])].result(), text)
