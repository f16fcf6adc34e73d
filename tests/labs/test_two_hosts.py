"""The worker script of the parallel lab on two hosts (two network namespaces, one cable), and by four workers."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from course.notebook import model

from tests.conftest import ROOT

PYTHON = ROOT / ".venv-labs" / "bin" / "python"
LAB = ROOT / "docs" / "labs" / "parallel-and-distributed-computing.ipynb"
HOSTS = {"course-a": "10.99.7.1", "course-b": "10.99.7.2"}


def ip(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30)


@pytest.fixture
def hosts() -> Iterator[dict[str, str]]:
    """Two namespaces with an address each. Skips, with the reason, where the machine does not allow them."""
    if not PYTHON.exists():
        pytest.skip("the labs' environment is not installed; run scripts/setup labs")
    if shutil.which("ip") is None:
        pytest.skip("the command 'ip' is missing (Debian: iproute2)")
    made = []
    try:
        for name in HOSTS:
            done = ip("netns", "add", name)
            if done.returncode:
                pytest.skip(f"this machine allows no network namespace: {done.stderr.strip()}")
            made.append(name)
        done = ip(
            "link", "add", "course-a0", "netns", "course-a", "type", "veth", "peer", "course-b0", "netns", "course-b"
        )
        if done.returncode:
            pytest.skip(f"this machine allows no virtual cable: {done.stderr.strip()}")
        for name, address in HOSTS.items():
            ip("-n", name, "addr", "add", f"{address}/24", "dev", f"{name}0")
            ip("-n", name, "link", "set", f"{name}0", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield HOSTS
    finally:
        for name in made:
            ip("netns", "del", name)


def worker() -> str:
    """The script as the lab writes it: the texts of its cells, in the order in which the lab joins them."""
    texts = {}
    for cell in model.load(LAB).cells:
        if cell.kind == "code" and cell.name.startswith(("worker-", "main")):
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                    texts[ast.unparse(node.targets[0])] = str(node.value.value)
    return "".join(texts[name] for name in ("START", "EXACT", "SHARDED", "TIMES", "PIPELINE", "MAIN"))


def test_same_script_gives_the_same_gradient_on_two_hosts(hosts: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(worker(), encoding="utf-8")
    runs = []
    for rank, name in enumerate(hosts):
        command = ["ip", "netns", "exec", name, str(PYTHON), "-m", "torch.distributed.run", "--nnodes=2"]
        command += [f"--node-rank={rank}", "--nproc-per-node=1", f"--master-addr={hosts['course-a']}"]
        command += ["--master-port=29533", str(script)]
        settings = {"GLOO_SOCKET_IFNAME": f"{name}0", "OMP_NUM_THREADS": "1", "QUICK": "1"}
        settings["RESULT"] = str(tmp_path / f"{rank}.json")
        runs.append(
            subprocess.Popen(
                command, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        )
    try:
        said = [run.communicate(timeout=240)[0] for run in runs]
    finally:
        for run in runs:
            run.kill()
    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    found = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))
    assert max(found["equal"]) < 1e-12
    assert min(found["unequal"]) > 0.1
    assert all(2 * part["kept"] == part["all"] for part in found["sharded"])
    assert max(part["apart"] for part in found["sharded"]) < 1e-5


@pytest.mark.skipif(not PYTHON.exists(), reason="the labs' environment is not installed; run scripts/setup labs")
def test_four_workers_on_one_machine_come_to_an_end(tmp_path: Path) -> None:
    script, result = tmp_path / "worker.py", tmp_path / "found.json"
    script.write_text(worker(), encoding="utf-8")
    command = [str(PYTHON), "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=4", str(script)]
    settings = {"OMP_NUM_THREADS": "1", "QUICK": "1", "RESULT": str(result)}
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    found = json.loads(result.read_text(encoding="utf-8"))
    assert max(found["equal"]) < 1e-12
    assert min(found["unequal"]) > 0.1
    assert all(part["kept"] < 0.3 * part["all"] for part in found["sharded"])
