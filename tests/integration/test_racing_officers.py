"""Two officers race for the last quantity: exactly one wins; the database's lock is what makes it so."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from deploy.demo.client import Client
from deploy.local.stack import Stack
from tests.support.journey import listed, proposal, ranked, request_in_line, settled


@pytest.mark.paragraph("11")
async def test_exactly_one_of_many_wins_the_last_package(client: Client) -> None:
    offer = await listed(client)
    requests = await asyncio.gather(*(request_in_line(client) for _ in range(6)))
    for request in requests:
        await ranked(client, request["request_id"], offer["offer_id"])
    made = await asyncio.gather(
        *(
            client.call(
                f"wca-officer{'-2' if n % 2 else ''}", "POST", "matching", "/matches",
                proposal(request["request_id"], offer["offer_id"]),
            )
            for n, request in enumerate(requests)
        )
    )  # fmt: skip
    ended = await asyncio.gather(*(settled(client, match["match_id"]) for match in made))
    assert sorted(match["status"] for match in ended) == ["refused"] * 5 + ["reserved"]
    found = await client.call("fra-authority", "GET", "roster", f"/support-offers/{offer['offer_id']}")
    assert found["capacity"][0]["remaining"] == "0"


async def both(address: str, take: Callable[[asyncpg.Connection, asyncio.Barrier], Awaitable[bool]]) -> int:
    """How many of two concurrent transactions believe that they took the last package."""
    one, two = await asyncpg.connect(address), await asyncpg.connect(address)
    try:
        await one.execute("drop table if exists race")
        await one.execute("create table race (remaining int)")
        await one.execute("insert into race values (1)")
        barrier = asyncio.Barrier(2)
        return sum(await asyncio.gather(take(one, barrier), take(two, barrier)))
    finally:
        await one.execute("drop table if exists race")
        await one.close()
        await two.close()


@pytest.mark.control
async def test_without_the_lock_both_win(stack: Stack) -> None:
    async def careless(connection: asyncpg.Connection, barrier: asyncio.Barrier) -> bool:
        async with connection.transaction():
            remaining = await connection.fetchval("select remaining from race")
            await barrier.wait()
            if remaining < 1:
                return False
            await connection.execute("update race set remaining = $1", remaining - 1)
            return True

    async def careful(connection: asyncpg.Connection, barrier: asyncio.Barrier) -> bool:
        await barrier.wait()
        async with connection.transaction():
            remaining = await connection.fetchval("select remaining from race for update")
            if remaining < 1:
                return False
            await connection.execute("update race set remaining = $1", remaining - 1)
            return True

    administrator = stack.addresses["postgres"]
    assert await both(administrator, careless) == 2
    assert await both(administrator, careful) == 1
