"""Work that a page does not wait for: its result is put in when the page is written.

On a first build a second process does the work from the first page on, while MkDocs goes on with the pages.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
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


def filled(text: str) -> str:
    """The HTML with results in place of marks.

    The second process takes them one after the other; the last of those it has not begun are done here in the meantime.
    """
    for number in reversed(MARK.findall(text)):
        task = TASKS[int(number)]
        if task.done is None and task.future and task.future.cancel():
            task.result()
    return MARK.sub(lambda match: TASKS[int(match[1])].result(), text)
