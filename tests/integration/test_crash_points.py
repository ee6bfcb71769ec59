"""A crash at any named point: nothing acknowledged is lost, nothing has two effects (R2)."""

import asyncio
import os
import sys
import time
from collections import Counter, defaultdict
from email import message_from_bytes
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from tests.support.bodies import request_body
from tests.support.engagements import TCD, confirm, held_match, opened
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until
from tests.support.topics import everything


async def free_slots(stack: Stack, service: str) -> None:
    """What a relay that was killed held becomes free; otherwise the test would wait for the lease, which is no part of it."""
    connection = await asyncpg.connect(stack.databases[service])
    try:
        await connection.execute("update outbox_slot set lease_until = now() where lease_until is not null")
    finally:
        await connection.close()


async def crashed(stack: Stack, service: str, role: str, before: int) -> None:
    """Waits until the process with a failpoint has ended and another one runs in its place."""

    async def gone() -> bool:
        return stack.pid(service, role) != before

    await until(gone, f"the crash of {service} {role}")


@pytest.mark.parametrize("point", ["relay_after_claim", "relay_after_publish", "relay_after_mark"])
async def test_intake_publishes_everything_it_acknowledged(stack: Stack, client: Client, point: str) -> None:
    stack.replace("intake", "worker", ACSG_FAILPOINT=point)
    await free_slots(
        stack, "intake"
    )  # of the one that was replaced: those of the one that crashes run out by themselves
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
    await free_slots(stack, "roster")
    assert (await settled(client, match["match_id"]))["status"] == "reserved"
    found = await client.call("fra-authority", "GET", "roster", f"/support-offers/{offer['offer_id']}")
    assert found["capacity"][0]["reserved"] == "1"
    connection = await asyncpg.connect(stack.databases["roster"])
    try:
        count = "select count(*) from outbox where key = $1 and type = 'acsg.roster.capacity-reserved'"
        assert await connection.fetchval(count, offer["offer_id"]) == 1
    finally:
        await connection.close()


async def scalar(stack: Stack, service: str, query: str, *given: object) -> Any:
    """One value of a service's own database."""
    connection = await asyncpg.connect(stack.databases[service])
    try:
        return await connection.fetchval(query, *given)
    finally:
        await connection.close()


@pytest.mark.parametrize("point", ["consumer_after_effect", "consumer_after_commit"])
async def test_a_confirmed_match_opens_one_engagement(stack: Stack, client: Client, point: str) -> None:
    match = await held_match(client)
    stack.replace("delivery", "worker", ACSG_FAILPOINT=point)
    before = stack.pid("delivery", "worker")
    await confirm(client, match)
    await crashed(stack, "delivery", "worker", before)
    await free_slots(stack, "delivery")
    followed = await opened(client, match)
    count = "select count(*) from outbox where key = $1 and type = 'acsg.delivery.engagement-opened'"
    assert await scalar(stack, "delivery", count, followed.one) == 1
    assert (
        await scalar(stack, "delivery", "select count(*) from engagement where match_id = $1::uuid", match["match_id"])
        == 1
    )


@pytest.mark.parametrize("service", ["roster", "matching"])
@pytest.mark.parametrize("point", ["consumer_after_effect", "consumer_after_commit"])
async def test_an_early_end_gives_back_once(stack: Stack, client: Client, service: str, point: str) -> None:
    match = await held_match(client)
    followed = await opened(client, await confirm(client, match))
    line = match["lines"][0]

    async def committed() -> bool:
        query = "select committed from line_capacity where offer_id = $1::uuid"
        return {await scalar(stack, "roster", query, line["offer_id"])} == {4}

    await until(committed, "the capacity committed")
    stack.replace(service, "worker", ACSG_FAILPOINT=point)
    before = stack.pid(service, "worker")
    await followed.say(TCD, "POST", "/end", reason="priorities_changed")
    await crashed(stack, service, "worker", before)
    await free_slots(stack, service)

    async def free() -> bool:
        offer = "select reserved + committed from line_capacity where offer_id = $1::uuid"
        need = "select reserved + committed from need_line where request_id = $1"
        left = await scalar(stack, "roster", offer, line["offer_id"])
        return {left, await scalar(stack, "matching", need, line["request_id"])} == {0}

    assert await until(free, "need and capacity open again")
    count = "select count(*) from outbox where key = $1 and type = $2"
    assert await scalar(stack, "roster", count, line["offer_id"], "acsg.roster.capacity-released") == 1
    opened_again = "select amount from given_back where match_id = $1"
    assert await scalar(stack, "matching", opened_again, match["match_id"]) == 4


