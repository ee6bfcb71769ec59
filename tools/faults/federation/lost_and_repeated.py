"""Records that a replicator loses or repeats: purged while it was away, a topic made anew, everything once more (WM 6)."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from deploy.local.federation import HUB, MIRROR
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.db.tables import SLOTS
from tools.faults.federation.cut_off import requests
from tools.faults.federation.judge import Judgement, judge, whole
from tools.faults.federation.regions import Regions, eventually

assert SUPPORT_REQUEST.twin is not None
TWIN = SUPPORT_REQUEST.twin
_DIGEST = """select md5(string_agg(line, '|' order by line)) as digest from (
    select row(kind, id, epoch, version, status, state, figures)::text as line from item where region = $1
    union all select row(v.id, v.epoch, v.version, v.state)::text from item_version v where v.region = $1
    union all select row(event_id, item_id, version, type)::text from history where region = $1
    union all select row(figure, area, unit, label, trim_scale(amount), items)::text from rollup
        where region = $1 and (amount <> 0 or items <> 0)) as everything"""


@dataclass(frozen=True)
class Healed:
    """``missed``: events that did not come by the bus, by the cause that was found; ``seconds`` until all was there."""

    told: int
    missed: dict[str, int]
    by_pull: int
    seconds: float
    after: Judgement


@dataclass(frozen=True)
class Repeated:
    """``repeats``: records that came once more; the digests are of Geneva's whole copy of the region."""

    repeats: int
    kills: int
    same: bool
    after: Judgement


@asynccontextmanager
async def broker(regions: Regions, name: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """Administers a deployment's broker, past its link."""
    admin = AIOKafkaAdminClient(bootstrap_servers=regions.federation.stacks[name].addresses["kafka"])
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def published(regions: Regions, name: str) -> None:
    """Waits until the region's relay has nothing left to send."""
    connection = await asyncpg.connect(regions.federation.stacks[name].databases["intake"])

    async def sent() -> bool:
        return bool(await connection.fetchval("select not exists (select from outbox where published_at is null)"))

    try:
        await eventually(sent, "an empty outbox")
    finally:
        await connection.close()


async def purged(regions: Regions, name: str) -> None:
    """Everything that stands on the twin is purged, as its retention would."""
    async with broker(regions, name) as admin:
        await admin.delete_records(
            {TopicPartition(TWIN.name, n): RecordsToDelete(before_offset=-1) for n in range(TWIN.partitions)}
        )


async def made_anew(regions: Regions, name: str) -> None:
    """The twin is deleted; the relay makes it anew."""
    async with broker(regions, name) as admin:
        await admin.delete_topics([TWIN.name])

        async def gone() -> bool:
            return TWIN.name not in await admin.list_topics()

        await eventually(gone, "the topic's end")


async def told(regions: Regions, name: str, count: int, most_s: float = 90) -> int:
    """So many requests, or as many as the machine takes in a while; how many."""
    made, end = 0, time.monotonic() + most_s
    while made < count and time.monotonic() < end:
        made += len((await requests(regions, name, min(2.0, (count - made) / 100), 4)).seconds)
    return made


async def lost(regions: Regions, name: str, lose: Callable[[Regions, str], Awaitable[None]], count: int) -> Healed:
    """While Geneva's mirror is away a region tells much, loses it from its broker, and tells a little more."""
    await whole(regions, name)
    (before,) = await regions.sql(HUB, "gateway", "select coalesce(max(id), 0) as id from gap")
    regions.stop_mirror()
    made = await told(regions, name, count)
    await published(regions, name)
    await lose(regions, name)
    made += await told(regions, name, max(20, count // 10))
    await published(regions, name)
    regions.start_mirror()
    began = time.perf_counter()
    await whole(regions, name)
    took = time.perf_counter() - began
    rows = await regions.sql(HUB, "gateway", "select cause, healed_by, last - first + 1 as n from gap where id > $1", before["id"])  # fmt: skip
    missed: dict[str, int] = {}
    for row in rows:
        missed[row["cause"]] = missed.get(row["cause"], 0) + row["n"]
    pulled = sum(row["n"] for row in rows if row["healed_by"] == "pull")
    return Healed(made, missed, pulled, took, await judge(regions, name))


async def once_more(regions: Regions, name: str, kills: int) -> Repeated:
    """The mirror forgets its place, so that every record comes again, and is killed again and again meanwhile."""
    await whole(regions, name)
    before, handled, there = await digest(regions, name), await repeats(regions), await _records(regions, name)
    if not there:
        raise RuntimeError(f"nothing stands on the twins of {name}")
    regions.stop_mirror()
    async with broker(regions, HUB) as admin:
        places = [topic for topic in await admin.list_topics() if topic.startswith("mm2-offsets.")]
        await admin.delete_topics(places)

        async def gone() -> bool:
            return not set(places) & set(await admin.list_topics())

        await eventually(gone, "the end of the mirror's places")
    regions.start_mirror()
    for n in range(kills + 1):
        wanted = handled + (n + 1) * there // (kills + 1)

        async def further(wanted: int = wanted) -> bool:
            return await repeats(regions) >= wanted

        await eventually(further, f"repeats, after {n} kills")
        if n < kills:
            regions.federation.hub.keeper.kill(MIRROR)
    seen = await repeats(regions) - handled
    return Repeated(seen, kills, await digest(regions, name) == before, await judge(regions, name))


async def repeats(regions: Regions) -> int:
    """Records that Geneva's gateway was given and had handled before, since it started."""
    page = await regions.http.get(regions.federation.hub.metrics("gateway", "serve"))
    lines = (line for line in page.text.splitlines() if line.startswith("acsg_consumer_repeated_total"))
    return int(sum(float(line.rpartition(" ")[2]) for line in lines))


async def digest(regions: Regions, name: str) -> str:
    """Of everything that follows from a region's events at Geneva."""
    (row,) = await regions.sql(HUB, "gateway", _DIGEST, name)
    return str(row["digest"])


async def _records(regions: Regions, name: str) -> int:
    """Records that stand on a region's twins."""
    consumer = AIOKafkaConsumer(bootstrap_servers=regions.federation.stacks[name].addresses["kafka"])
    await consumer.start()
    try:
        names = [topic for topic in await consumer.topics() if topic.startswith("acsg.federated.")]
        places = [TopicPartition(one, n) for one in names for n in range(SLOTS)]
        ends, begins = await consumer.end_offsets(places), await consumer.beginning_offsets(places)
        return sum(ends[place] - begins[place] for place in places)
    finally:
        await consumer.stop()
