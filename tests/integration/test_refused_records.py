"""What the broker refuses for good is set aside alone; its neighbours are published, figures and readiness tell (R17)."""

import asyncio
import json
import os
import sys
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.demo.client import Client, Refused
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import runtime
from shared.contracts.catalogue import topics_of
from shared.contracts.commitments import OWN_COMMITMENT
from shared.contracts.envelope import Envelope
from shared.runtime.clock import SystemClock
from shared.runtime.db.database import Database
from shared.runtime.http.asking import asking
from shared.runtime.kafka.publishing import Publisher, PublishOutcome
from shared.runtime.kafka.relay import Relay
from shared.runtime.kafka.topics import RECORD_BYTES, ensure_topics, follow_settings
from shared.runtime.kafka.twins import Outgoing
from shared.runtime.supervision import Progress
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.topics import everything

NOISE, STUCK_S = "acsg.test.noise", 3
INSERT = """insert into outbox (event_id, topic, slot, key, type, headers, body)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7) returning id"""


@pytest.fixture(scope="module")
def region(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Intake alone."""
    root = tmp_path_factory.mktemp("refused")
    environment = {"ACSG_RELAY_STUCK_SECONDS": str(STUCK_S)}
    with Stack("wca", services=("intake",), root=root, environment=environment) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def speaker(region: Stack) -> AsyncIterator[Client]:
    async with asking(30) as http:
        yield Client(region.addresses, http)


async def write(region: Stack, sizes: Sequence[int], slot: int | None = None) -> list[str]:
    """Puts rows of a type that nobody reads into the outbox, in one transaction; their keys."""
    keys = [str(uuid.uuid4()) for _ in sizes]
    connection = await asyncpg.connect(region.databases["intake"])
    try:
        async with connection.transaction():
            for n, (key, size) in enumerate(zip(keys, sizes, strict=True)):
                envelope = Envelope(
                    id=key, source="/acsg/test", type=NOISE, version=1, subject=key, time=SystemClock().now(),
                    region="test", epoch=1, stream="", sequence=0, aggregate_version=1, classification="confidential",
                    correlation_id=key,
                )  # fmt: skip
                headers = [(k, v.decode()) for k, v in envelope.to_headers() if k not in {"ce_stream", "ce_sequence"}]
                body = json.dumps({"text": "x" * size}).encode()
                place = n % 6 if slot is None else slot
                await connection.execute(INSERT, key, OWN_COMMITMENT.name, place, key, NOISE, json.dumps(headers), body)
    finally:
        await connection.close()
    return keys


async def on_the_topic(region: Stack) -> dict[str, list[Envelope]]:
    found: dict[str, list[Envelope]] = defaultdict(list)
    for record in await everything(region.addresses["kafka"], [OWN_COMMITMENT]):
        envelope = Envelope.from_headers(record.headers)
        if envelope.type == NOISE:
            found[envelope.id].append(envelope)
    return found


async def rows(region: Stack, keys: Sequence[str]) -> dict[str, Any]:
    connection = await asyncpg.connect(region.databases["intake"])
    try:
        query = "select key, published_at, set_aside_at, set_aside_cause, sequence from outbox where key = any($1)"
        return {row["key"]: row for row in await connection.fetch(query, list(keys))}
    finally:
        await connection.close()


async def command(region: Stack, *arguments: str) -> tuple[int, str]:
    """An operator's command of intake: status and output."""
    done = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.intake", *arguments,
        cwd=ROOT, env={**os.environ, **region._environments["intake"]},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await done.communicate()
    assert done.returncode is not None
    return done.returncode, said.decode()


async def figures(region: Stack) -> dict[str, float]:
    """Of the worker's metrics, those without labels."""
    async with asking(30) as http:
        text = (await http.get(region.metrics("intake"))).text
    plain = [line.split() for line in text.splitlines() if line and not line.startswith("#") and "{" not in line]
    return {name: float(value) for name, value in plain}


async def readiness(region: Stack) -> tuple[int, dict[str, str]]:
    async with asking(30) as http:
        answer = await http.get(f"{region.address('intake', 'worker')}/health/ready")
    return answer.status_code, answer.json()["checks"]


async def give_room(region: Stack, size: int) -> None:
    """What an operator does: lets the topic and its twin take larger records."""
    assert OWN_COMMITMENT.twin is not None
    admin = AIOKafkaAdminClient(bootstrap_servers=region.addresses["kafka"])
    await admin.start()
    try:
        names = [OWN_COMMITMENT.name, OWN_COMMITMENT.twin.name]
        await admin.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, n, {RECORD_BYTES: str(size)}) for n in names]
        )
    finally:
        await admin.close()


