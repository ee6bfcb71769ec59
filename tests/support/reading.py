"""Reading public topics as an integrator does, at its own door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from deploy.demo.client import Client
from tests.support.bodies import request_body
from tests.support.integrator import Integrator


@asynccontextmanager
async def reader(who: Integrator, *topics: str, group: str | None = None) -> AsyncIterator[AIOKafkaConsumer]:
    """A reader at the integrators' door."""
    consumer = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=who.address,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=who.name,
        sasl_plain_password=who.password,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def to_the_end(consumer: AIOKafkaConsumer) -> list[ConsumerRecord]:
    """From where the reader stands to the present end of its partitions."""
    ends = await consumer.end_offsets(list(consumer.assignment()))
    found: list[ConsumerRecord] = []
    while [p for p, end in ends.items() if await consumer.position(p) < end]:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            found += records
    return found


async def published(client: Client, title: str) -> str:
    """A request whose title the public sees."""
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body(title=title))
    body = {"fields": ["title"], "audiences": ["public"]}
    await client.call("tcd-authority", "PUT", "intake", f"/support-requests/{made['request_id']}/consent", body)
    return str(made["request_id"])
