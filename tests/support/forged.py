"""Records as a deployment could write them on its own broker, in another one's name: made from the golden corpus."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.contracts.event import Event
from shared.runtime.db.cause import ByClock
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.supervision import Progress
from tests.support.poll import until
from tools.golden.__main__ import FOLDER

Forged = tuple[str, int, bytes, list[tuple[str, bytes]], bytes]
"""Topic, partition, key, headers, body."""


def golden(wire_type: str) -> dict[str, Any]:
    """Headers and body of an event of this type, of the deployment wca."""
    kept: dict[str, Any] = json.loads((FOLDER / f"{wire_type}.v1.json").read_text(encoding="utf-8"))
    return kept


def forged(event: type[Event], way: str, says: str, inside: str | None = None, **more: Any) -> Forged:
    """An event on the twin of its topic, with ``way`` before its name; the envelope ``says`` one deployment, the state
    ``inside`` it one too. ``more``: headers without their prefix, and ``body`` to change the body in place."""
    kept, change = golden(event.wire_type), more.pop("body", None)
    text = json.dumps(kept["body"]).replace('"region": "wca"', f'"region": "{inside or says}"')
    text = text.replace('"giving": "wca"', f'"giving": "{inside or says}"')
    body = json.loads(text)
    if change is not None:
        change(body)
    headers = kept["headers"] | {
        "ce_id": f"{event.wire_type}-{way}{says}-{body['aggregate_version']}", "ce_source": f"/acsg/{says}/{event.topic.owner}", "ce_region": says, "ce_stream": f"{event.topic.name}/3",
        "ce_subject": body["aggregate_id"], "ce_aggregateversion": str(body["aggregate_version"]),
    } | {f"ce_{name}": str(value) for name, value in more.items()}  # fmt: skip
    assert event.topic.twin is not None
    pairs = [(name, value.encode()) for name, value in headers.items()]
    return f"{way}{event.topic.twin.name}", 3, body["aggregate_id"].encode(), pairs, json.dumps(body).encode()


async def written(bootstrap: str, records: Sequence[Forged]) -> None:
    """Puts records on their topics, which are made when they are missing."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        missing = {record[0] for record in records} - set(await admin.list_topics())
        await admin.create_topics([NewTopic(name, 6, 1) for name in sorted(missing)])
    finally:
        await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        for topic, partition, key, headers, body in records:
            await producer.send_and_wait(topic, body, key=key, headers=headers, partition=partition)
    finally:
        await producer.stop()


@asynccontextmanager
async def reading(consumer: Consumer) -> AsyncIterator[None]:
    """The consumer's loops, on the real broker, until the end of the block."""
    stop, clock = asyncio.Event(), consumer._database.clock
    tasks = [asyncio.create_task(loop(Progress(clock), stop)) for loop in consumer.loops().values()]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=20)


async def causes(consumer: Consumer) -> list[str]:
    """Why its dead letters are dead, in the order they came."""
    async with consumer._database.unit_of_work(ByClock("test")) as uow:
        table = uow.tables.inbox_retry
        query = sa.select(table.c.cause).where(table.c.state == "dead").order_by(table.c.id)
        return list((await uow.connection.execute(query)).scalars())


async def dead(consumer: Consumer, count: int) -> list[str]:
    """Waits for so many dead letters; their causes."""

    async def there() -> list[str] | None:
        found = await causes(consumer)
        return found if len(found) >= count else None

    return await until(there, f"{count} dead letters")
