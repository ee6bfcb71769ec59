"""Signals of early warning as who runs the command reads them: a process of its own, without settings (WM 12)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.local.processes import ROOT
from services.gateway.watch.command import signals_command

pytestmark = pytest.mark.paragraph("12")
MONTHS = [f"2025-{n:02}" for n in range(1, 13)]


def run(file: Path, *more: str) -> tuple[int, str, str]:
    """The command, as a person runs it."""
    command = [sys.executable, "-m", "services.gateway", "signals", "--figures", str(file), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.clause("12.2")
def test_who_runs_the_command_reads_signals_and_rows_that_were_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"TCD,{month},{30 + n % 3}" for n, month in enumerate(MONTHS)] + [f"CMR,{month},40" for month in MONTHS]
    text = "\n".join(["country,month,applications", *rows, "TCD,2026-01,95", "CMR,2026-01,44", "CMR,2026-13,9"])
    file = tmp_path / "figures.csv"
    file.write_text(text, encoding="utf-8")
    status, out, fault = run(file, "--json")
    answer: dict[str, Any] = json.loads(out)
    assert (status, [one["key"] for one in answer["signals"]]) == (3, ["applications_rise:TCD:2026-01"])
    assert (answer["signals"][0]["after"], answer["signals"][0]["threshold"]["ratio"]) == (95, 1.5)
    assert (answer["faults"][0]["row"], "row 28, month" in fault) == (28, True)

    assert signals_command(["--figures", str(file), "--json"]) == 3
    assert capsys.readouterr() == (out, fault), "the same file gives the same answer"
    file.write_text(text.removesuffix("CMR,2026-13,9"), encoding="utf-8")
    assert (signals_command(["--figures", str(file), "--ratio", "4"]), capsys.readouterr().out) == (0, "no signal\n")
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert signals_command(["--figures", str(file)]) == 2
    with pytest.raises(SystemExit):
        signals_command(["--figures", str(file), "--alpha", "nan"])