@pytest.mark.parametrize("point", ["delivery_before_send", "delivery_after_send", "delivery_after_mark"])
async def test_a_mail_goes_out_and_a_repeat_can_be_told(stack: Stack, client: Client, point: str) -> None:
    """Never none. After a crash between sending and storing it goes twice, under the same Message-ID; one row always."""
    to = "crash@example.org"
    await client.call(
        "wca-officer", "PUT", "notifications", "/directory/unhcr-bureau:wca", {"email": to, "language": "en"}
    )
    stack.replace("notifications", "worker", ACSG_FAILPOINT=point)
    before = stack.pid("notifications", "worker")
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    await crashed(stack, "notifications", "worker", before)
    restarted = began(stack.pid("notifications", "worker"))
    await expire_leases(stack)

    async def delivered() -> list[dict[str, Any]] | None:
        about = f"/deliveries?item_id={made['request_id']}&party=unhcr-bureau:wca"
        found = (await client.call("wca-officer", "GET", "notifications", about))["deliveries"]
        return found if found and all(one["state"] == "delivered" for one in found) else None

    assert len(await until(delivered, "the delivery")) == 1
    mails = (await client.http.get(client.addresses["mailbox"], params={"to": to, "format": "json"})).json()
    mine = [mail for mail in mails if made["reference"] in mail["subject"]]
    identities = set()
    for mail in mine:
        raw = await client.http.get(f"{client.addresses['mailbox']}/{mail['number']}")
        identities.add(message_from_bytes(raw.content)["Message-ID"])
    # What was under way when another mail's end was stored may repeat; what the process had stored itself never does.
    again = point != "delivery_before_send" and await attempted(stack, made["request_id"]) >= restarted
    assert 1 <= len(mine) <= (2 if again else 1)
    assert len(identities) == 1


async def attempted(stack: Stack, request_id: str) -> float:
    """When the attempt at the bureau's mail of a request began that was stored, in seconds since 1970."""
    connection = await asyncpg.connect(stack.databases["notifications"])
    try:
        about = (
            "select delivery_id from delivery where item_id = $1 and party = 'unhcr-bureau:wca' and channel = 'email'"
        )
        rows = await connection.fetch(f"select at from delivery_attempt where delivery_id in ({about})", request_id)
        return float(max(row["at"] for row in rows).timestamp())
    finally:
        await connection.close()


def began(pid: int) -> float:
    """When a process was made, in seconds since 1970, to a hundredth: the system's own clock of boots knows no more."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return time.time() - age


async def expire_leases(stack: Stack) -> None:
    """What the process that crashed held becomes free; otherwise the test would wait for the lease."""
    connection = await asyncpg.connect(stack.databases["notifications"])
    try:
        await connection.execute("update delivery set lease_until = now() where lease_until is not null")
    finally:
        await connection.close()


async def test_the_audit_chain_holds_over_a_crash_of_its_sealer(stack: Stack, client: Client) -> None:
    stack.replace("roster", "worker", ACSG_FAILPOINT="audit_after_append")
    before = stack.pid("roster", "worker")
    await listed(client)
    await crashed(stack, "roster", "worker", before)
    connection = await asyncpg.connect(stack.databases["roster"])
    try:

        async def sealed() -> bool:
            return await connection.fetchval("select count(*) = 0 from audit where sealed is null")

        assert await until(sealed, "every row sealed")
    finally:
        await connection.close()
    checked = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.roster", "verify-audit", cwd=ROOT, env=stack._environments["roster"],
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await checked.communicate()
    assert b"the audit chain holds" in said


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
async def test_a_repeat_after_a_crash_at_the_commit_is_one_request(stack: Stack, client: Client, point: str) -> None:
    stack.replace("intake", "api", ACSG_FAILPOINT=point)
    before, title, key = stack.pid("intake", "api"), f"Crashed at {point}", f"crash-{point}"
    body = request_body(title=title)

    async def asked() -> dict[str, Any] | None:
        try:
            return await client.call("tcd-authority", "POST", "intake", "/support-requests", body, key)
        except (httpx.HTTPError, Refused):
            return None

    made = await until(asked, "an answer to the same key")
    await crashed(stack, "intake", "api", before)
    connection = await asyncpg.connect(stack.databases["intake"])
    try:
        query = "select request_id::text from support_request where state -> 'content' ->> 'title' = $1"
        assert [row["request_id"] for row in await connection.fetch(query, title)] == [made["request_id"]]
    finally:
        await connection.close()


async def test_a_consumer_that_makes_no_progress_ends_and_comes_back(stack: Stack, client: Client) -> None:
    # More than a loop with nothing to do may be still, so that it is the reader that is found.
    stack.replace("roster", "worker", ACSG_FAILPOINT="consumer_wedged", ACSG_WATCHDOG_SECONDS="8")
    await free_slots(stack, "roster")
    before = stack.pid("roster", "worker")
    request, offer = await request_in_line(client), await listed(client)
    await ranked(client, request["request_id"], offer["offer_id"])
    sent = proposal(request["request_id"], offer["offer_id"])
    match = await client.call("wca-officer", "POST", "matching", "/matches", sent)
    await crashed(stack, "roster", "worker", before)
    assert (await settled(client, match["match_id"]))["status"] == "reserved"


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
