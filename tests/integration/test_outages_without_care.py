"""Controls of the killed servers: the same kills do lose what was acknowledged where nothing was done against it."""

import asyncio
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from deploy.local.postgres import Postgres
from deploy.local.processes import port
from deploy.local.stack import Stack
from shared.contracts.topic import Topic
from tests.integration.test_outages import kill_kafka
from tests.support.topics import everything

COMMITS, EVENTS, PER_SECOND = 200, 150, 30


@pytest.mark.control
@pytest.mark.parametrize("synchronous", ["on", "off"])
async def test_commits_that_do_not_wait_for_the_disk_are_lost_with_the_server(tmp_path: Path, synchronous: str) -> None:
    server = Postgres(tmp_path / "postgres", port(0, "PostgreSQL to be killed"))
    server.start()
    try:
        connection = await asyncpg.connect(server.url)
        # Long between two writes of the log, so that the kill falls before one and not by luck after it.
        await connection.execute("alter system set wal_writer_delay = '10s'")
        await connection.execute("select pg_reload_conf()")
        await connection.execute("create table kept (n int primary key); checkpoint")
        await connection.execute(f"set synchronous_commit = {synchronous}")
        acknowledged = []
        for n in range(COMMITS):
            await connection.execute("insert into kept values ($1)", n)
            acknowledged.append(n)
        server.kill()
        connection.terminate()
        server.start()
        connection = await asyncpg.connect(server.url)
        found = {row["n"] for row in await connection.fetch("select n from kept")}
        await connection.close()
    finally:
        server.stop()
    lost = set(acknowledged) - found
    assert not lost if synchronous == "on" else lost


@pytest.mark.control
async def test_an_event_published_beside_the_commit_is_lost_with_the_broker(stack: Stack) -> None:
    if stack.kafka is None:
        pytest.skip("kafka is not ours to kill")
    bootstrap = stack.addresses["kafka"]
    topic = Topic("acsg.control.dual-write", "intake", "A number", partitions=1)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic.name, 1, 1)])
    await admin.close()
    # A caller waits a second at most; so the event gets as long, and nothing remembers it afterwards.
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, request_timeout_ms=1000, enable_idempotence=False)
    await producer.start()

    async def accept(n: int) -> None:
        with suppress(KafkaError):
            await producer.send_and_wait(topic.name, str(n).encode(), key=str(n).encode())

    async with asyncio.TaskGroup() as group:
        killing = None
        for n in range(EVENTS):
            group.create_task(accept(n))
            if n == PER_SECOND:
                killing = group.create_task(kill_kafka(stack))
            await asyncio.sleep(1 / PER_SECOND)
        assert killing is not None
    with suppress(KafkaError):
        await producer.stop()
    published = {record.key for record in await everything(bootstrap, [topic])}
    assert len(published) < EVENTS
