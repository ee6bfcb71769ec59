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

import httpx

from deploy.local.processes import ROOT
from tools.faults.federation.parts import ACTS, SERVICES, Rows, saga
from tools.faults.federation.regions import Regions, running

TARGET, KEPT = ROOT / "docs/figures/federation-faults.md", ROOT / "build/faults"
PARTS = ("saga", *ACTS)


def _federated(name: str, small: bool) -> Rows:
    services = SERVICES[name]

    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_:
        started = open_.enter_context(running(Path(folder), names=tuple(services), services=services))

        async def act() -> Rows:
            async with httpx.AsyncClient(timeout=30) as http:
                return await ACTS[name](Regions(*started, http), small)

        return asyncio.run(act())


def part(name: str) -> Callable[[bool, int], bool]:
    """A part to run: prints its rows and, in full size, keeps them and writes the page; whether all held."""

    def act(small: bool, seed: int) -> bool:
        began = time.monotonic()
        print(f"[faults] {name}", flush=True)
        rows = saga(small, seed) if name == "saga" else _federated(name, small)
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
    said = {"seconds": seconds, "on": datetime.now(UTC).date().isoformat(), "rows": [asdict(row) for row in rows]}
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
    ran = ", ".join(f"{name} {said['seconds']:.0f} s on {said['on']}" for name, said in kept.items())
    lacking = ", ".join(name for name in PARTS if name not in kept)
    table = "\n".join(rows)
    return f"""# Faults between deployments: what was measured

Written by `make faults` ({os.cpu_count()} cores for everything that takes part, Python {platform.python_version()}; real brokers, mirrors,
databases and services as processes; faults through proxies on loopback). Parts and how long they took: {ran}.
{f"Not run: {lacking}." if lacking else "All parts were run."} What each does and who judges it is in `tools/faults/federation` and `tools/faults/saga`;
`tests/e2e/federation` and `tests/integration/federation` run the same in a small size.

| Case | Size | Seen | Goal |
| --- | --- | --- | --- |
{table}

"Lost" and the like compare the owner's own tables with Geneva's, row by row, not what either says of itself. The backlog
of G1 is what comes in while the cut lasts, as fast as the machine takes it, in place of an hour at a lower rate.
"""
