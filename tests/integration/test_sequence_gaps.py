"""Writers that hold their transactions and roll some back: relayed = committed (R9); a naive cursor loses (control)."""

import asyncio
import json
import random
import uuid

import asyncpg
import pytest

from deploy.local.stack import Stack
from shared.contracts.commitments import OWN_COMMITMENT
from shared.contracts.envelope import Envelope
from shared.runtime.clock import SystemClock
from tests.support.poll import until
from tests.support.topics import everything

WRITERS, EACH = 16, 60
NOISE = "acsg.test.noise"


def row(one: str) -> tuple[object, ...]:
    """An outbox row of a type that nobody subscribes to."""
    envelope = Envelope(
        id=one, source="/acsg/test", type=NOISE, version=1, subject=one, time=SystemClock().now(), region="test",
        epoch=1, stream="", sequence=0, aggregate_version=1, classification="confidential", correlation_id=one,
    )  # fmt: skip
    headers = [(k, v.decode()) for k, v in envelope.to_headers() if k not in {"ce_stream", "ce_sequence"}]
    return one, OWN_COMMITMENT.name, random.randrange(6), one, NOISE, json.dumps(headers), b"{}"


async def write(address: str, statement: str, values: list[tuple[object, ...]], committed: list[object]) -> None:
    """One writer: each row in a transaction of its own that is held up to 50 ms; one in twenty is rolled back."""
    connection = await asyncpg.connect(address)
    try:
        for one in values:
            transaction = connection.transaction()
            await transaction.start()
            key = await connection.fetchval(statement, *one)
            await asyncio.sleep(random.random() * 0.05)
            if random.random() < 0.05:
                await transaction.rollback()
            else:
                await transaction.commit()
                committed.append(key)
    finally:
        await connection.close()


async def test_what_is_committed_is_relayed_and_nothing_else(stack: Stack) -> None:
    statement = """insert into outbox (event_id, topic, slot, key, type, headers, body)
        values ($1, $2, $3, $4, $5, $6::jsonb, $7) returning event_id::text"""
    committed: list[object] = []
    writers = [[row(str(uuid.uuid4())) for _ in range(EACH)] for _ in range(WRITERS)]
    await asyncio.gather(*(write(stack.databases["intake"], statement, rows, committed) for rows in writers))

    async def relayed() -> set[str] | None:
        records = await everything(stack.addresses["kafka"], [OWN_COMMITMENT])
        found = {e.id for e in (Envelope.from_headers(r.headers) for r in records) if e.type == NOISE}
        return found if found >= set(committed) else None

    assert await until(relayed, "every committed row on the topic") == set(committed)
    assert 0 < len(committed) < WRITERS * EACH


@pytest.mark.control
async def test_a_naive_cursor_loses_rows(stack: Stack) -> None:
    administrator = stack.addresses["postgres"]
    reader = await asyncpg.connect(administrator)
    await reader.execute("drop table if exists naive; create table naive (id bigserial primary key)")
    committed: list[object] = []
    statement = "insert into naive default values returning id"
    writing = asyncio.gather(*(write(administrator, statement, [()] * EACH, committed) for _ in range(WRITERS)))
    last, seen = 0, set()
    while True:
        done = writing.done()
        fresh = [r["id"] for r in await reader.fetch("select id from naive where id > $1 order by id", last)]
        seen |= set(fresh)
        last = max([last, *fresh])
        if done:
            break
        await asyncio.sleep(0)
    await writing
    await reader.execute("drop table naive")
    await reader.close()
    assert len(set(committed) - seen) > 0
