"""The solver of the plan is loaded by its own process alone: no service's start imports it (ADR 19)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOLVERS = ("highspy", "scipy")
STARTS = "services.matching.main, services.matching.plan.command"


def loaded(imported: str) -> list[str]:
    """Solvers that are loaded once some modules are."""
    asked = f"import sys, {imported}; print(*[one for one in {SOLVERS!r} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_matching_starts_without_a_solver() -> None:
    assert loaded(STARTS) == []


def test_only_two_files_name_a_solver() -> None:
    named = {
        str(path.relative_to(ROOT))
        for room in ("services", "shared", "deploy")
        for path in (ROOT / room).rglob("*.py")
        if any(f"import {one}" in path.read_text() or f"from {one}" in path.read_text() for one in SOLVERS)
    }
    assert named == {"services/matching/plan/flow.py", "services/matching/plan/mixed.py"}


@pytest.mark.control
def test_a_planted_import_is_found() -> None:
    assert loaded(f"{STARTS}, services.matching.plan.flow") == ["scipy"]
