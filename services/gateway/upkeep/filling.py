"""Fills gaps: asks the owner for the missing events and applies them as if they had come over the bus.

When the owner has them no longer, what they led to is taken over as states, and the item's history says so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa
import structlog

from services.gateway.http.owner import KnownOwners, Owner
from services.gateway.projections.streams import PULLED, Stream, count_missing
from services.gateway.read_model import metrics
from services.gateway.read_model.ledger_table_rows import GapRow
from services.gateway.read_model.ledger_tables import gap
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.comparing import compare_all
from shared.contracts.catalogue import topics
from shared.contracts.envelope import Envelope, MalformedEnvelope
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.federation.answers import PulledEvent
from shared.runtime.federation.peers import PeerAway
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Record

log = structlog.get_logger()
_CAUSE = ByClock("filling")
_PARTS = sa.text("select lower(part), upper(part) - 1 from gap, unnest(missing) as part where id = :id order by 1")


class Filler:
    """Looks for gaps that were given time to close by themselves, one owner after the other."""

    def __init__(self, database: Database, settings: GatewaySettings, consumer: Consumer, peers: KnownOwners) -> None:
        self._database, self._settings, self._consumer, self._peers = database, settings, consumer, peers

    async def due(self) -> dict[tuple[str, str], list[GapRow]]:
        """Gaps whose turn has come, by region and source."""
        now = self._database.clock.now()
        graced = gap.c.found_at <= now - timedelta(seconds=self._settings.gap_grace_s)
        query = (
            sa.select(gap).where(gap.c.healed_at.is_(None), gap.c.next_at <= now, graced).order_by(gap.c.id).limit(200)
        )
        found: dict[tuple[str, str], list[GapRow]] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                found.setdefault((row.region, row.source), []).append(row)
        return found

    async def next_due(self) -> datetime | None:
        """When the turn of the first comes."""
        graced = gap.c.found_at + timedelta(seconds=self._settings.gap_grace_s)
        first = sa.select(sa.func.min(sa.func.greatest(gap.c.next_at, graced))).where(gap.c.healed_at.is_(None))
        async with self._database.reading() as connection:
            found: datetime | None = (await connection.execute(first)).scalar_one()
            return found

    async def fill(self, region: str, source: str, gaps: Sequence[GapRow]) -> int:
        """Fills gaps of one owner; how many are closed. What cannot be done now is put off."""
        try:
            owner = self._peers.owner(region, source.rpartition("/")[2])
            for row in gaps:
                await self._pull(owner, row)
            left = [row for row in gaps if not await self._is_healed(row.id)]
            if left:
                # The owner has answered and has them no longer: what they led to is all that can still be had.
                # The second look leaves alone what was merely on its way at the first.
                for _ in range(2):
                    await compare_all(self._database, owner, self._settings.compare_buckets)
                await self._heal_by_state(left)
        except PeerAway as away:
            await self._put_off(gaps, away.code)
            return 0
        return len(gaps)

    async def _parts(self, gap_id: int) -> list[tuple[int, int]]:
        async with self._database.reading() as connection:
            return [(r[0], r[1]) for r in await connection.execute(_PARTS, {"id": gap_id})]

    async def _is_healed(self, gap_id: int) -> bool:
        return not await self._parts(gap_id)

    async def _pull(self, owner: Owner, row: GapRow) -> None:
        for first, last in await self._parts(row.id):
            async for page in owner.events(row.stream, row.epoch, first, last):
                records = [self._record(owner, event) for event in page.events]
                if records:
                    await self._consumer.handle(records)
                    metrics.PULLED.labels(owner.region).inc(len(records))

    def _record(self, owner: Owner, event: PulledEvent) -> Record:
        headers = tuple((name, value.encode()) for name, value in event.headers)
        try:
            envelope = Envelope.from_headers(headers)
        except MalformedEnvelope as fault:
            raise PeerAway("unreadable_answer") from fault
        if (envelope.region, envelope.source) != (owner.region, owner.source):
            raise PeerAway("other_owner")
        topic, _, slot = envelope.stream.rpartition("/")
        if owner.region != self._database.settings.deployment:
            topic = _twins().get(topic, topic)
        # The number stands for the offset: a record that is put off is told from others by its place.
        name = f"{PULLED}{owner.region}.e{envelope.epoch}.{topic}"
        return Record(name, int(slot), envelope.sequence, event.key, headers, orjson.dumps(event.body))

    async def _heal_by_state(self, gaps: Sequence[GapRow]) -> None:
        now = self._database.clock.now()
        async with self._database.unit_of_work(_CAUSE) as uow:
            ids = [row.id for row in gaps]
            closed = sa.update(gap).where(gap.c.id.in_(ids), gap.c.healed_at.is_(None))
            values = {"missing": sa.text("'{}'::int8multirange"), "healed_at": now, "healed_by": "state", "error": None}
            await uow.connection.execute(closed.values(values))
            streams: set[Stream] = {(row.region, row.source, row.epoch, row.stream) for row in gaps}
            await count_missing(uow, streams)
        for row in gaps:
            metrics.GAPS_HEALED.labels(row.region, "state").inc()
            log.warning("gap_healed", region=row.region, stream=row.stream, sequence=row.first, code="state")

    async def _put_off(self, gaps: Sequence[GapRow], code: str) -> None:
        now, most = self._database.clock.now(), self._settings.pull_most_wait_s
        async with self._database.unit_of_work(_CAUSE) as uow:
            for row in gaps:
                wait = min(2.0 ** min(row.attempts, 20), most)
                values = {"attempts": row.attempts + 1, "next_at": now + timedelta(seconds=wait), "error": code}
                await uow.connection.execute(sa.update(gap).where(gap.c.id == row.id).values(values))
        log.warning("gap_waits", region=gaps[0].region, count=len(gaps), code=code)


def _twins() -> dict[str, str]:
    return {topic.name: topic.twin.name for topic in topics() if topic.twin is not None}
