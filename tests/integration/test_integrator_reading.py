"""An integrator reads: replay from a place or a date, a stream without a gap, what stands now, and its own lag (WM 3, 17)."""

import asyncio
import json
import random
import subprocess
import sys
from collections import defaultdict
from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from deploy.access.broker import AccessBroker
from deploy.access.rules import grant
from deploy.demo.client import Client, Refused
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from services.intake.domain.consented_view import CONSENTABLE
from shared.contracts.envelope import Envelope
from shared.contracts.intake import PUBLIC_SUPPORT_REQUEST, PUBLIC_SUPPORT_REQUEST_CURRENT
from shared.contracts.topic import PARTITIONS
from tests.support.bodies import request_body
from tests.support.integrator import Integrator
from tests.support.poll import until
from tests.support.reading import published, reader, to_the_end

LOG, CURRENT = PUBLIC_SUPPORT_REQUEST.name, PUBLIC_SUPPORT_REQUEST_CURRENT.name
LOG_PARTITIONS = [TopicPartition(LOG, number) for number in range(PARTITIONS)]


@pytest.fixture(scope="module")
def iom(stack: Stack) -> Integrator:
    password = AccessBroker(stack.bus.door).create(grant("iom", "public", None, []))
    return Integrator(stack.addresses["kafka-integrators"], "iom", password, "iom.")


async def seen(who: Integrator, keys: set[str]) -> list[ConsumerRecord]:
    """The log from its beginning, once it holds events of these requests."""

    async def ask() -> list[ConsumerRecord] | None:
        async with reader(who) as consumer:
            consumer.assign(LOG_PARTITIONS)
            await consumer.seek_to_beginning()
            found = await to_the_end(consumer)
        return found if keys <= {record.key.decode() for record in found} else None

    return await until(ask, "the requests on the public topic")


async def test_replay_from_a_date_and_from_a_place(client: Client, iom: Integrator) -> None:
    before = {await published(client, f"Before {n}") for n in range(4)}
    last_before = max(record.timestamp for record in await seen(iom, before))
    after = {await published(client, f"After {n}") for n in range(4)}
    whole = await seen(iom, before | after)
    async with reader(iom) as consumer:
        consumer.assign(LOG_PARTITIONS)
        places = await consumer.offsets_for_times(dict.fromkeys(LOG_PARTITIONS, last_before + 1))
        ends = await consumer.end_offsets(LOG_PARTITIONS)
        for partition, place in places.items():
            consumer.seek(partition, place.offset if place else ends[partition])
        replayed = await to_the_end(consumer)
        assert {r.key.decode() for r in replayed} >= after
        assert [r for r in replayed if r.timestamp <= last_before] == []
        assert len(replayed) >= len([r for r in whole if r.timestamp > last_before])
        # From a place: the same records again, byte for byte.
        first = next(r for r in whole if r.key.decode() in after)
        consumer.assign([TopicPartition(LOG, first.partition)])
        consumer.seek(TopicPartition(LOG, first.partition), first.offset)
        again = await to_the_end(consumer)
    mine = [r for r in whole if r.partition == first.partition and r.offset >= first.offset]
    assert [(r.offset, r.key, r.value, r.headers) for r in again][: len(mine)] == [
        (r.offset, r.key, r.value, r.headers) for r in mine
    ]


async def test_the_public_stream_has_no_gap(client: Client, iom: Integrator) -> None:
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for record in await seen(iom, {await published(client, "One more")}):
        envelope = Envelope.from_headers(record.headers)
        found[envelope.stream, envelope.epoch].append(envelope.sequence)
    assert found
    assert all(list(dict.fromkeys(numbers)) == list(range(1, max(numbers) + 1)) for numbers in found.values())


async def test_a_late_joiner_starts_from_what_stands_and_goes_on_in_the_log(client: Client, iom: Integrator) -> None:
    kept, gone = await published(client, "Kept"), await published(client, "Gone")
    await client.call("tcd-authority", "DELETE", "intake", f"/support-requests/{gone}/consent", {})

    async def snapshot() -> dict[str, ConsumerRecord] | None:
        async with reader(iom) as consumer:
            consumer.assign([TopicPartition(CURRENT, number) for number in range(PARTITIONS)])
            await consumer.seek_to_beginning()
            found = {record.key.decode(): record for record in await to_the_end(consumer)}
        return found if kept in found and gone in found and found[gone].value is None else None

    states = await until(snapshot, "the snapshot")
    assert json.loads(states[kept].value)["fields"] == {"title": "Kept"}
    # Of each stream, the highest sequence seen; what follows it in the log is new.
    marks: dict[str, int] = {}
    for record in states.values():
        envelope = Envelope.from_headers(record.headers)
        marks[envelope.stream] = max(marks.get(envelope.stream, 0), envelope.sequence)
    fresh = await published(client, "Fresh")
    news = [Envelope.from_headers(record.headers) for record in await seen(iom, {fresh})]
    subjects = {e.subject for e in news if e.sequence > marks.get(e.stream, 0)}
    assert fresh in subjects
    assert kept not in subjects


