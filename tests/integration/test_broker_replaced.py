"""A broker is lost with all that stood on it and replaced by an empty one: what readers had not read comes again, once.

The commands are those of docs/runbooks/broker-replaced.md.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
import pytest_asyncio

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.runtime.http.asking import asking
from tests.support.journey import listed
from tests.support.poll import until

WORKERS = (("roster", "worker"), ("matching", "worker"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Roster and matching with a broker of their own, which nothing else uses."""
    if os.environ.get("ACSG_KAFKA_BOOTSTRAP"):
        pytest.skip("the broker is not ours to lose")
    with Stack("wca", services=("roster", "matching"), root=tmp_path_factory.mktemp("lost-broker")) as stack:
        yield stack


@pytest_asyncio.fixture(loop_scope="session")
async def region(alone: Stack) -> AsyncIterator[tuple[Stack, Client]]:
    async with asking(30) as http:
        yield alone, Client(alone.addresses, http)


async def known(stack: Stack) -> dict[str, int]:
    """Offers that matching knows, with their versions."""
    connection = await asyncpg.connect(stack.databases["matching"])
    try:
        return {row["offer_id"]: row["version"] for row in await connection.fetch("select * from known_offer")}
    finally:
        await connection.close()


async def relayed(stack: Stack) -> None:
    connection = await asyncpg.connect(stack.databases["roster"])

    async def sent() -> bool:
        return not await connection.fetchval("select count(*) from outbox where published_at is null")

    await until(sent, "an empty outbox")
    await connection.close()


async def command(stack: Stack, service: str, name: str) -> int:
    """A command of a service, as an operator gives it: its exit status."""
    return await asyncio.to_thread(stack.one_shot(service, name).wait, 60)


async def lose_the_broker(stack: Stack) -> None:
    assert stack.kafka is not None
    stack.kafka.kill()
    shutil.rmtree(stack.kafka.folder / "data")
    await asyncio.to_thread(stack.kafka.start)


async def test_what_nobody_had_read_is_published_again_and_counts_once(region: tuple[Stack, Client]) -> None:
    stack, client = region
    before = [(await listed(client))["offer_id"] for _ in range(3)]

    async def read() -> bool:
        return set(await known(stack)) == set(before)

    await until(read, "the first offers in matching")
    assert await command(stack, "roster", "republish") == 2
    stack.keeper.end(("matching", "worker"))
    lost = [(await listed(client))["offer_id"] for _ in range(3)]
    await relayed(stack)
    stack.keeper.end(("roster", "worker"))
    waiting = (await listed(client))["offer_id"]
    await lose_the_broker(stack)
    for service in ("roster", "matching"):
        assert await command(stack, service, "prepare") == 0
    for key in WORKERS:
        stack.start_process(*key)

    async def goes_on() -> bool:
        return waiting in await known(stack)

    await until(goes_on, "what waited for the new broker")
    # The control: without the command the offers that stood on the lost broker alone are not known, and never will be.
    assert set(await known(stack)) == {*before, waiting}
    for key in WORKERS:
        stack.keeper.end(key)
    assert await command(stack, "roster", "republish") == 0
    for key in WORKERS:
        stack.start_process(*key)

    async def whole() -> bool:
        return await known(stack) == dict.fromkeys([*before, *lost, waiting], 1)

    assert await until(whole, "all offers in matching, each in its only version")
