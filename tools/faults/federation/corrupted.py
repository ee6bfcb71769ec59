"""Rows of Geneva's read model altered behind its back at random: digests find them, and owners set them right (G6)."""

import time
from dataclasses import dataclass
from random import Random

from deploy.local.federation import HUB
from tools.faults.federation.regions import Regions, eventually

_ITEMS = """select md5(string_agg(row(id, epoch, version, status, areas, parties, shown_to, state, figures)::text, '|'
    order by id)) as digest from item where region = $1"""
_IDS = "select id from item where region = $1 and kind = 'request' order by id"
_ROUND = "select rounds, compared, differing, seconds from comparison where region = $1 and kind = 'request'"
WAYS = (
    "update item set state = jsonb_set(state, '{content,title}', '\"Planted\"') where id = $1",
    "update item set status = 'withdrawn' where id = $1",
    "update item set version = version + 3 where id = $1",
    "update item set shown_to = '{public}' where id = $1",
    "delete from item where id = $1",
)


@dataclass(frozen=True)
class Repaired:
    """``rounds``: comparisons that ended from the corruption until all was as before; ``compare_s``: how long one took."""

    rows: int
    of: int
    rounds: int
    seconds: float
    compare_s: float


async def corrupted(regions: Regions, name: str, rows: int, seed: int) -> Repaired:
    """Alters so many rows at random, waits until Geneva has what it had. Raises TimeoutError."""
    (before,) = await regions.sql(HUB, "gateway", _ITEMS, name)
    ids = [row["id"] for row in await regions.sql(HUB, "gateway", _IDS, name)]
    (start,) = await regions.sql(HUB, "gateway", _ROUND, name)
    for n, one in enumerate(Random(seed).sample(ids, rows)):  # noqa: S311 - a seeded fault
        await regions.sql(HUB, "gateway", WAYS[n % len(WAYS)], one)
    (after,) = await regions.sql(HUB, "gateway", _ITEMS, name)
    if after["digest"] == before["digest"]:
        raise RuntimeError("nothing was altered")
    began = time.perf_counter()

    async def as_before() -> bool:
        (now,) = await regions.sql(HUB, "gateway", _ITEMS, name)
        return bool(now["digest"] == before["digest"])

    await eventually(as_before, "the repair")
    took = time.perf_counter() - began
    (end,) = await regions.sql(HUB, "gateway", _ROUND, name)
    return Repaired(rows, len(ids), end["rounds"] - start["rounds"], took, end["seconds"])


async def digests_equal(regions: Regions, name: str, owned: int) -> float:
    """Seconds until a comparison has held every request of a region against its owner and found no difference."""
    began = time.perf_counter()

    async def equal() -> bool:
        found = await regions.sql(HUB, "gateway", _ROUND, name)
        return bool(found) and (found[0]["compared"], found[0]["differing"]) == (owned, 0)

    await eventually(equal, "equal digests")
    return time.perf_counter() - began