async def test_the_lag_of_an_integrator(stack: Stack, client: Client, iom: Integrator) -> None:
    await seen(iom, {await published(client, "Read")})
    async with reader(iom, LOG, group="iom.lag") as consumer:

        async def assigned() -> bool:
            await consumer.getmany(timeout_ms=100)
            return bool(consumer.assignment())

        await until(assigned, "the group")
        await consumer.seek_to_end()
        await consumer.commit({p: await consumer.position(p) for p in consumer.assignment()})
    unread = {await published(client, f"Unread {n}") for n in range(3)}
    await seen(iom, unread)
    path = "/integrators/iom/lag"

    async def told(actor: str) -> dict[str, Any]:
        answer = await client.call(actor, "GET", "notifications", path)
        return next(lag for lag in answer["lags"] if (lag["group"], lag["topic"]) == ("iom.lag", LOG))

    mine = await told("integrator-iom")
    assert mine["waiting"] == 3
    assert mine["oldest_at"] is not None
    assert (await told("wca-officer"))["waiting"] == 3
    for actor in ("integrator-other", "tcd-authority", None):
        with pytest.raises(Refused) as refused:
            await client.call(actor, "GET", "notifications", path)
        assert refused.value.status in {401, 403}

    with pytest.raises(AssertionError):
        await nothing_read(client, stack, "iom")
    await nothing_read(client, stack, "unheard")

    said = await asyncio.to_thread(lag_command, stack, "iom")
    assert said.returncode == 0, said.stderr
    assert {(lag["group"], lag["waiting"]) for lag in json.loads(said.stdout)} >= {("iom.lag", 3)}

    figure = f'acsg_integrator_lag{{group="iom.lag",integrator="iom",topic="{LOG}"}} 3.0'

    async def shown() -> bool:
        return figure in (await client.http.get(stack.metrics("notifications"))).text

    await until(shown, "the figure at /metrics")


async def nothing_read(client: Client, stack: Stack, name: str) -> None:
    """An integrator that never read is not taken for one that has read all, over HTTP and by command."""
    answer = await client.call("wca-officer", "GET", "notifications", f"/integrators/{name}/lag")
    assert (answer["has_read"], answer["lags"]) == (False, [])
    said = await asyncio.to_thread(lag_command, stack, name)
    assert (said.returncode, json.loads(said.stdout)) == (1, [])


def lag_command(stack: Stack, name: str) -> "subprocess.CompletedProcess[str]":
    """The command as an operator gives it."""
    environment = {"ACSG_KAFKA_BOOTSTRAP": stack.addresses["kafka"], "ACSG_DATABASE_URL": "postgresql://none"}
    line = [sys.executable, "-m", "services.notifications", "integrators", "lag", name, "--json"]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_any_changes_the_topics_say_what_was_agreed(client: Client, iom: Integrator, seed: int) -> None:
    """Seeded changes over HTTP; then the real topics alone are asked: what stands, and what was ever written."""
    chance = random.Random(seed)
    agreed: set[str] | None = None
    given = False
    body = request_body(title=f"CANARY-title-{seed}-0", gap=f"CANARY-gap-{seed}-0", summary=f"CANARY-summary-{seed}-0")
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", body)
    one = f"/support-requests/{made['request_id']}"
    ever: set[str] = set()
    for turn in range(1, 13):
        kind = chance.choice(["consent", "consent", "revise", "take back"])
        if kind == "consent":
            fields = set(chance.sample(CONSENTABLE, chance.randrange(len(CONSENTABLE))))
            audiences = chance.choice([["public"], ["offerers", "public"], ["offerers"]])
            await client.call(
                "tcd-authority", "PUT", "intake", f"{one}/consent", {"fields": sorted(fields), "audiences": audiences}
            )
            agreed, given = (fields if "public" in audiences else None), True
        elif kind == "revise":
            changed = set(chance.sample(["title", "gap", "summary"], chance.randrange(1, 3)))
            body |= {name: f"CANARY-{name}-{seed}-{turn}" for name in changed}
            await client.call("tcd-authority", "PUT", "intake", f"{one}/content", body)
            agreed = agreed - changed if agreed is not None else None
        elif given:
            await client.call("tcd-authority", "DELETE", "intake", f"{one}/consent", {})
            agreed, given = None, False
        ever |= {str(body[name]) for name in (agreed or set()) & {"title", "gap", "summary"}}

    async def stands(expected: list[str] | None) -> bool:
        async with reader(iom) as consumer:
            consumer.assign([TopicPartition(CURRENT, number) for number in range(PARTITIONS)])
            await consumer.seek_to_beginning()
            mine = [r for r in await to_the_end(consumer) if r.key.decode() == made["request_id"]]
        value = mine[-1].value if mine else None
        return (sorted(json.loads(value)["fields"]) if value else None) == expected

    expected = sorted(agreed) if agreed is not None else None
    await until(lambda: stands(expected), f"what was agreed to: {expected}")
    # One last word, so that everything before it has been written.
    last = {"fields": ["reference"], "audiences": ["public"]}
    await client.call("tcd-authority", "PUT", "intake", f"{one}/consent", last)
    await until(lambda: stands(["reference"]), "the last word")
    mine = [r for r in await seen(iom, {made["request_id"]}) if r.key.decode() == made["request_id"]]
    words = " ".join(r.value.decode() for r in mine).replace('"', " ").split()
    assert {word for word in words if word.startswith("CANARY")} <= ever
    assert json.loads(mine[-1].value)["fields"] == {"reference": made["reference"]}
