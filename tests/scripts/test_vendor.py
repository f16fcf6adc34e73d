"""scripts/vendor: a package that is not as it is known is said, not passed on."""

from __future__ import annotations

import pytest

from tests.scripts.conftest import load

vendor = load("vendor")
SCRIPT = {"package": "shim", "version": "1.0", "find": "old", "replace": "new"}
SHIM = "function a(){old}function b(){}var t=`<script>${a};${b}<\\/script>`"


def test_script_in_the_frame_is_named_by_its_hash() -> None:
    text, frame = vendor.change_script(SHIM, SCRIPT)
    assert "new" in text
    assert frame.startswith("sha256-")
    assert vendor.change_script(SHIM.replace("old", "old;"), SCRIPT)[1] != frame


@pytest.mark.parametrize(("old", "new"), [("old", "else"), ("<script>", "<style>"), ("function b(){}", "")])
def test_changed_script_of_others_is_refused(old: str, new: str) -> None:
    with pytest.raises(SystemExit, match=r"shim 1.0 is not as scripts/vendor.yml knows it"):
        vendor.change_script(SHIM.replace(old, new), SCRIPT)


def test_italic_letters_are_those_of_formulas() -> None:
    assert [vendor.italic(letter) for letter in "ahZ"] == ["𝑎", "ℎ", "𝑍"]