async def test_a_refused_record_is_set_aside_alone_and_comes_back(region: Stack) -> None:
    sizes = [100] * 30 + [1_300_000] + [100] * 30 + [1_200_000] + [100] * 30
    keys = await write(region, sizes)
    large = {keys[30], keys[61]}

    async def settled() -> bool:
        found = await rows(region, keys)
        return all(row["published_at"] or row["set_aside_at"] for row in found.values())

    await until(settled, "every row published or set aside")
    found = await rows(region, keys)
    assert {key for key, row in found.items() if row["set_aside_at"]} == large
    assert all("MessageSizeTooLarge" in found[key]["set_aside_cause"] for key in large)
    told = await on_the_topic(region)
    assert set(told) == set(keys) - large

    async def counted() -> bool:
        seen = await figures(region)
        return seen["acsg_outbox_set_aside"] == 2 and seen["acsg_outbox_pending"] == 0

    await until(counted, "the figures")
    assert (await readiness(region))[0] == 200
    status, said = await command(region, "set-aside", "list")
    assert status == 0
    assert all(key in said for key in large)
    number = said.split("\t")[0]
    assert f"sequence {found[keys[30]]['sequence']}" in (await command(region, "set-aside", "show", number))[1]
    assert (await command(region, "set-aside", "show", "999999999"))[0] == 1

    await give_room(region, 2_000_000)
    assert (await command(region, "set-aside", "replay", "--all"))[1].startswith("2 put back")

    async def whole() -> bool:
        return set(await on_the_topic(region)) == set(keys)

    await until(whole, "what was set aside on the topic")
    places: dict[str, set[int]] = defaultdict(set)
    for copies in (await on_the_topic(region)).values():
        places[copies[0].stream] |= {one.sequence for one in copies}
    # The holes are filled at their old places.
    assert all(found == set(range(1, len(found) + 1)) for found in places.values())
    assert (await command(region, "set-aside", "list"))[1] == ""
    await give_room(region, 1_000_000)


class Before(Publisher):
    """As it was: one failure, and nothing of the round is marked."""

    async def publish(self, producer: AIOKafkaProducer, records: Sequence[Outgoing]) -> PublishOutcome:
        outcome = await super().publish(producer, records)
        errors = [*outcome.refused.values(), *outcome.waiting.values()]
        return (
            PublishOutcome(waiting=dict.fromkeys((record.row for record in records), errors[0])) if errors else outcome
        )


@pytest.mark.control
async def test_without_it_nothing_of_the_round_is_ever_marked(region: Stack) -> None:
    worker = region._environments["intake"]
    settings = IntakeSettings(
        database_url=worker["ACSG_DATABASE_URL"], kafka_bootstrap=region.addresses["kafka"], mode="development"
    )
    region.keeper.end(("intake", "worker"))
    database, stop = Database(settings, runtime, SystemClock()), asyncio.Event()
    relay = Relay(database, "as-before")
    relay._publisher = Before()
    keys = await write(region, [100, 100, 1_300_000, 100])
    working = asyncio.create_task(relay.run(Progress(SystemClock()), stop))
    try:

        async def tried() -> bool:
            return bool((await on_the_topic(region)).keys() & set(keys))

        await until(tried, "a first try")
        await asyncio.sleep(3)
        assert not any(row["published_at"] or row["set_aside_at"] for row in (await rows(region, keys)).values())
        # The same ones again and again.
        assert any(len(copies) > 1 for key, copies in (await on_the_topic(region)).items() if key in keys)
    finally:
        stop.set()
        await working
        await database.dispose()
        region.start_process("intake", "worker")

    async def settled() -> bool:
        return all(row["published_at"] or row["set_aside_at"] for row in (await rows(region, keys)).values())

    assert await until(settled, "the relay of today settles them")


