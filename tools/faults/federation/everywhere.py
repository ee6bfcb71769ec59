"""Three regions and Geneva, each telling the others through Geneva, while mirrors are killed: each event everywhere once."""

from dataclasses import dataclass
from typing import Any

from deploy.local.federation import HUB, MIRROR
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id
from tools.faults.federation.both_ways import Broker, both_ways
from tools.faults.federation.cut_off import requests
from tools.faults.federation.regions import Regions, eventually

GIVING = {"europe": "FRA", "esa": "KEN"}
"""Of each region with a roster a State that offers."""
OWN = "select offer_id::text as id, version, status from support_offer"
COPY = "select offer_id as id, version, state ->> 'status' as status from known_offer"


@dataclass(frozen=True)
class Everywhere:
    """``told``: requests and offers; ``differing``: copies of offers in other regions that are not their owner's."""

    told: int
    kills: int
    quiet_s: float
    brokers: dict[str, Broker]
    differing: int


async def offers(regions: Regions, name: str, count: int) -> None:
    """So many standing offers with a region."""
    state, client = GIVING[name], regions.client(name)
    line = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
            "quantity": {"amount": "2", "unit": "packages"}}  # fmt: skip
    body = {"title": "Experts in registration", "language": "en", "offering_parties": [f"iso3166:{state}"],
            "lines": [line], "availability": {"start": "2026-01-01"}}  # fmt: skip
    for _ in range(count):
        body["distinct_from"] = [new_id(SystemClock())]
        await client.call(f"{state.lower()}-authority", "POST", "roster", "/support-offers", body)


async def everywhere(regions: Regions, count: int, kills: int, quiet_s: float) -> Everywhere:
    """Offers and requests in several turns, every mirror killed after each, until copies agree; then brokers are read."""
    told = 0
    for _ in range(kills):
        for name in GIVING:
            await offers(regions, name, count // kills)
        made = await requests(regions, "wca", 2, 2)
        told += len(made.seconds) + len(GIVING) * (count // kills)
        for stack in regions.federation.stacks.values():
            stack.keeper.kill(MIRROR)
    readers = [name for name, stack in regions.federation.stacks.items() if "matching" in stack.services]

    async def agreed() -> bool:
        return await _differing(regions, readers) == 0 and await _at_geneva(regions, told)

    await eventually(agreed, "copies that agree")
    brokers = await both_ways(regions, quiet_s)
    return Everywhere(
        told, kills * len(regions.federation.stacks), quiet_s, brokers, await _differing(regions, readers)
    )


async def _at_geneva(regions: Regions, told: int) -> bool:
    (kept,) = await regions.sql(HUB, "gateway", "select count(*) as n from item where kind in ('request', 'offer')")
    return bool(kept["n"] >= told)


async def _differing(regions: Regions, readers: list[str]) -> int:
    """Offers of any region that a reader does not know as their owner has them."""
    own: set[tuple[Any, ...]] = set()
    for name in GIVING:
        own |= {tuple(row) for row in await regions.sql(name, "roster", OWN)}
    found = 0
    for name in readers:
        found += len(own ^ {tuple(row) for row in await regions.sql(name, "matching", COPY)})
    return found
