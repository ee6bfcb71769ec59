"""The compacted topics beside the public logs: the last published state of each aggregate, a tombstone once retracted.

A log and its compacted topic are fed from one outbox row, with the same key, partition and headers, so a state carries
its place in the log's stream and a reader can go on from there. Compaction keeps whatever was written last, so two
things need a keeper: a relay that slept past its lease may write an older state after a newer one, and the broker never
cleans the segment it is writing to, which in a quiet partition would hold withdrawn data for ever (WM 17).
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog
from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition

from shared.contracts.catalogue import compacted, retractions
from shared.contracts.envelope import Envelope, MalformedEnvelope
from shared.contracts.topic import Topic
from shared.runtime.db.database import Database
from shared.runtime.kafka import clients
from shared.runtime.kafka.fitting import request_bytes
from shared.runtime.kafka.outage import is_outage
from shared.runtime.kafka.slots import Claimed, newest
from shared.runtime.kafka.twins import Outgoing
from shared.runtime.observability import metrics
from shared.runtime.supervision import Progress, through_outages, unless

POLL_S = 2.0
Version = tuple[int, int]
"""Epoch and aggregate version: what is higher is newer."""
log = structlog.get_logger()


def current_copies(rows: Iterable[Claimed]) -> list[Outgoing]:
    """What the compacted topics get of outbox rows that are published, in the same order per partition."""
    copies = []
    for row in rows:
        topic = compacted().get(row.topic)
        if topic is not None:
            retracts = any(name == "ce_type" and value.decode() in retractions() for name, value in row.headers)
            copies.append(Outgoing(topic.name, row.slot, row.key, row.headers, None if retracts else row.body, row.id))
    return sorted(copies, key=lambda record: (record.partition, record.topic))


@dataclass
class Watch:
    """What the keeper knows of one partition. Times are seconds of the monotonic clock."""

    newest: dict[bytes, Version] = field(default_factory=dict)
    superseded_at: float | None = None
    last: ConsumerRecord | None = None

    def note(self, record: ConsumerRecord, now: float) -> bool:
        """Takes a record in; whether it is older than what stood before it, so that the newer one must be restored."""
        try:
            envelope = Envelope.from_headers(record.headers)
        except MalformedEnvelope:
            log.error("foreign_record", topic=record.topic, partition=record.partition, offset=record.offset)
            return False
        version, known = (envelope.epoch, envelope.aggregate_version), self.newest.get(record.key)
        if known is not None and version < known:
            return True
        if (known is not None and version > known) or record.value is None:
            self.superseded_at = now if self.superseded_at is None else self.superseded_at
        self.newest[record.key], self.last = version, record
        return False

    def take_due(self, now: float, erase_seconds: float) -> ConsumerRecord | None:
        """The record to write once more, so that the broker closes the segment that holds superseded states."""
        if self.superseded_at is None or now - self.superseded_at < erase_seconds:
            return None
        self.superseded_at = None
        return self.last


class CurrentKeeper:
    """Holds the compacted topics of one service to their promise. Several may run: what they repeat is the same."""

    def __init__(self, database: Database, topics: Sequence[Topic]) -> None:
        self._database, self._topics = database, topics
        self._erase_seconds = database.settings.erase_seconds

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop; an outage of broker or database is waited out with growing pauses."""
        await through_outages(partial(self._session, progress, stop), progress, stop, is_outage, "keeper_waits")

    async def _session(self, progress: Progress, stop: asyncio.Event) -> None:
        bus, name = self._database.settings.bus, f"{self._database.settings.source}/current"
        consumer = clients.consumer(bus, client_id=name, enable_auto_commit=False)
        producer = clients.producer(
            bus,
            client_id=name,
            acks="all",
            enable_idempotence=True,
            max_request_size=request_bytes(self._database.settings.record_bytes),
        )
        watches = {TopicPartition(t.name, n): Watch() for t in self._topics for n in range(t.partitions)}
        try:
            await asyncio.gather(consumer.start(), producer.start())
            consumer.assign(list(watches))
            await consumer.seek_to_beginning()
            wait_ms = int(min(POLL_S, self._erase_seconds / 4) * 1000)
            while not stop.is_set():
                for partition, records in ((await unless(stop, consumer.getmany(timeout_ms=wait_ms))) or {}).items():
                    for record in records:
                        if watches[partition].note(record, self._database.clock.monotonic()):
                            await self._restore(producer, record)
                for watch in watches.values():
                    due = watch.take_due(self._database.clock.monotonic(), self._erase_seconds)
                    if due is not None:
                        await _write(producer, due, due.value, due.headers)
                progress.beat()
        finally:
            await asyncio.gather(consumer.stop(), producer.stop())

    async def _restore(self, producer: AIOKafkaProducer, stale: ConsumerRecord) -> None:
        key = stale.key.decode()
        async with self._database.reading() as connection:
            row = await newest(connection, stale.topic.removesuffix(".current"), key)
        if row is None:
            metrics.CURRENT_LOST.inc()
            log.error("current_state_lost", topic=stale.topic, partition=stale.partition, offset=stale.offset)
            return
        copy = current_copies([row])[0]
        metrics.CURRENT_RESTORED.inc()
        log.warning("current_state_restored", topic=stale.topic, partition=stale.partition, offset=stale.offset)
        await _write(producer, stale, copy.body, copy.headers)


async def _write(
    producer: AIOKafkaProducer, like: ConsumerRecord, value: bytes | None, headers: Sequence[tuple[str, bytes]]
) -> None:
    where = {"topic": like.topic, "partition": like.partition, "key": like.key}
    await producer.send_and_wait(**where, value=value, headers=list(headers))
