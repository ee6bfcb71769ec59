"""S18 over deployments: brokers as deployed, a region and Geneva. A submission is in the read model, and at Geneva by the
mirror; nobody was refused anything that his work needs; what is as large as the door lets in comes across."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import TopicPartition

from deploy.local.federation import HUB
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.kafka import clients
from shared.runtime.kafka.clients import BrokerDoor
from shared.runtime.kafka.fitting import record_size
from shared.runtime.settings import RuntimeSettings
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.world import World, world_of

SERVICES = {HUB: ("notifications", "gateway"), "wca": ("intake", "notifications", "gateway")}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Geneva and one region; the brokers ask everybody who he is, over TLS."""
    root = tmp_path_factory.mktemp("guarded")
    async with world_of(root, names=(HUB, "wca"), services=SERVICES, guarded=True) as found:
        yield found


def refusals(world: World) -> list[str]:
    """Lines of all logs that tell of a refusal, or of a client that could not say who it is."""
    words = ("uthorizationFailed", "uthorizationException", "AuthenticationException", "SaslAuthenticationFailed",
             "Not authorized", "Access denied")  # fmt: skip
    return [
        f"{log.name}: {line[:300]}"
        for stack in world.federation.stacks.values()
        for log in Path(stack.folder).rglob("*.log")
        for line in log.read_text("utf-8", "replace").splitlines()
        if any(word in line for word in words)
    ]


async def test_a_submission_is_in_the_region_and_at_geneva(guarded: World) -> None:
    made = await guarded.client("wca").call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    at_home = await guarded.shown("wca", made["request_id"], "submitted", "wca-officer")
    at_geneva = await guarded.shown(HUB, made["request_id"], "submitted")
    assert (at_home["region"], at_geneva["region"]) == ("wca", "wca")
    assert refusals(guarded) == []


async def test_the_largest_record_comes_across(guarded: World) -> None:
    """To the byte what the door lets in (``record_bytes``); written as a service writes it."""
    limit: int = RuntimeSettings.model_fields["record_bytes"].default
    assert SUPPORT_REQUEST.twin is not None
    topic, key, headers = SUPPORT_REQUEST.twin.name, "largest", [("ce_id", b"largest")]
    body = b" " * (limit - record_size(key, b" " * limit, headers) + limit)
    assert record_size(key, body, headers) == limit
    stacks = guarded.federation.stacks
    writer = clients.producer(stacks["wca"].bus.door_of("acsg.intake"), acks="all", max_request_size=2 * limit)
    await writer.start()
    try:
        await writer.send_and_wait(topic, body, key=key.encode(), headers=headers, partition=0)
    finally:
        await writer.stop()
    assert await until(lambda: seen(stacks[HUB].bus.door, f"wca.{topic}", body), "the largest record at Geneva", 120)


async def seen(door: BrokerDoor, topic: str, body: bytes) -> bool:
    """Whether a record with this body stands on a topic."""
    reader = clients.consumer(door, enable_auto_commit=False)
    await reader.start()
    try:
        partitions = [TopicPartition(topic, 0)]
        reader.assign(partitions)
        await reader.seek_to_beginning()
        (end,) = (await reader.end_offsets(partitions)).values()
        while await reader.position(partitions[0]) < end:
            for records in (await reader.getmany(timeout_ms=500)).values():
                if any(record.value == body for record in records):
                    return True
        return False
    finally:
        await reader.stop()
