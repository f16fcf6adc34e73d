"""One run of a notebook in a new kernel, under the house style, and what it ran on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

from common import ROOT, say
from course.notebook.digests import data_files
from course.notebook.model import Fault, one_line, parse
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

STYLE = ROOT / "scripts" / "style"
LIMIT = 1800  # seconds for one cell: ten seeds on a busy machine are allowed, a cell that hangs is not


def processor() -> str:
    """The processor's name as its maker writes it, without the clock rate."""
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    name = found[1] if found else platform.processor() or platform.machine()
    return re.sub(r"\s*(@.*|\((R|TM)\)|\bProcessor\b.*)", "", name).strip()


def packages(node: NotebookNode) -> dict[str, str]:
    """Versions of the installed packages that a notebook imports, by package name."""
    code = "\n".join(cell.source for cell in node.cells if cell.cell_type == "code")
    names = set(re.findall(r"^\s*(?:import|from)\s+(\w+)", code, re.M))
    known = metadata.packages_distributions()
    found = {known[name][0] for name in names if name in known} - {"ipython"}
    return {name.lower(): metadata.version(name).split("+")[0] for name in sorted(found, key=str.lower)}


def children() -> float:
    """The processor time of all processes that ended below this one, in seconds."""
    return os.times().children_user + os.times().children_system


def environment(folder: str) -> dict[str, str]:
    """For the kernel: the style of figures, one thread unless a lab sets more, fixed dates and hashes, no network."""
    return os.environ | {
        "HF_HUB_OFFLINE": "1",
        "IPYTHONDIR": folder,
        "MATPLOTLIBRC": str(STYLE / "matplotlibrc"),
        "MPLCONFIGDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
    }


def execute(path: Path, node: NotebookNode, limit: int = LIMIT) -> float:
    """Execute the cells of a notebook, in place, with a line for each; return the seconds that it took, at most.

    That is the processor time of its processes where that is less than the time that passed: then other work made them
    wait. `path` is what messages name. Raises Fault for a cell that fails, or takes more than `limit` seconds.
    """
    cells = parse(path, node).cells
    total = sum(cell.kind == "code" for cell in cells)
    started, used = time.monotonic(), children()
    begun: list[int] = []

    def begin(cell: NotebookNode, cell_index: int) -> None:
        begun.append(cell_index)

    def report(cell: NotebookNode, cell_index: int, **_: object) -> None:
        done = sum(cells[index].kind == "code" for index in begun)
        say(f"{path.stem}: {done}/{total} {cells[cell_index].place} {time.monotonic() - started:.0f} s")

    with tempfile.TemporaryDirectory() as settings, tempfile.TemporaryDirectory() as work:
        (Path(settings) / "profile_default").symlink_to(STYLE / "profile_default")
        for file in data_files(ROOT / path):
            shutil.copy(file, work)
        # The list of fonts is made before: where that takes more than five seconds, it writes to stderr.
        fonts = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(fonts, env=environment(settings), stderr=subprocess.DEVNULL, check=False)
        client = NotebookClient(
            node,
            coalesce_streams=True,
            kernel_name="python3",
            on_cell_executed=report,
            on_cell_start=begin,
            record_timing=False,
            resources={"metadata": {"path": work}},
            startup_timeout=LIMIT,  # of the kernel, which a busy machine keeps waiting
            timeout=limit,
        )
        try:
            client.execute(env=environment(settings), stderr=subprocess.DEVNULL)
        except CellExecutionError as error:
            what = one_line(f"{error.ename}: {error.evalue}")
        except CellTimeoutError:
            what = f"takes more than {limit} seconds"
        except DeadKernelError:
            what = "ends the kernel"
        except AssertionError:
            if client.km is not None:
                raise
            raise KeyboardInterrupt from None  # at Ctrl-C nbclient takes the kernel away, and then asks for it
        else:
            return min(time.monotonic() - started, children() - used)
    raise Fault(f"{path}: {cells[begun[-1]].place}: {what}; mend the cell and run again")
