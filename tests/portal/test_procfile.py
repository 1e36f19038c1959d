"""What the demo leaves behind stands where VAR_DIR says."""

from __future__ import annotations

from pathlib import Path

from tests.stack import ROOT, Stack, wait_until


def test_the_sandbox_keeps_its_state_under_var_dir(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    try:
        stack.start("sandbox")
        state = tmp_path / "sandbox.sqlite3"
        wait_until(state.exists, seconds=30, what=f"{state} is there")
    finally:
        stack.stop()


def test_no_process_names_the_usual_folder_of_its_own() -> None:
    procfile = (ROOT / "Procfile").read_text()

    assert "var/" not in procfile.replace("${VAR_DIR:-var}/", "")
