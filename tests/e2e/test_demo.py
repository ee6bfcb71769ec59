"""The README's command, as a newcomer runs it: every step of the journey holds, and nothing is left running."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.local.processes import ROOT
from tests.support.leftovers import living


def smoke(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The smoke test on free ports, with its data in a folder of its own."""
    command = [sys.executable, "-m", "deploy.demo", "--smoke", "--folder", str(folder)]
    wanted = os.environ | {"ACSG_PORT_BASE": "0"} | environment
    return subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, timeout=240)


def test_the_smoke_test_holds_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = smoke(tmp_path)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "all steps held" in done.stdout
    assert not (tmp_path / "wca/stack.json").exists()
    assert living(tmp_path) == []
    again = smoke(tmp_path)
    assert again.returncode == 0, (
        "a second start, on the data of the first: " + again.stdout[-3000:] + again.stderr[-3000:]
    )
