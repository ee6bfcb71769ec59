"""The federation's faults part by part; each part keeps its rows, and the page shows the latest of each.

docs/figures/federation-faults.md is written of build/faults, so that parts can be run one at a time.
"""

import asyncio
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.local.processes import ROOT
from shared.runtime.http.asking import asking
from tools.faults.federation.cut_off import FULL
from tools.faults.federation.parts import ACTS, ENVIRONMENT, SERVICES, Rows, ended, saga
from tools.faults.federation.regions import Regions, running

HELD_BY = """
| Goal | In every run | Its control | In full |
| --- | --- | --- | --- |
| G1 a region cut off holds nobody up, and is whole again | e2e/federation/test_bad_lines | the judge before healing | cut |
| G2 its own people notice nothing | the same | requests that fail are counted | cut |
| G3 what is purged or dropped is found and asked for | e2e/federation/test_lost_records, integration/test_healing, test_gaps | without numbers; without upkeep | lost |
| G4 a replicator that begins anew changes nothing | e2e/federation/test_across_regions, integration/test_gaps | other identities do change it | lost |
| G5 each event everywhere once, none comes home | e2e/federation/test_bad_lines | the judge of brokers | everywhere |
| G6 ten rows corrupted at random are repaired in two rounds | integration/test_comparing (full size) | without the comparison | cut |
| G7 what is old says since when, and is never dropped | integration/test_world, e2e/federation/test_bad_lines | fresh before the cut | cut |
| G8 a clock that is an hour off changes no order | integration/test_clocks (full size) | an order by moments is another | - |
| G9 half-open and dumb connections are made anew | e2e/federation/test_direct, test_bad_lines | integration/federation/test_links | lines |
| G10 150 ms there and back, 1 Mbit/s | e2e/federation/test_bad_lines | integration/federation/test_links | lines |
| no promise twice under any partition | integration/federation/test_no_double_promise | a match that does not wait | saga |
| nothing lost or doubled by an early end under any partition | integration/federation/test_ended_while_cut | need and capacity that come back twice, or never | ended |
| S14 strictly confidential values stay at home | e2e/federation/test_canaries, unit/test_reduction | the search finds them at home | - |
"""
TARGET, KEPT = ROOT / "docs/figures/federation-faults.md", ROOT / "build/faults"
ON_DATABASES: Mapping[str, Callable[[bool, int], Rows]] = {"saga": saga, "ended": ended}
PARTS = (*ON_DATABASES, *ACTS)


def _federated(name: str, small: bool) -> Rows:
    services = SERVICES[name]

    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_:
        started = open_.enter_context(
            running(Path(folder), names=tuple(services), services=services, environment=ENVIRONMENT)
        )

        async def act() -> Rows:
            async with asking(30) as http:
                return await ACTS[name](Regions(*started, http), small)

        return asyncio.run(act())


def part(name: str) -> Callable[[bool, int], bool]:
    """A part to run: prints its rows and, in full size, keeps them and writes the page; whether all held."""

    def act(small: bool, seed: int) -> bool:
        began = time.monotonic()
        print(f"[faults] {name}", flush=True)
        rows = ON_DATABASES[name](small, seed) if name in ON_DATABASES else _federated(name, small)
        for row in rows:
            words = "held" if row.held else "MISSED"
            print(f"[faults] {words}: {row.case} | {row.size} | {row.seen} | {row.goal}", flush=True)
        if not small:
            _keep(name, rows, time.monotonic() - began)
            print(f"[faults] {TARGET.relative_to(ROOT)}", flush=True)
        return all(row.held for row in rows)

    return act


def _keep(name: str, rows: Rows, seconds: float) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    said = {
        "seconds": seconds,
        "on": datetime.now(UTC).date().isoformat(),
        "load": os.getloadavg()[2],
        "rows": [asdict(row) for row in rows],
    }
    (KEPT / f"{name}.json").write_text(json.dumps(said, indent=1), encoding="utf-8")
    kept = {one: json.loads(file.read_text()) for one in PARTS if (file := KEPT / f"{one}.json").exists()}
    TARGET.write_text(page(kept), encoding="utf-8")


def page(kept: Mapping[str, Any]) -> str:
    """The page of figures, of the latest run of each part; a part that was never run is named."""
    rows = []
    for said in kept.values():
        for row in said["rows"]:
            seen = row["seen"] if row["held"] else f"**missed**: {row['seen']}"
            rows.append(f"| {row['case']} | {row['size']} | {seen} | {row['goal']} |")
    ran = ", ".join(
        f"{name} {said['seconds']:.0f} s on {said['on']} (load {said['load']:.0f})" for name, said in kept.items()
    )
    lacking = ", ".join(name for name in PARTS if name not in kept)
    table = "\n".join(rows)
    return f"""# Faults between deployments: what was measured

Written by `make faults` ({os.cpu_count()} cores for everything that takes part, Python {platform.python_version()}; real brokers, mirrors,
databases and services as processes; faults through proxies on loopback). Parts, how long they took and how many processes wanted a core meanwhile: {ran}.
{f"Not run: {lacking}." if lacking else "All parts were run."} What each does and who judges it is in `tools/faults/federation` and `tools/faults/saga`;
`tests/e2e/federation` and `tests/integration/federation` run the same in a small size.

| Case | Size | Seen | Goal |
| --- | --- | --- | --- |
{table}

"Lost" and the like compare the owner's own tables with Geneva's, row by row, not what either says of itself. The backlog
of G1 comes in at {FULL.rate:g} requests a second, each told by several events, in place of an hour at a lower rate.

## Which test holds which goal
{HELD_BY}"""
