"""``rebuild``: forgets the read model and lets the topics tell it again; stop the worker first, start it after."""

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.gateway.projections.projector import SUBSCRIPTIONS
from services.gateway.read_model.tables import history, item, request_version, runtime, stream_cursor
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import Cause
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Record


async def _rebuild(database: Database, consumer: Consumer) -> int:
    async with database.unit_of_work(Cause(None, "rebuild")) as uow:
        for table in (item, request_version, history, stream_cursor):
            await uow.connection.execute(sa.delete(table))
        mine = runtime.inbox.c.consumer == consumer.name
        await uow.connection.execute(sa.delete(runtime.inbox).where(mine))
    source = AIOKafkaConsumer(bootstrap_servers=database.settings.kafka_bootstrap, enable_auto_commit=False)
    await source.start()
    count = 0
    try:
        names = {kind.topic.name: kind.topic.partitions for kind in SUBSCRIPTIONS}
        partitions = [TopicPartition(name, n) for name, total in names.items() for n in range(total)]
        ends = {p: end for p, end in (await source.end_offsets(partitions)).items() if end > 0}
        source.assign(list(ends))
        await source.seek_to_beginning()
        while ends:
            polled = await source.getmany(timeout_ms=500, max_records=500)
            records = [Record.of(record) for batch in polled.values() for record in batch]
            if records:
                await consumer.handle(records)
                count += len(records)
            for partition in [p for p in polled if p in ends and await source.position(p) >= ends[p]]:
                del ends[partition]
    finally:
        await source.stop()
        await database.dispose()
    print(f"read model rebuilt from {count} events")
    return 0


def rebuild(database: Database, consumer: Consumer, _: Sequence[str]) -> int:
    """Runs to its end; what comes meanwhile the worker applies when it is started again."""
    return asyncio.run(_rebuild(database, consumer))
