"""A crash at any named point: nothing acknowledged is lost, nothing has two effects (R2)."""

import asyncio
import os
import sys
from collections import Counter, defaultdict
from typing import Any

import asyncpg
import pytest

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from tests.support.bodies import request_body
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until
from tests.support.topics import everything


async def crashed(stack: Stack, service: str, role: str, before: int) -> None:
    """Waits until the process with a failpoint has ended and another one runs in its place."""

    async def gone() -> bool:
        return stack.pid(service, role) != before

    await until(gone, f"the crash of {service} {role}")


@pytest.mark.parametrize("point", ["relay_after_claim", "relay_after_publish", "relay_after_mark"])
async def test_intake_publishes_everything_it_acknowledged(stack: Stack, client: Client, point: str) -> None:
    stack.replace("intake", "worker", ACSG_FAILPOINT=point)
    before = stack.pid("intake", "worker")
    made: list[dict[str, Any]] = []
    for _ in range(4):
        made += await asyncio.gather(
            *(client.call("tcd-authority", "POST", "intake", "/support-requests", request_body()) for _ in range(5))
        )
    await crashed(stack, "intake", "worker", before)
    wanted = {m["request_id"] for m in made}

    async def published() -> dict[str, list[Envelope]] | None:
        found: dict[str, list[Envelope]] = defaultdict(list)
        for record in await everything(stack.addresses["kafka"], [SUPPORT_REQUEST]):
            envelope = Envelope.from_headers(record.headers)
            if envelope.subject in wanted:
                found[envelope.subject].append(envelope)
        return found if set(found) == wanted else None

    found = await until(published, "every acknowledged request on the topic")
    # A repeat on the wire has the same identity and the same place in its stream.
    assert all(len({(e.id, e.sequence) for e in copies}) == 1 for copies in found.values())

    async def twins() -> bool:
        assert SUPPORT_REQUEST.twin is not None
        records = await everything(stack.addresses["kafka"], [SUPPORT_REQUEST.twin])
        abroad = {(e.id, e.stream, e.sequence) for e in (Envelope.from_headers(r.headers) for r in records)}
        return abroad >= {(e.id, e.stream, e.sequence) for copies in found.values() for e in copies}

    assert await until(twins, "the same events with the same places on the twin")

    async def seen_once() -> bool:
        counts = Counter[str]()
        for one in wanted:
            query = "query($k: String!) { item(key: $k) { history { type } } }"
            item = (await client.graphql("geneva-officer", query, {"k": one}))["item"]
            counts[one] = len(item["history"]) if item else 0
        return set(counts.values()) == {1}

    assert await until(seen_once, "one entry in the history of each")


@pytest.mark.parametrize(
    "point", ["consumer_before_effect", "consumer_after_effect", "consumer_after_commit", "consumer_after_offset"]
)
async def test_the_roster_holds_capacity_once(stack: Stack, client: Client, point: str) -> None:
    request, offer = await request_in_line(client), await listed(client)
    await ranked(client, request["request_id"], offer["offer_id"])
    stack.replace("roster", "worker", ACSG_FAILPOINT=point)
    before = stack.pid("roster", "worker")
    sent = proposal(request["request_id"], offer["offer_id"])
    match = await client.call("wca-officer", "POST", "matching", "/matches", sent)
    await crashed(stack, "roster", "worker", before)
    assert (await settled(client, match["match_id"]))["status"] == "reserved"
    found = await client.call("fra-authority", "GET", "roster", f"/support-offers/{offer['offer_id']}")
    assert found["capacity"][0]["reserved"] == "1"
    connection = await asyncpg.connect(stack.databases["roster"])
    try:
        count = "select count(*) from outbox where key = $1 and type = 'acsg.roster.capacity-reserved'"
        assert await connection.fetchval(count, offer["offer_id"]) == 1
    finally:
        await connection.close()


@pytest.mark.control
async def test_without_an_outbox_the_same_crash_loses_the_event(stack: Stack) -> None:
    """Commit, then publish: the crash in between leaves a row that nobody hears of."""
    script = """
import asyncio, os, sys, asyncpg
async def main():
    c = await asyncpg.connect(sys.argv[1])
    await c.execute("create table if not exists careless (id int)")
    await c.execute("insert into careless values (1)")
    os._exit(137)  # the publish that should follow never comes
asyncio.run(main())
"""
    administrator = stack.addresses["postgres"]
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, administrator, env=os.environ)
    assert await child.wait() == 137
    connection = await asyncpg.connect(administrator)
    try:
        assert await connection.fetchval("select count(*) from careless") == 1
        await connection.execute("drop table careless")
    finally:
        await connection.close()
    records = await everything(stack.addresses["kafka"], [SUPPORT_REQUEST])
    assert all(Envelope.from_headers(r.headers).subject != "1" for r in records)
