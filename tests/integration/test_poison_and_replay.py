"""Poison goes to the dead letters and its neighbours pass (R13); a replay of everything changes nothing (R12)."""

import asyncio
import sys
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer

from deploy.demo.client import Client
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.matching import OPEN_NEED, OpenNeedChanged
from shared.runtime.clock import SystemClock
from tests.support.journey import request_in_line
from tests.support.poll import until


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


DIGEST = """select md5(string_agg(line, '|' order by line)) from (
    select row(region, kind, id, version, status, parties, shown_to, begun_at, changed_at, state)::text as line from item
    union all select row(event_id, source, item_id, version, type, at)::text from history
    union all select row(region, request_id, number, content, findings)::text from request_version
    union all select row(region, source, epoch, stream, last_sequence, missing)::text from stream_cursor) as everything"""


async def test_a_replay_of_every_topic_gives_the_same_read_model(stack: Stack) -> None:
    async def still() -> str | None:
        one = await rows(stack, DIGEST)
        await asyncio.sleep(1)
        return one if one == await rows(stack, DIGEST) else None

    before = await until(still, "a read model at rest")
    assert before
    assert "read model rebuilt" in await gateway(stack, "rebuild")
    assert await rows(stack, DIGEST) == before
    await gateway(stack, "verify-audit")
