"""One region cut off under load while another goes on: nothing is lost or held up, and what is old says so (WM 6).

The region's own people notice nothing; Geneva goes on hearing of the others as before; once healed all is there.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id
from tools.bench.federation import ASKING, lag
from tools.bench.figures import submission
from tools.bench.load import Measured, load, quantile
from tools.faults.federation.judge import Judgement, judge, whole
from tools.faults.federation.regions import Regions, eventually

AWAY, OTHER, PER_SECOND = "wca", "europe", 5
"""The region that is cut off, the one that goes on, and how many requests a second that one has."""
FRESHNESS = "{ regions { region state staleSince ageSeconds } }"
STALE_ITEMS = """query($r: [String!]) { supportRequests(first: 1, filter: {regions: $r}) { totalCount
    nodes { freshness { state staleSince } } } }"""


@dataclass(frozen=True)
class Size:
    """How long a cut lasts, and how many requests a second come meanwhile."""

    cut_s: float
    rate: float


CI, FULL, CONNECTIONS = Size(16, 40), Size(150, 100), 16


@dataclass(frozen=True)
class CutOff:
    """What was seen. ``refused``: requests of the region's own people that failed; ``others_lag_ms``: before and meanwhile."""

    accepted: int
    refused: int
    others_lag_ms: tuple[float, float]
    stale_after_s: float
    since_off_s: float
    shown_while_stale: int
    before_healing: Judgement
    healed_in_s: float
    after: Judgement


async def requests(
    regions: Regions, name: str, seconds: float, connections: int, rate: float | None = None
) -> Measured:
    """Requests of a State of a region for so long."""
    client = regions.client(name)
    token, clock = await client.token(f"{ASKING[name].lower()}-authority"), SystemClock()

    def one() -> tuple[dict[str, str], bytes]:
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(clock)}, submission(ASKING[name])

    return await load(client.addresses["intake"] + "/support-requests", one, seconds, connections, rate)


async def cut_off(regions: Regions, size: Size) -> CutOff:
    """Cuts, loads, looks, heals, judges."""
    other, geneva = regions.client(OTHER), regions.client("geneva")
    await lag(other, geneva, PER_SECOND, OTHER, PER_SECOND)  # so that every topic has been found before
    calm = await lag(other, geneva, 5 * PER_SECOND, OTHER, PER_SECOND)
    await requests(regions, AWAY, 1, 1)
    await whole(regions, AWAY)
    cut_at = datetime.now(UTC)
    regions.cut(AWAY)
    regions.links["geneva"].cut()
    try:
        loading = asyncio.create_task(requests(regions, AWAY, size.cut_s, CONNECTIONS, size.rate))
        watching = asyncio.create_task(_stale(regions, cut_at))
        meanwhile = await lag(other, geneva, int(size.cut_s * PER_SECOND), OTHER, PER_SECOND)
        made, (stale_after, since_off) = await loading, await watching
        shown = await _shown_as_stale(regions)
        before = await judge(regions, AWAY)
    finally:
        regions.heal(AWAY)
        regions.links["geneva"].heal()
    began = time.perf_counter()
    await whole(regions, AWAY)
    healed = time.perf_counter() - began
    lags = quantile(calm, 0.99) * 1000, quantile(meanwhile, 0.99) * 1000
    return CutOff(len(made.seconds), made.refused, lags, stale_after, since_off, shown, before, healed,
                  await judge(regions, AWAY))  # fmt: skip


async def _region(regions: Regions, name: str) -> dict[str, Any]:
    found = await regions.ask(FRESHNESS)
    return next((one for one in found["regions"] if one["region"] == name), {}) if found else {}


async def _stale(regions: Regions, cut_at: datetime) -> tuple[float, float]:
    """Seconds until Geneva calls the region stale, and how far from the cut the moment is that it names."""

    async def stale() -> dict[str, Any] | None:
        found = await _region(regions, AWAY)
        return found if found.get("state") == "STALE" else None

    found = await eventually(stale, f"{AWAY} as stale")
    after = (datetime.now(UTC) - cut_at).total_seconds()
    return after, (datetime.fromisoformat(found["staleSince"]) - cut_at).total_seconds()


async def _shown_as_stale(regions: Regions) -> int:
    """Requests of the region that Geneva goes on showing, each of them marked. Raises RuntimeError when it is not."""
    found = await regions.ask(STALE_ITEMS, r=[AWAY])
    if found is None or found["supportRequests"]["nodes"][0]["freshness"]["state"] != "STALE":
        raise RuntimeError(f"not shown as stale: {found}")
    return int(found["supportRequests"]["totalCount"])
