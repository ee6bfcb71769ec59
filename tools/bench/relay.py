"""``relay_ratio``: events from outbox row to acknowledged, against a bare idempotent producer sending the same records.

The relay is the real one on real PostgreSQL and real Kafka: it claims, numbers, reduces for the twin topic, publishes,
and marks; an event counts when its row is marked. The anchor holds the same keys, values, headers and partitions ready in
memory, whole and reduced records alike, and counts when the broker has acknowledged them all. Rounds of both alternate in
one process on one broker.
"""

import asyncio
import json
import time
from statistics import median

import asyncpg
import uvloop
from aiokafka import AIOKafkaProducer

from services.intake.settings import IntakeSettings
from services.intake.storage.tables import runtime
from shared.contracts.reduction.withheld import withheld_fields
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import OutboxRow, envelope_of, outbox_row
from shared.runtime.kafka.relay import Relay
from shared.runtime.kafka.slots import Claimed
from shared.runtime.kafka.twins import Outgoing, outgoing
from shared.runtime.observability.metrics import RELAY_PUBLISHED
from shared.runtime.supervision import Progress
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.made_up import request

EVENTS, ROUNDS = 6000, 7
COLUMNS = ["event_id", "topic", "slot", "key", "type", "headers", "body"]


def rows_of(settings: IntakeSettings, first: int) -> list[OutboxRow]:
    """Rows of a round, as a command of intake writes them."""
    clock, cause = SystemClock(), ByClock("bench")
    events = (request(number) for number in range(first, first + EVENTS))
    return [outbox_row(event, envelope_of(event, cause, settings, clock), settings, by_person=True) for event in events]


async def _store(connection: asyncpg.Connection, rows: list[OutboxRow]) -> None:
    records = [(r.event_id, r.topic, r.slot, r.key, r.type, json.dumps(r.headers), r.body) for r in rows]
    await connection.copy_records_to_table("outbox", records=records, columns=COLUMNS)


async def relayed(database: Database, connection: asyncpg.Connection, first: int) -> float:
    """Seconds from the commit of all rows until the last one is marked."""
    rows = rows_of(database.settings, first)  # type: ignore[arg-type]
    wanted = RELAY_PUBLISHED._value.get() + EVENTS
    async with connection.transaction():
        await _store(connection, rows)
    began = time.perf_counter()
    database.tell()
    while RELAY_PUBLISHED._value.get() < wanted:  # noqa: ASYNC110 - a metric wakes nobody
        await asyncio.sleep(0.002)
    return time.perf_counter() - began


def _records(settings: IntakeSettings, first: int) -> list[Outgoing]:
    claimed = []
    for place, row in enumerate(rows_of(settings, first)):
        placed = [("ce_stream", f"{row.topic}/{row.slot}"), ("ce_sequence", str(place))]
        headers = [(name, value.encode()) for name, value in (*row.headers, *placed)]
        claimed.append(Claimed(place, row.topic, row.slot, 0, row.key.encode(), headers, row.body))
    return outgoing(claimed, withheld_fields(settings.withheld))


async def _bare(producer: AIOKafkaProducer, records: list[Outgoing]) -> float:
    """Seconds until the broker has acknowledged every record."""
    began = time.perf_counter()
    sent = [await producer.send(r.topic, r.body, key=r.key, headers=r.headers, partition=r.partition) for r in records]
    await asyncio.gather(*sent)
    return time.perf_counter() - began


async def _take(settings: IntakeSettings) -> list[Figure]:
    clock, stop = SystemClock(), asyncio.Event()
    database = Database(settings, runtime, clock)
    working = asyncio.create_task(Relay(database, "bench").run(Progress(clock), stop))
    connection = await database.connection()
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap, acks="all", enable_idempotence=True, max_batch_size=256 * 1024
    )
    await producer.start()
    ours, bare = [], []
    try:
        # The first round of each warms up: it makes topics and connections.
        for turn in range(ROUNDS + 1):
            ours.append(EVENTS / await relayed(database, connection, turn * EVENTS))
            bare.append(EVENTS / await _bare(producer, _records(settings, turn * EVENTS)))
    finally:
        stop.set()
        await working
        await producer.stop()
        await connection.close()
        await database.dispose()
    ratio, count = median(o / b for o, b in list(zip(ours, bare, strict=True))[1:]), EVENTS * ROUNDS
    return [
        figure("relay_per_s", median(ours[1:]), "1/s", "", count),
        figure("relay_bare_per_s", median(bare[1:]), "1/s", "", count),
        figure("relay_ratio", ratio, "of bare", ">= 0.5", count),
    ]


def figures() -> list[Figure]:
    """Starts PostgreSQL and Kafka, nothing else, and takes the figures."""
    with Ground() as ground:
        own, _ = ground.database("intake")
        settings = IntakeSettings(database_url=own, kafka_bootstrap=ground.kafka().bootstrap, mode="development")
        return uvloop.run(_take(settings))
