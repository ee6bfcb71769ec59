"""Publishes the outbox: claims rows of the slots it leases, sends them to the partition of their slot, marks them.

A row that the broker refuses for good is set aside: alone, with its cause, for a person to look at and send again
(``set-aside list|show|replay``). Its neighbours are marked, and later events of its aggregate go on: each carries the
whole state, and readers see the hole in the stream until it is filled. Everything else is tried again with pauses.

A row whose topic has a twin is sent twice, whole and reduced, and marked when the broker has both (ADR 4).
Claiming the next batch runs beside publishing the present one and marking the one before. A crash anywhere repeats
publications with the same identity and sequence number; readers take each identity once.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.catalogue import topics_of
from shared.contracts.reduction.withheld import withheld_fields
from shared.runtime import failpoints
from shared.runtime.db.bell import REST_S
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import CHANNEL
from shared.runtime.kafka import clients, slots
from shared.runtime.kafka.current import current_copies
from shared.runtime.kafka.publishing import BATCH_BYTES, Publisher, PublishOutcome, end
from shared.runtime.kafka.slots import Claimed
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.kafka.twins import outgoing
from shared.runtime.observability import metrics, tracing
from shared.runtime.supervision import Progress, pause, through_outages

log = structlog.get_logger()


class Relay:
    """One relay of a service. Several may run: each holds the slots it could lease, the others wait for an expiry."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._settings, self._owner = database, database.settings, owner
        self._withheld = withheld_fields(database.settings.withheld)
        self._fences: dict[int, int] = {}
        self._wake = asyncio.Event()
        self._publisher = Publisher(min(BATCH_BYTES, self._settings.record_bytes))
        self._got_on = database.clock.monotonic()

    async def gets_on(self) -> None:
        """Readiness: it published something of late, or had nothing to publish. Raises RuntimeError."""
        seconds = self._database.clock.monotonic() - self._got_on
        if seconds > self._settings.relay_stuck_seconds:
            raise RuntimeError(f"nothing was published for {seconds:.0f} s")

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop; an outage of broker or database is waited out with growing pauses."""

        def is_outage(error: Exception) -> bool:
            return is_away(error) or isinstance(error, KafkaError | asyncpg.PostgresError)

        await through_outages(partial(self._session, progress, stop), progress, stop, is_outage, "relay_waits")

    async def _session(self, progress: Progress, stop: asyncio.Event) -> None:
        producer = clients.producer(
            self._settings.bus,
            acks="all",
            enable_idempotence=True,
            max_batch_size=self._publisher.batch_bytes,
            request_timeout_ms=10_000,
            client_id=f"{self._settings.source}/relay",
        )
        claiming = await self._database.connection()
        marking = await self._database.connection()
        try:
            own = topics_of(self._settings.service)
            await ensure_topics(self._settings, own)
            await producer.start()
            await claiming.add_listener(CHANNEL, lambda *_: self._wake.set())
            self._wake.set()
            await self._work(producer, claiming, marking, progress, stop)
        finally:
            await end(producer)
            await self._let_go(claiming)
            await asyncio.gather(claiming.close(timeout=1), marking.close(timeout=1), return_exceptions=True)

    async def _work(
        self,
        producer: AIOKafkaProducer,
        claiming: asyncpg.Connection,
        marking: asyncpg.Connection,
        progress: Progress,
        stop: asyncio.Event,
    ) -> None:
        clock, settings = self._database.clock, self._settings
        leased_at, looked_at = float("-inf"), float("-inf")
        self._fences = {}
        marks: asyncio.Task[None] | None = None
        batch: list[Claimed] = []
        while not stop.is_set() or batch:
            if clock.monotonic() - leased_at > settings.lease_seconds / 3:
                looked_at = leased_at = clock.monotonic()
                batch = await self._renew(claiming, batch)
            if not batch and (self._wake.is_set() or clock.monotonic() - looked_at > REST_S):
                self._wake.clear()
                looked_at = clock.monotonic()
                batch = await slots.claim(claiming, self._owner, self._fences, settings.outbox_batch, settings.epoch)
            if not batch:
                progress.beat()
                self._got_on = clock.monotonic()
                left = min(leased_at + settings.lease_seconds / 3, looked_at + REST_S) - clock.monotonic()
                await pause(stop, max(0.0, left), self._wake)
                continue
            failpoints.hit("relay_after_claim")
            following = asyncio.create_task(
                slots.claim(claiming, self._owner, self._fences, settings.outbox_batch, settings.epoch)
            )
            try:
                records = [*outgoing(batch, self._withheld), *current_copies(batch)]
                outcome = await self._publisher.publish(producer, records)
            finally:
                ahead = await following
            failpoints.hit("relay_after_publish")
            if marks is not None:
                await marks
            if not outcome.is_clean:
                await self._settle(marking, batch, outcome)
                return
            if tracing.is_on():
                _told(batch)
            marks = asyncio.create_task(self._mark(marking, batch))
            progress.beat(len(ahead))
            batch = ahead
        if marks is not None:
            await marks

    async def _renew(self, connection: asyncpg.Connection, batch: list[Claimed]) -> list[Claimed]:
        leased = await slots.lease(connection, self._owner, self._settings.lease_seconds)
        fences = leased.fences
        gained = {slot: fence for slot, fence in fences.items() if self._fences.get(slot) != fence}
        kept = [row for row in batch if fences.get(row.slot) == row.fence]
        self._fences = fences
        if leased.unclaimed:
            self._wake.set()
        left = await slots.put_back(connection, fences) if leased.put_back else []
        if gained:
            log.info("slots_leased", slots=sorted(gained))
            # What an earlier holder numbered comes first, so that the stream's order holds. It is a few batches at most:
            # rows are numbered only when their turn to be published has come.
            left = await slots.unfinished(connection, gained, self._settings.outbox_batch)
        known = {row.id for row in kept}
        return [row for row in left if row.id not in known] + kept

    async def _settle(self, connection: asyncpg.Connection, rows: Sequence[Claimed], outcome: PublishOutcome) -> None:
        """Marks what was taken and sets aside what never will be. The producer is done with then: it counts what was
        refused as sent, so the broker would take nothing more from it there.

        Raises KafkaError when something waits that no refusal explains: the broker is away.
        """
        taken = [row for row in rows if row.id not in outcome.refused and row.id not in outcome.waiting]
        if taken:
            await self._mark(connection, taken)
        for row in rows:
            if (error := outcome.refused.get(row.id)) is not None:
                await slots.set_aside(connection, self._owner, row, f"{type(error).__name__}: {error}"[:2000])
                size = len(row.body)
                log.error("event_set_aside", topic=row.topic, slot=row.slot, size=size, error=type(error).__name__)
        self._publisher.settled([*outcome.refused, *(row.id for row in taken)])
        if outcome.refused:
            self._got_on = self._database.clock.monotonic()
            return
        raise next(iter(outcome.waiting.values()))

    async def _mark(self, connection: asyncpg.Connection, rows: list[Claimed]) -> None:
        marked = await slots.mark(connection, self._owner, rows)
        metrics.RELAY_PUBLISHED.inc(marked)
        self._got_on = self._database.clock.monotonic()
        if marked < len(rows):
            metrics.RELAY_FENCED.inc(len(rows) - marked)
            log.warning("relay_fenced", rows=len(rows) - marked)
        failpoints.hit("relay_after_mark")

    async def _let_go(self, connection: asyncpg.Connection) -> None:
        try:
            await connection.execute(slots.RELEASE, self._owner)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            log.info("lease_left_to_expire")


def _told(batch: Sequence[Claimed]) -> None:
    """Spans of what was published, each since its event was recorded: how long it waited in the outbox is seen."""
    for row in batch:
        said = dict(row.headers)
        parent = tracing.given(said.get("ce_traceparent"))
        if tracing.is_kept(parent):
            since, wire_type = datetime.fromisoformat(said["ce_time"].decode()), said["ce_type"].decode()
            about = {
                "messaging.system": "kafka",
                "messaging.destination.name": row.topic,
                "acsg.event.id": said["ce_id"].decode(),
            }
            tracing.told(f"publish {wire_type}", "producer", parent, since, about)
