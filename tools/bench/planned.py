"""``plan_*``: a plan over 10,000 made-up lines and 5,000 offers, 30 possible pairs a line (WM 11).

Each in a process of its own, as it runs: the flow asks one unit a line; the other has amounts and two capacities.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from tools.bench.figures import Figure, figure

ROOT = Path(__file__).parents[2]
REGIONS = ("eh", "esa", "ap", "mena", "europe", "americas", "wca")


def problem(lines: int, offers: int, pairs: int, flow: bool, seed: int = 1) -> dict[str, Any]:
    """A made-up problem; scarce, so that some lines stay uncovered."""
    chance = Random(seed)  # noqa: S311 - made-up needs
    found: list[dict[str, Any]] = []
    for n in range(lines):
        for offer in chance.sample(range(offers), pairs):
            uses = {"people": 1} if flow else {"people": chance.randint(1, 3), "money": chance.randint(10, 60)}
            found.append({"line": f"l{n}", "offer": f"o{offer}", "value": chance.randint(1, 10_000), "uses": uses})
    asked: list[dict[str, Any]] = [{"id": f"l{n}", "region": chance.choice(REGIONS)} for n in range(lines)]
    given = []
    for n in range(offers):
        room = chance.randint(1, 3) if flow else chance.randint(2, 8)
        given.append({"id": f"o{n}", "capacities": {"people": room} if flow else {"people": room, "money": 30 * room}})
    if not flow:
        asked = [one | {"amount": chance.randint(1, 3), "indivisible": chance.random() < 0.3} for one in asked]
    present = [{"line": f"l{n}", "offer": found[n * pairs]["offer"], "amount": 1} for n in range(0, lines, 10)]
    return {"format": "plan-problem/1", "lines": asked, "offers": given, "pairs": found, "present": present}


def measured(given: dict[str, Any], seconds: float) -> tuple[dict[str, Any], float]:
    """The command's answer and its whole time, start and reading with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        path.write_text(json.dumps(given))
        command = (
            sys.executable,
            "-m",
            "services.matching",
            "plan",
            "--json",
            "--seconds",
            str(seconds),
            "--problem",
            str(path),
        )
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        return json.loads(done.stdout), time.monotonic() - began


def _short_of(answer: dict[str, Any], level: str) -> float:
    """How far a level lies under its bound, in per cent. Without a bound, when no level was ended in the time: under all lines."""
    bound = float(answer["bounds"].get(level, answer["reached"]["lines"]))
    return 100 * (bound - float(answer["reached"][level])) / max(abs(bound), 1)


def figures(lines: int = 10_000, offers: int = 5_000, pairs: int = 30) -> list[Figure]:
    """Takes the figures."""
    flow, whole = measured(problem(lines, offers, pairs, True), 60)
    mixed, mixed_whole = measured(problem(lines, offers, pairs, False), 10)
    return [
        figure("plan_flow_s", flow["seconds"], "s", "<= 2", 1),
        figure("plan_flow_with_reading_s", whole, "s", "", 1),
        figure("plan_flow_short_of_bound", _short_of(flow, "value"), "%", "<= 0.1", 1),
        figure("plan_mixed_s", mixed["seconds"], "s", "<= 10", 1),
        figure("plan_mixed_with_reading_s", mixed_whole, "s", "", 1),
        figure("plan_mixed_covered_short_of_bound", _short_of(mixed, "covered"), "%", "<= 0.1", 1),
    ]
