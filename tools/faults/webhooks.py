"""The sender of webhooks killed and under a steady load, in full size: docs/figures/webhooks.md (W2, W8, W9)."""

import asyncio
import os
import platform
import tempfile
from dataclasses import asdict
from pathlib import Path

from tools.faults.killed_sender import CI, FULL, REACH, Size, Verdict, run
from tools.faults.notifications_alone import server
from tools.faults.steady import Steady, steady

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs/figures/webhooks.md"
MEANING = {
    "wanted": "deliveries that had to arrive",
    "received": "calls that endpoints accepted",
    "lost": "accepted by nobody (goal 0)",
    "uncalled_for": "accepted by an endpoint that did not ask (goal 0)",
    "doubles": "accepted once more after a kill",
    "other_ids": "doubles under another webhook-id (goal 0)",
    "inversions": "out of order at FIFO endpoints (goal 0)",
    "inversions_unordered": "out of order at the others, where no order is promised",
}


def holds(found: Verdict) -> bool:
    """The goals W2 and W9."""
    exact = (found.lost, found.uncalled_for, found.other_ids, found.inversions)
    return exact == (0, 0, 0, 0) and found.double_share <= 0.005


def page(size: Size, found: Verdict, rate: Steady, load: float) -> str:
    """The page of figures. ``load``: the machine's load average, to judge times by."""
    rows = "\n".join(f"| {name} | {asdict(found)[name]} | {words} |" for name, words in MEANING.items())
    machine = (
        f"{os.cpu_count()} cores at a load average of {load:.0f}, Python {platform.python_version()}, PostgreSQL and endpoints on the\n"
        "same machine"
    )
    return f"""# Webhooks: what was measured

Written by `make faults` ({machine}). The command and the judge of it are in `tools/faults`.

## The sender killed ({size.kills} times)

{size.endpoints} endpoints, a fifth of them FIFO; {size.events} events, each to {REACH} of them; {size.flaky:.0%} of calls are refused
once. One sender process, ended by kill -9 {size.kills} times while it sends, started again each time: {found.seconds:.0f} s in all.

| what | count | meaning |
| --- | --- | --- |
{rows}
| share of doubles | {found.double_share:.2%} | goal <= 0.5 % |

## A steady load

{rate.seconds:.0f} s at one sender process, as fast as it goes, to {rate.endpoints} endpoints of one receiver process:
**{rate.per_second:.0f} deliveries per second** ({rate.deliveries} in all; goal >= 300), {rate.cpu_ms:.1f} ms of its CPU each. Its memory went from
{rate.rss_before_mb:.0f} MB to {rate.rss_after_mb:.0f} MB.
"""


def run_all(*, small: bool, seed: int) -> bool:
    """Both runs and, in full size, the page; whether every goal held."""
    size = CI if small else FULL
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as administrator:
        print(f"[faults] sender killed {size.kills} times, {size.events * REACH} deliveries", flush=True)
        found = asyncio.run(run(administrator, Path(folder), size, seed))
        print(f"[faults] {found}", flush=True)
        rate = asyncio.run(steady(administrator, Path(folder), 10 if small else 600))
        print(f"[faults] {rate}", flush=True)
    if not small:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(page(size, found, rate, os.getloadavg()[2]), encoding="utf-8")
        print(f"[faults] {TARGET.relative_to(ROOT)}")
    return holds(found) and rate.per_second >= 300
