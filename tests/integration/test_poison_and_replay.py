"""Poison goes to the dead letters and its neighbours pass (R13); a replay of everything changes nothing (R12)."""

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa
from aiokafka import AIOKafkaProducer

from deploy.demo.client import Client
from deploy.local import record
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from services.gateway.projections.projector import SUBSCRIPTIONS
from services.intake.storage.tables import runtime
from shared.contracts.catalogue import topics
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SUPPORT_REQUEST, SupportRequestSubmitted
from shared.contracts.matching import OPEN_NEED, OpenNeedChanged
from shared.contracts.topic import Tier
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka import clients
from shared.runtime.kafka.clients import BrokerDoor
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Poison, Record, decode
from shared.runtime.settings import RuntimeSettings
from tests.support.journey import request_in_line
from tests.support.poll import until
from tests.support.topics import everything


async def gateway(stack: Stack, *arguments: str) -> str:
    """Runs a command of the gateway as an operator would."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", *arguments,
        cwd=ROOT, env=stack._environments["gateway"], stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(child.communicate(), 90)
    assert child.returncode == 0, said
    return said.decode()


async def rows(stack: Stack, query: str) -> Any:
    connection = await asyncpg.connect(stack.databases["gateway"])
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def envelope(version: int) -> Envelope:
    return Envelope(
        id=f"poison-{version}", source="/acsg/test", type=OpenNeedChanged.wire_type, version=version, subject="poison",
        time=SystemClock().now(), region="test", epoch=1, stream="t/0", sequence=version, aggregate_version=1,
        classification="confidential", correlation_id="c",
    )  # fmt: skip


async def test_poison_is_set_apart_and_its_neighbours_pass(stack: Stack, client: Client) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=stack.addresses["kafka"])
    await producer.start()
    try:
        good = envelope(1).to_headers()
        for headers, body in (
            ([("ce_id", b"\xff\xfe")], b"{}"),
            (envelope(99).to_headers(), b"{}"),
            (good, b"\x00 no json"),
        ):
            await producer.send_and_wait(OPEN_NEED.name, body, key=b"poison", headers=headers, partition=0)
    finally:
        await producer.stop()
    made = await request_in_line(client)

    async def passed() -> bool:
        count = f"select count(*) from item where kind = 'need' and id = '{made['request_id']}'"
        return await rows(stack, count) == 1

    assert await until(passed, "the neighbour of the poison")
    letters = await gateway(stack, "dead-letters", "list")
    assert [word in letters for word in ("malformed envelope", "unknown version 99", "does not fit the schema")] == [
        True
    ] * 3
    assert "put back" in await gateway(stack, "dead-letters", "replay", "--all")

    async def dead_again() -> bool:
        return await rows(stack, "select count(*) from inbox_retry where state = 'dead'") == 3

    assert await until(dead_again, "poison that is still poison, dead again")


LINES = """
    select row(region, kind, id, version, status, parties, shown_to, begun_at, changed_at, state)::text as line from item
    union all select row(event_id, source, item_id, version, type, at)::text from history
    union all select row(region, request_id, number, content, findings)::text from request_version
    union all select row(region, source, epoch, stream, last_sequence, missing)::text from stream_cursor"""


async def lines(stack: Stack) -> set[str]:
    """Everything in the read model, a row a line."""
    connection = await asyncpg.connect(stack.databases["gateway"])
    try:
        return {row["line"] for row in await connection.fetch(LINES)}
    finally:
        await connection.close()


async def counted(stack: Stack, query: str) -> int:
    """The sum of a figure over the outboxes of all owners."""
    found = 0
    for owner in sorted({topic.owner for topic in topics()} & set(stack.databases)):
        connection = await asyncpg.connect(stack.databases[owner])
        try:
            found += await connection.fetchval(query)
        finally:
            await connection.close()
    return found


async def waiting(stack: Stack) -> int:
    """Events that owners have not published yet."""
    return await counted(stack, "select count(*) from outbox where published_at is null and set_aside_at is null")


async def said(stack: Stack) -> int:
    """A number that grows with each event that an owner says."""
    return await counted(stack, "select coalesce(max(id), 0) from outbox")


async def unread(stack: Stack) -> int:
    """Records on the topics that the gateway's projection has not taken yet."""
    door = BrokerDoor(stack.addresses["kafka"])
    admin, consumer = clients.admin(door), clients.consumer(door, enable_auto_commit=False)
    await asyncio.gather(admin.start(), consumer.start())
    try:
        taken = await admin.list_consumer_group_offsets(f"{stack.deployment}-gateway-projection")
        ends = await consumer.end_offsets(list(taken))
    finally:
        await asyncio.gather(admin.close(), consumer.stop())
    return sum(max(0, ends[place] - at.offset) for place, at in taken.items())


