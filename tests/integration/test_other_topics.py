"""A release that reads other topics is given them at once, and one that reads fewer again only its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewTopic

from deploy.local.stack import Stack
from shared.runtime.kafka import clients
from shared.runtime.kafka import sources as subject
from shared.runtime.kafka.sources import Source
from tests.support.poll import until

SETTINGS: Any = SimpleNamespace(worker=0, far_fetch_bytes=1 << 20, session_timeout_ms=6000, broker_timeout_ms=10_000)


@pytest.fixture
async def names(stack: Stack) -> tuple[str, str]:
    """Two topics: one that both releases read, one that the later one reads."""
    run = uuid4().hex[:8]
    admin = clients.admin(stack.bus.door)
    await admin.start()
    try:
        made = (f"test-{run}.known", f"test-{run}.later")
        await admin.create_topics([NewTopic(name, 2, 1) for name in made])
    finally:
        await admin.close()
    return made


@asynccontextmanager
async def release(stack: Stack, *topics: str) -> AsyncIterator[AIOKafkaConsumer]:
    """A reader of these topics, the one member of the group that the first of them names."""
    pattern = f"^({'|'.join(topics)})$"
    consumer = subject.client(Source("", stack.bus.door, pattern), f"group-{topics[0]}", SETTINGS)
    await consumer.start()
    try:
        consumer.subscribe(pattern=pattern)
        yield consumer
    finally:
        await consumer.stop()


def given(consumer: AIOKafkaConsumer) -> set[TopicPartition]:
    return set(consumer.assignment())


def parts(*topics: str) -> set[TopicPartition]:
    return {TopicPartition(topic, number) for topic in topics for number in range(2)}


async def read(consumer: AIOKafkaConsumer, wanted: set[TopicPartition]) -> bool:
    """Polls once, as a service does, and tells whether these are what it is given. Raises what its client raises."""
    await consumer.getmany(timeout_ms=200)
    return given(consumer) == wanted


async def test_what_a_release_reads_more_or_less_is_shared_out_anew(stack: Stack, names: tuple[str, str]) -> None:
    for topics in (names[:1], names, names[:1]):
        async with release(stack, *topics) as consumer:
            await until(lambda c=consumer, t=topics: read(c, parts(*t)), f"the partitions of {topics}", 30)  # type: ignore[misc]


async def test_a_member_that_comes_back_has_what_it_had_at_once(stack: Stack, names: tuple[str, str]) -> None:
    for _ in range(2):
        async with release(stack, *names) as consumer:
            await until(lambda c=consumer: read(c, parts(*names)), "its partitions", 30)  # type: ignore[misc]


@pytest.mark.control
async def test_under_one_name_a_new_topic_is_given_to_nobody(
    stack: Stack, names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "crc32", lambda _: 0)
    async with release(stack, names[0]) as consumer:
        await until(lambda: read(consumer, parts(names[0])), "what it reads", 30)
    async with release(stack, *names) as consumer:
        await until(lambda: read(consumer, parts(names[0])), "what it had before", 30)
        for _ in range(20):
            await consumer.getmany(timeout_ms=200)
        assert given(consumer) == parts(names[0])
