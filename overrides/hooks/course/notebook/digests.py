"""What a notebook's outputs depend on, in digests: a change since it was executed shows."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

SAID = re.compile(r"^#\|\s?fig-(?:cap|alt):.*\n?", re.MULTILINE)  # words about a figure, as prose is


def data_files(path: Path) -> list[Path]:
    """What a notebook reads: the files beside it that have its name and another ending."""
    return sorted(file for file in path.parent.glob(f"{path.stem}.*") if file.suffix not in {".ipynb", ".part"})


def digests(node: NotebookNode, lock: Path, data: Iterable[Path] = ()) -> dict[str, str]:
    """SHA-256 of the code, of the outputs, of the lock and of the data that it reads, as stored in the notebook.

    Captions and alt texts are no code: who mends their words need not run the lab again.
    """

    def canonical(value: object) -> bytes:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    code = [cell for cell in node.cells if cell.cell_type == "code"]
    outputs = [[{**output, "data": output.get("data", {})} for output in cell.outputs] for cell in code]
    parts = {"code": canonical([SAID.sub("", cell.source) for cell in code]), "outputs": canonical(outputs)}
    parts["lock"] = lock.read_bytes() if lock.exists() else b""
    parts |= {file.name: file.read_bytes() for file in data}
    return {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
