"""Lines that are bad without being down: connections gone dumb without a word, long ways, narrow ways."""

import time
from dataclasses import dataclass

from tools.bench.federation import lag
from tools.bench.load import quantile
from tools.faults.federation.cut_off import requests
from tools.faults.federation.judge import Judgement, judge, whole
from tools.faults.federation.regions import Regions

ROUND_TRIP_S, BYTES_PER_S = 0.150, 125_000
"""150 ms there and back, 1 Mbit/s each way."""
PER_SECOND = 20


@dataclass(frozen=True)
class Dumb:
    """``times``: seconds from when connections went dumb until what was told after that was seen at Geneva."""

    connections: int
    times: tuple[float, ...]
    after: Judgement


@dataclass(frozen=True)
class Far:
    """Milliseconds from a commit to Geneva's GraphQL, and how long a backlog took over the same line."""

    events: int
    lag_p50_ms: float
    lag_p99_ms: float
    backlog: int
    backlog_s: float
    after: Judgement


async def gone_dumb(regions: Regions, name: str, rounds: int) -> Dumb:
    """Every connection into a region stays open and carries nothing any more; both ends must notice by themselves."""
    await requests(regions, name, 1, 1)
    await whole(regions, name)
    forgotten, times = 0, []
    for _ in range(rounds):
        forgotten += sum(link.forget() for link in (regions.links[name], *regions.doors[name].values()))
        began = time.perf_counter()
        await requests(regions, name, 1, 1)
        await whole(regions, name)
        times.append(time.perf_counter() - began)
    return Dumb(forgotten, tuple(times), await judge(regions, name))


async def far_away(regions: Regions, name: str, seconds: float, backlog_s: float) -> Far:
    """A region behind a long and narrow line: steady events, then a backlog that gathered while it was cut."""
    region, geneva = regions.client(name), regions.client("geneva")
    lines = (regions.links[name], *regions.doors[name].values())
    for line in lines:
        line.delay_s, line.bytes_per_s = ROUND_TRIP_S / 2, BYTES_PER_S
    try:
        await lag(region, geneva, PER_SECOND, name)
        waits = await lag(region, geneva, int(seconds * PER_SECOND), name)
        regions.stop_mirror()
        made = await requests(regions, name, backlog_s, 4)
        regions.start_mirror()
        began = time.perf_counter()
        await whole(regions, name)
        took = time.perf_counter() - began
    finally:
        for line in lines:
            line.heal()
    return Far(len(waits), quantile(waits, 0.5) * 1000, quantile(waits, 0.99) * 1000, len(made.seconds), took,
               await judge(regions, name))  # fmt: skip
