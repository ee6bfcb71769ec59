"""debezium_ratio: events a second from commit to the broker, our relay against Debezium's outbox router, in turn.

Both have the same rows in a table of the same columns. Ours numbers them, makes the reduced twin beside each, and counts
a row when it is marked; the router makes no twin and no number, and a row counts when its record stands in the topic.
"""

import asyncio
import json
import time
from statistics import median

import asyncpg
import httpx
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.provision import provision
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import runtime
from shared.contracts.topic import PARTITIONS
from shared.runtime.clock import SystemClock
from shared.runtime.db.database import Database
from shared.runtime.http.asking import asking
from shared.runtime.kafka.relay import Relay
from shared.runtime.supervision import Progress
from tools.bench.debezium.connect import JARS, PREFIX, Connect
from tools.bench.figures import Figure, figure
from tools.bench.ground import Ground
from tools.bench.relay import COLUMNS, EVENTS, relayed, rows_of

ROUNDS, TABLE, PATIENCE_S = 5, "plain_outbox", 180
_MADE = f"""create table {TABLE} (
  id bigint generated always as identity primary key, event_id uuid not null unique, topic text not null,
  slot integer not null, key text not null, type text not null, headers jsonb not null, body bytea not null
)"""


async def _count(consumer: AIOKafkaConsumer, topics: set[str]) -> int:
    wanted = [TopicPartition(PREFIX + topic, n) for topic in topics for n in range(PARTITIONS)]
    return sum((await consumer.end_offsets(wanted)).values())


async def _running(connect: Connect, connection: asyncpg.Connection) -> None:
    """Waits until its slot is read: rows that were written before are none of its own."""
    end = time.monotonic() + PATIENCE_S
    async with asking(5) as http:
        while time.monotonic() < end:
            try:
                running = connect.state((await http.get(connect.status)).text) == "RUNNING"
            except (httpx.HTTPError, ValueError):
                running = False
            if running and await connection.fetchval("select bool_or(active) from pg_replication_slots"):
                return
            await asyncio.sleep(0.5)
    raise RuntimeError("Kafka Connect does not read")


async def _routed(
    connection: asyncpg.Connection, consumer: AIOKafkaConsumer, settings: IntakeSettings, first: int
) -> float:
    """Seconds from the commit of all rows until the last one stands in its topic."""
    rows = rows_of(settings, first)
    topics = {row.topic for row in rows}
    before = 0 if first == 0 else await _count(consumer, topics)
    records = [(r.event_id, r.topic, r.slot, r.key, r.type, json.dumps(r.headers), r.body) for r in rows]
    async with connection.transaction():
        await connection.copy_records_to_table(TABLE, records=records, columns=COLUMNS)
    began = time.perf_counter()
    end = began + PATIENCE_S
    while time.perf_counter() < end:
        try:
            if await _count(consumer, topics) - before >= EVENTS:
                return time.perf_counter() - began
        except Exception as fault:  # The topic is made with its first record.
            if first:
                raise RuntimeError("the topics are not there") from fault
        await asyncio.sleep(0.005)
    raise RuntimeError(f"{EVENTS} rows were not routed within {PATIENCE_S} s")


async def _taken(settings: IntakeSettings, connect: Connect, connection: asyncpg.Connection) -> list[Figure]:
    clock, stopping = SystemClock(), asyncio.Event()
    database = Database(settings, runtime, clock)
    working = asyncio.create_task(Relay(database, "bench").run(Progress(clock), stopping))
    own = await database.connection()
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap, enable_auto_commit=False)
    await consumer.start()
    ours, theirs = [], []
    try:
        await _running(connect, connection)
        # The first round of each warms up: it makes topics and connections.
        for turn in range(ROUNDS + 1):
            theirs.append(EVENTS / await _routed(connection, consumer, settings, turn * EVENTS))
            connect.hold()
            ours.append(EVENTS / await relayed(database, own, turn * EVENTS))
            connect.go()
            # What the other one wrote is skimmed before it is its turn.
            await asyncio.sleep(2)
    finally:
        stopping.set()
        await working
        await consumer.stop()
        await own.close()
        await database.dispose()
    ratios, count = sorted(o / t for o, t in list(zip(ours, theirs, strict=True))[1:]), EVENTS * ROUNDS
    print(f"[bench] debezium_ratio: {ratios[0]:.2f} to {ratios[-1]:.2f}", flush=True)
    return [
        figure("relay_beside_debezium_per_s", median(ours[1:]), "1/s", "", count),
        figure("debezium_per_s", median(theirs[1:]), "1/s", "", count),
        figure("debezium_ratio", median(ratios), "of Debezium", ">= 1", count),
    ]


async def _laid(ground: Ground) -> tuple[asyncpg.Connection, str]:
    """A database of its own with a table of the same columns; its address for whoever may replicate."""
    _, owner = await provision(ground.server.url, "acsg_plain", ground.folder)
    administrator = ground.server.url.rpartition("/")[0] + "/" + owner.rpartition("/")[2]
    connection = await asyncpg.connect(administrator)
    await connection.execute(_MADE)
    return connection, administrator


def figures() -> list[Figure]:
    """Starts PostgreSQL with logical decoding, Kafka and Kafka Connect, and takes the figures."""
    JARS.install()
    with Ground() as ground:
        _logical(ground)
        own, _ = ground.database("intake")
        settings = IntakeSettings(database_url=own, kafka_bootstrap=ground.kafka().bootstrap, mode="development")
        return uvloop.run(_all(ground, settings))


async def _all(ground: Ground, settings: IntakeSettings) -> list[Figure]:
    connection, administrator = await _laid(ground)
    connect = Connect(ground.folder / "connect", settings.kafka_bootstrap, administrator, TABLE, PARTITIONS)
    try:
        return await _taken(settings, connect, connection)
    except RuntimeError as fault:
        raise RuntimeError(f"{fault}: {connect.log.read_text()[-3000:]}") from fault
    finally:
        connect.end()
        await connection.close()


def _logical(ground: Ground) -> None:
    """The server decodes its log, as Debezium asks; for both, since there is one log."""
    ground.server.stop()
    ground.server.also["wal_level"] = "logical"
    ground.server.start()