async def test_figures_and_readiness_tell_while_the_broker_is_away(region: Stack, speaker: Client) -> None:
    assert region.kafka is not None
    assert region.kafka.process is not None

    async def ready() -> bool:
        return (await readiness(region))[0] == 200

    await until(ready, "ready")
    pid = region.pid("intake", "worker")
    region.kafka.process.kill()
    region.kafka.process.wait()
    made = await speaker.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    assert made["status"] == "submitted"

    async def told() -> bool:
        status, checks = await readiness(region)
        seen = await figures(region)
        waits = seen["acsg_outbox_pending"] >= 1 and seen["acsg_outbox_oldest_seconds"] > STUCK_S
        return status == 503 and checks == {"database": "ready", "relay": "away"} and waits

    await until(told, "a relay that gets nowhere, in figures and in readiness")
    # What the acceptance of commands asks is another process's readiness, and that stays.
    async with asking(30) as http:
        assert (await http.get(region.addresses["intake"] + "/health/ready")).status_code == 200
    await asyncio.to_thread(region.kafka.start)
    await until(ready, "ready again")

    async def caught_up() -> bool:
        return (await figures(region))["acsg_outbox_pending"] == 0

    await until(caught_up, "nothing pending")
    assert region.pid("intake", "worker") == pid


async def test_what_the_door_lets_in_the_broker_takes(region: Stack, speaker: Client) -> None:
    text = "x" * 4900
    lines = [{**request_body()["lines"][0], "line_id": str(n), "description": text} for n in range(100)]
    own = [{"description": text} for _ in range(46)]
    with pytest.raises(Refused) as refused:
        await speaker.call("tcd-authority", "POST", "intake", "/support-requests",
                           request_body(lines=lines, own_commitments=own))  # fmt: skip
    assert refused.value.status == 422
    faults = {one["pointer"]: one for one in refused.value.problem["errors"]}
    assert {one["code"] for one in faults.values()} == {"too_large"}
    assert set(faults) == {"/lines", "/own_commitments"}
    assert "may take 400,000" in faults["/lines"]["message"]

    body = request_body(lines=lines[:50], own_commitments=own[:20])
    made = await speaker.call("tcd-authority", "POST", "intake", "/support-requests", body)
    one = f"/support-requests/{made['request_id']}"
    shown = {"fields": ["lines", "own_commitments", "title"], "audiences": ["offerers", "public"]}
    await speaker.call("tcd-authority", "PUT", "intake", one + "/consent", shown)
    comments = [{"paragraph": f["paragraph"], "comment": "字" * 5000} for f in made["findings"]]
    with pytest.raises(Refused) as refused:
        await speaker.call("wca-officer", "POST", "intake", one + "/feedback", {"items": comments})
    assert [(e["pointer"], e["code"]) for e in refused.value.problem["errors"]] == [("/items", "too_large")]
    # It is revised and withdrawn as any other.
    await speaker.call("tcd-authority", "PUT", "intake", one + "/content", body | {"title": "Another title"})
    await speaker.call("tcd-authority", "POST", "intake", one + "/withdrawal", {})

    async def caught_up() -> bool:
        seen = await figures(region)
        return seen["acsg_outbox_pending"] == 0 and seen["acsg_outbox_set_aside"] == 1

    await until(caught_up, "all of it at the broker, nothing set aside but the control's")


async def test_topics_take_what_the_setting_says(region: Stack) -> None:
    wanted = topics_of("intake")
    assert set((await limits(region, [t.name for t in wanted])).values()) == {"1000000"}
    # A setting that is changed later reaches topics that exist; whoever gave one other settings keeps them.
    other = IntakeSettings(
        database_url="postgresql://x/y", kafka_bootstrap=region.addresses["kafka"], record_bytes=900_000
    )
    await ensure_topics(other, wanted)
    try:
        await follow_settings(other, wanted)
        assert set((await limits(region, [t.name for t in wanted])).values()) == {"900000"}
    finally:
        back = other.model_copy(update={"record_bytes": 1_000_000})
        await follow_settings(back, wanted)


async def limits(region: Stack, names: Sequence[str]) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=region.addresses["kafka"])
    await admin.start()
    try:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    finally:
        await admin.close()
    return {r[3]: entry[1] for a in answers for r in a.resources for entry in r[4] if entry[0] == RECORD_BYTES}
