"""How tests reach the functions of a script, which has no ending that Python would import."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from importlib.machinery import SourceFileLoader
from types import ModuleType

from tests.conftest import ROOT


def load(name: str) -> ModuleType:
    """scripts/<name> as a module, without running it."""
    loader = SourceFileLoader(f"scripts_{name}", str(ROOT / "scripts" / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def run(*command: str, folder: object = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a user sees who runs a command in the project."""
    return subprocess.run(
        command,
        cwd=str(folder),
        env=os.environ | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