async def at_rest(stack: Stack) -> set[str]:
    """The read model once all that owners said is in it, and it changes no more."""

    async def still() -> set[str] | None:
        if await waiting(stack) or await unread(stack):
            return None
        one = await lines(stack)
        await asyncio.sleep(1)
        return one if one == await lines(stack) and not await waiting(stack) else None

    return await until(still, "a read model at rest")


async def unchanged_by(stack: Stack, act: Callable[[], Awaitable[None]]) -> None:
    """An act leaves the read model as it was. While owners go on saying new things, as that a mail is out, it is done again."""

    async def alone() -> bool:
        count, before = await said(stack), await at_rest(stack)
        assert before
        await act()
        after = await at_rest(stack)
        if await said(stack) != count:
            return False
        assert after ^ before == set()
        return True

    await until(alone, "an act with nothing said beside it", 300)


async def test_a_replay_of_every_topic_gives_the_same_read_model(stack: Stack) -> None:
    async def rebuilt() -> None:
        # What the topics no longer have is found as a gap again, and filled again by the worker.
        assert "read model rebuilt" in await gateway(stack, "rebuild")

    await unchanged_by(stack, rebuilt)
    await gateway(stack, "verify-audit")


async def repeated(stack: Stack, client: Client) -> float:
    """How many events the projection took for repeats, as its worker's metrics say."""
    worker = next(p for p in record.read(stack.file)[1] if (p.service, p.role) == ("gateway", "worker"))
    text = (await client.http.get(f"{worker.metrics}/metrics")).text
    found = [
        line for line in text.splitlines() if line.startswith('acsg_consumer_repeated_total{consumer="projection"')
    ]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


async def test_a_fifth_published_again_changes_nothing(stack: Stack, client: Client) -> None:
    await request_in_line(client)
    internal = [topic for topic in topics() if topic.tier is Tier.INTERNAL]
    # Only what the gateway takes: other tests leave noise that nobody subscribes to.
    taken = {event.wire_type for event in SUBSCRIPTIONS}
    known = [r for r in await everything(stack.addresses["kafka"], internal)
             if not isinstance(decode(r, taken), Poison | None)]  # fmt: skip
    again = random.Random(12).sample(known, max(5, len(known) // 5))

    async def published_again() -> None:
        count = await repeated(stack, client)
        producer = AIOKafkaProducer(bootstrap_servers=stack.addresses["kafka"])
        await producer.start()
        for one in again:
            await producer.send(
                one.topic, one.body, key=one.key.encode(), headers=list(one.headers), partition=one.partition
            )
        await producer.stop()

        async def all_seen() -> bool:
            return await repeated(stack, client) >= count + len(again)

        assert await until(all_seen, "every repeat recognised")

    await unchanged_by(stack, published_again)


@pytest.mark.control
async def test_without_the_inbox_a_repeat_has_a_second_effect(stack: Stack, client: Client) -> None:
    """The same records twice: remembered, each counts once; once what was remembered is gone, each counts again."""
    await request_in_line(client)
    counted: list[str] = []

    async def count(_: Event, heard: Envelope, __: UnitOfWork) -> None:
        counted.append(heard.id)

    settings = RuntimeSettings(service="intake", database_url=stack.databases["intake"].partition("?")[0])  # type: ignore[call-arg]
    database = Database(settings, runtime, SystemClock())
    reader = Consumer("counting-test", {SupportRequestSubmitted: count}, database)

    async def published() -> list[Record] | None:
        return await everything(stack.addresses["kafka"], [SUPPORT_REQUEST]) or None

    records = await until(published, "a request on the topic")
    try:
        for _ in range(2):
            await reader.handle(records)
        once = len(counted)
        assert once == len(set(counted)) > 0
        # However long ago that was: the topics keep their events for ever, so any of them can come again.
        async with database.unit_of_work(ByClock("test")) as uow:
            long_ago = sa.update(runtime.inbox).values(received_at=runtime.inbox.c.received_at - timedelta(days=4000))
            await uow.connection.execute(long_ago.where(runtime.inbox.c.consumer == reader.name))
        for _ in range(2):
            await reader._maintain()
            await reader.handle(records)
        assert len(counted) == once
        async with database.unit_of_work(ByClock("test")) as uow:
            await uow.connection.execute(sa.delete(runtime.inbox).where(runtime.inbox.c.consumer == reader.name))
        await reader.handle(records)
        assert len(counted) == 2 * once
    finally:
        await database.dispose()
