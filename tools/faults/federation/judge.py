"""What Geneva has of a region, held against the owner's own tables: nothing lost, nothing twice, nothing made up (WM 6)."""

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

from deploy.local.federation import HUB
from services.gateway.projections.statements import RECOUNT
from tools.faults.federation.regions import Regions, eventually

Standing = Mapping[str, tuple[int, str]]
"""Identifier -> version and status."""

_OWN = "select request_id::text as id, version, status from support_request"
_KEPT = "select id, version, status from item where region = $1 and kind = 'request'"
_TWICE = """select count(*) as n from (select from history where region = $1 and kind = 'request'
    and type not like 'acsg.gateway.%' group by item_id, epoch, version, type having count(*) > 1) as more"""
_RECOUNT = str(RECOUNT.text).replace(":region", "$1::text")
WHOLE = "{ regions { region state openGaps missing } }"


@dataclass(frozen=True)
class Judgement:
    """Counts of requests; ``lost`` are acknowledged and not there, ``made_up`` there and not acknowledged."""

    owned: int
    lost: int
    made_up: int
    behind: int
    ahead: int
    twice: int
    miscounted: int

    @property
    def flawless(self) -> bool:
        """Whether the copy says what its owner says."""
        return not any((self.lost, self.made_up, self.behind, self.ahead, self.twice, self.miscounted))


def judged(own: Standing, kept: Standing, twice: int = 0, miscounted: int = 0) -> Judgement:
    """Compares; ``twice`` events that count in a history more than once, ``miscounted`` sums that are not their items'."""
    both = [(own[one], kept[one]) for one in own.keys() & kept.keys()]
    return Judgement(
        owned=len(own),
        lost=len(own.keys() - kept.keys()),
        made_up=len(kept.keys() - own.keys()),
        behind=sum(theirs[0] < mine[0] for mine, theirs in both),
        ahead=sum(theirs[0] > mine[0] or (theirs[0] == mine[0] and theirs[1] != mine[1]) for mine, theirs in both),
        twice=twice,
        miscounted=miscounted,
    )


async def judge(regions: Regions, name: str) -> Judgement:
    """Looks into both databases now."""
    own = {row["id"]: (row["version"], row["status"]) for row in await regions.sql(name, "intake", _OWN)}
    kept = {row["id"]: (row["version"], row["status"]) for row in await regions.sql(HUB, "gateway", _KEPT, name)}
    (twice,) = await regions.sql(HUB, "gateway", _TWICE, name)
    return judged(own, kept, twice["n"], await _miscounted(regions, name))


async def _miscounted(regions: Regions, name: str) -> int:
    """Roll-ups that are not the sums of what items add; a judge mends nothing, so the statement is taken back."""
    connection = await asyncpg.connect(regions.federation.hub.databases["gateway"])
    try:
        taken_back = connection.transaction()
        await taken_back.start()
        found = len(await connection.fetch(_RECOUNT, name))
        await taken_back.rollback()
        return found
    finally:
        await connection.close()


async def whole(regions: Regions, name: str) -> None:
    """Waits until Geneva calls a region fresh and misses nothing of it, and has as many requests. Raises TimeoutError."""
    (own,) = await regions.sql(name, "intake", "select count(*) as n from support_request")

    async def there() -> bool:
        found = await regions.ask(WHOLE)
        mine = next((one for one in found["regions"] if one["region"] == name), None) if found else None
        if mine is None or (mine["state"], mine["openGaps"], mine["missing"]) != ("FRESH", 0, 0):
            return False
        (kept,) = await regions.sql(HUB, "gateway", f"select count(*) as n from ({_KEPT}) k", name)  # noqa: S608
        return bool(kept["n"] >= own["n"])

    await eventually(there, f"the whole of {name} at Geneva")
