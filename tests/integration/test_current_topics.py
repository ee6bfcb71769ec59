"""The compacted topics on the real broker: old words leave the disk, and a relay that slept cannot bring them back."""

import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import PUBLIC_SUPPORT_REQUEST, PUBLIC_SUPPORT_REQUEST_CURRENT
from shared.contracts.topic import Topic, compaction
from shared.runtime.http.asking import asking
from shared.runtime.kafka.records import Record
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.topics import everything

ERASE_SECONDS = 2
UNKEPT = Topic("acsg.test.unkept", owner="test", key="id", partitions=1)


@pytest.fixture(scope="module")
def region(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Intake alone, where superseded states may be erased after two seconds."""
    environment = {"ACSG_ERASE_SECONDS": str(ERASE_SECONDS), "ACSG_PUBLIC_LOG_DAYS": "7"}
    root = tmp_path_factory.mktemp("current")
    with Stack("wca", services=("intake",), root=root, environment=environment) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def speaker(region: Stack) -> AsyncIterator[Client]:
    async with asking(30) as http:
        yield Client(region.addresses, http)


async def published(client: Client, **changes: object) -> str:
    """A request that the public sees with its title and gap."""
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body(**changes))
    await consent(client, made["request_id"], ["title", "gap"])
    return str(made["request_id"])


async def consent(client: Client, request_id: str, fields: list[str]) -> None:
    body = {"fields": fields, "audiences": ["offerers", "public"]}
    await client.call("tcd-authority", "PUT", "intake", f"/support-requests/{request_id}/consent", body)


async def last(stack: Stack, key: str) -> Record | None:
    """The record that stands last for a request on the compacted topic."""
    found = [r for r in await everything(stack.addresses["kafka"], [PUBLIC_SUPPORT_REQUEST_CURRENT]) if r.key == key]
    return found[-1] if found else None


async def stands(stack: Stack, key: str, fields: set[str] | None) -> Record:
    """Waits until the last record shows these fields, or is a tombstone."""

    async def ask() -> Record | None:
        record = await last(stack, key)
        if record is None:
            return None
        return record if (set(json.loads(record.body)["fields"]) if record.body else None) == fields else None

    return await until(ask, f"the state {fields} of {key}")


def on_disk(stack: Stack, topic: str, words: str) -> bool:
    """Whether the broker's files of a topic hold these words."""
    folders = (stack.folder / "kafka/data").glob(f"{topic}-[0-9]*")
    files: list[Path] = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    assert files, f"{topic} has no files"
    return any(words.encode() in path.read_bytes() for path in files if path.exists())


@pytest.mark.paragraph("17")
async def test_what_is_narrowed_or_retracted_leaves_the_disk(region: Stack, speaker: Client) -> None:
    bootstrap = region.addresses["kafka"]
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(UNKEPT.name, 1, 1, topic_configs=compaction(ERASE_SECONDS, 1))])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    await producer.send_and_wait(UNKEPT.name, b"CANARY-kept", key=b"k", partition=0)
    await producer.send_and_wait(UNKEPT.name, None, key=b"k", partition=0)
    await producer.stop()

    key = await published(speaker, title="CANARY-title", gap="CANARY-gap")
    await stands(region, key, {"gap", "title"})
    current = PUBLIC_SUPPORT_REQUEST_CURRENT.name
    assert on_disk(region, current, "CANARY-gap")
    await consent(speaker, key, ["title"])
    await stands(region, key, {"title"})

    async def gone(words: str) -> bool:
        return not on_disk(region, current, words)

    await until(lambda: gone("CANARY-gap"), "the words taken back to leave the disk")
    assert on_disk(region, current, "CANARY-title")
    await speaker.call("tcd-authority", "DELETE", "intake", f"/support-requests/{key}/consent", {})
    record = await stands(region, key, None)
    assert Envelope.from_headers(record.headers).type == "acsg.public.support-request-retracted"
    await until(lambda: gone("CANARY-title"), "everything of the request to leave the disk")
    # Control: written earlier, with the same settings, but with nobody who lets the broker close the segment.
    assert on_disk(region, UNKEPT.name, "CANARY-kept")


@pytest.mark.paragraph("17")
async def test_a_state_carries_its_place_in_the_log(region: Stack, speaker: Client) -> None:
    key = await published(speaker)
    state = Envelope.from_headers((await stands(region, key, {"gap", "title"})).headers)
    logged = [
        Envelope.from_headers(r.headers)
        for r in await everything(region.addresses["kafka"], [PUBLIC_SUPPORT_REQUEST])
        if r.key == key
    ]
    assert state == logged[-1]
    assert state.stream.startswith(f"{PUBLIC_SUPPORT_REQUEST.name}/")


async def test_a_relay_that_slept_cannot_bring_back_what_was_retracted(region: Stack, speaker: Client) -> None:
    key = await published(speaker, title="CANARY-late")
    old = await stands(region, key, {"gap", "title"})
    await speaker.call("tcd-authority", "DELETE", "intake", f"/support-requests/{key}/consent", {})
    await stands(region, key, None)
    worker = region.pid("intake", "worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        producer = AIOKafkaProducer(bootstrap_servers=region.addresses["kafka"])
        await producer.start()
        # Byte for byte what a relay writes that held this row through a pause longer than its lease.
        await producer.send_and_wait(
            old.topic, old.body, key=key.encode(), partition=old.partition, headers=list(old.headers)
        )
        await producer.stop()
        # Control: while nobody keeps the topic, the old words stand as the current state.
        stale = await last(region, key)
        assert stale is not None
        assert b"CANARY-late" in stale.body
    finally:
        os.kill(worker, signal.SIGCONT)
    await stands(region, key, None)


async def test_public_topics_follow_the_settings_of_the_deployment(region: Stack) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=region.addresses["kafka"])
    await admin.start()
    names = (PUBLIC_SUPPORT_REQUEST.name, PUBLIC_SUPPORT_REQUEST_CURRENT.name)
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    await admin.close()
    found = {r[3]: {entry[0]: entry[1] for entry in r[4]} for answer in answers for r in answer.resources}
    log, current = (found[name] for name in names)
    week = str(7 * 86_400_000)
    assert (log["cleanup.policy"], log["retention.ms"]) == ("delete", week)
    assert (current["cleanup.policy"], current["delete.retention.ms"]) == ("compact", week)
    assert current["max.compaction.lag.ms"] == str(ERASE_SECONDS * 1000)
