"""``rebuild``: forgets the read model and lets the topics tell it again; stop the worker first, start it after.

What vanished at its owner stays listed and does not come back. Where a topic no longer has everything, gaps are found
again and filled again.
"""

import asyncio
import re
from collections.abc import Sequence

import sqlalchemy as sa
from aiokafka import TopicPartition

from services.gateway.read_model.ledger_tables import divergence, erasure, gap
from services.gateway.read_model.step_tables import FOLLOWS
from services.gateway.read_model.tables import history, item, item_version, rollup, runtime, stream_cursor
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.kafka import clients
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Record
from shared.runtime.kafka.sources import Source


async def forget(database: Database, consumer: Consumer) -> None:
    """Empties what follows from the topics, in one transaction."""
    async with database.unit_of_work(ByClock("rebuild")) as uow:
        for table in (*FOLLOWS, item, item_version, rollup, history, stream_cursor):
            await uow.connection.execute(sa.delete(table))
        await uow.connection.execute(sa.delete(gap).where(gap.c.healed_at.is_(None)))
        await uow.connection.execute(sa.delete(divergence).where(divergence.c.repaired_at.is_(None)))
        await uow.connection.execute(sa.update(erasure).values(done_at=None, place=None))
        mine = runtime.inbox.c.consumer == consumer.name
        await uow.connection.execute(sa.delete(runtime.inbox).where(mine))


async def _partitions(source: Source) -> list[TopicPartition]:
    admin = clients.admin(source.door)
    await admin.start()
    try:
        there = sorted(await admin.list_topics())
        named = [topic for topic in there if re.match(source.pattern, topic)]
        found = await admin.describe_topics(named) if named else []
    finally:
        await admin.close()
    return [TopicPartition(topic["topic"], p["partition"]) for topic in found for p in topic["partitions"]]


async def read_all(source: Source, consumer: Consumer) -> int:
    """Handles everything that stands on a source's topics now; how many records."""
    client = clients.consumer(source.door, enable_auto_commit=False)
    await client.start()
    count = 0
    try:
        partitions = await _partitions(source)
        ends = {p: end for p, end in (await client.end_offsets(partitions)).items() if end > 0}
        client.assign(list(ends))
        if ends:
            await client.seek_to_beginning()
        while ends:
            polled = await client.getmany(timeout_ms=500, max_records=500)
            records = [Record.of(record, source.prefix) for batch in polled.values() for record in batch]
            if records:
                await consumer.handle(records)
                count += len(records)
            for partition in [p for p in ends if await client.position(p) >= ends[p]]:
                del ends[partition]
    finally:
        await client.stop()
    return count


async def _rebuild(database: Database, consumer: Consumer) -> int:
    try:
        await forget(database, consumer)
        count = sum([await read_all(source, consumer) for source in consumer.sources])
    finally:
        await database.dispose()
    print(f"read model rebuilt from {count} events")
    return 0


def rebuild(database: Database, consumer: Consumer, _: Sequence[str]) -> int:
    """Runs to its end; what comes meanwhile the worker applies when it is started again."""
    return asyncio.run(_rebuild(database, consumer))
