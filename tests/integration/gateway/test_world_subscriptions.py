"""Listening to the world: every change a reader may read, and a word when some could not be told (WM 6, 17)."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from deploy.local.provision import drop, provision
from services.gateway.graphql import subscriptions
from shared.runtime.db.migrations import upgrade
from tests.support.gateway import served
from tools.bench import made_up

PROTOCOL: Any = ["graphql-transport-ws"]
ALL = (
    "subscription($k: [String!], $r: [String!]) { itemsChanged(kinds: $k, regions: $r) { itemId kind region version } }"
)
Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def world(server: tuple[str, Path]) -> Iterator[str]:
    own, owner = asyncio.run(provision(server[0], "acsg_gateway_listened", server[1]))
    upgrade("gateway", owner)
    yield own
    asyncio.run(drop(server[0], "acsg_gateway_listened"))


async def heard(socket: ClientConnection, seconds: float = 20) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), seconds))
    return found


@asynccontextmanager
async def listening(url: str, who: str | None, query: str = ALL, **variables: Any) -> AsyncIterator[ClientConnection]:
    """A socket whose subscription has begun: what an answered query comes after is heard."""
    async with websockets.connect(url, subprotocols=PROTOCOL) as socket:
        payload = {} if who is None else {"Authorization": f"Bearer {who}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        await heard(socket)
        await socket.send(
            json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query, "variables": variables}})
        )
        yield socket


async def told(socket: ClientConnection, last: str) -> Pairs:
    """Kind and identifier of everything told up to the item ``last``."""
    found: Pairs = set()
    while not any(one == last for _, one in found):
        change = (await heard(socket))["payload"]["data"]["itemsChanged"]
        found.add((change["kind"], change["itemId"]))
    return found


@pytest.mark.paragraph("17")
async def test_each_hears_of_what_it_may_read_and_of_nothing_else(world: str) -> None:
    """Offer 3 is for all to see; request 1 is of another State than the listener's, request 0 of its own."""
    own = made_up.STATES[0].lower()
    async with (
        served(world, scope="global", deployment="geneva") as (url, _),
        listening(url, "geneva-officer") as officer,
        listening(url, f"{own}-authority") as authority,
        listening(url, None) as public,
    ):
        await ready(world, officer, authority, public)
        happened = [made_up.request(0), made_up.request(1), made_up.offer(2), made_up.offer(4), made_up.offer(3)]
        await made_up.fill(world, happened)
        last = "offer-000003"
        everything = {("request", "request-000000"), ("request", "request-000001"), ("offer", "offer-000002"),
                      ("offer", "offer-000004"), ("offer", last)}  # fmt: skip
        assert await told(officer, last) == everything
        assert await told(authority, last) == {
            ("request", "request-000000"),
            ("offer", "offer-000004"),
            ("offer", last),
        }
        assert await told(public, last) == {("offer", last)}


async def ready(world: str, *sockets: ClientConnection) -> None:
    """Subscriptions begin when they begin: an offer for all to see changes until each of these has told of it."""
    waiting = {asyncio.create_task(heard(socket)) for socket in sockets}
    number = 300
    while waiting:
        await made_up.fill(world, [made_up.offer(number)])
        number += 3
        _, waiting = await asyncio.wait(waiting, timeout=0.3)
    # What was told meanwhile is read away.
    await made_up.fill(world, [made_up.offer(999)])
    for socket in sockets:
        await told(socket, "offer-000999")


async def test_kinds_and_regions_narrow(world: str) -> None:
    async with (
        served(world, scope="global", deployment="geneva") as (url, _),
        listening(url, "geneva-officer", k=["offer"], r=["wca"]) as narrowed,
        listening(url, "geneva-officer", r=["wca", "europe"]) as wide,
    ):
        await ready(world, narrowed, wide)
        await made_up.fill(world, [made_up.request(20), made_up.offer(21)])
        assert await told(narrowed, "offer-000021") == {("offer", "offer-000021")}
        assert await told(wide, "offer-000021") == {("request", "request-000020"), ("offer", "offer-000021")}


async def test_a_kind_that_is_none_is_named(world: str) -> None:
    async with served(world) as (url, _), listening(url, "geneva-officer", k=["offer", "wish"]) as socket:
        (error,) = (await heard(socket))["payload"]
        (fault,) = error["extensions"]["faults"]
        assert (fault["pointer"], fault["code"]) == ("/kinds/1", "unknown_value")
        assert "wish" in fault["message"]


async def test_who_cannot_keep_up_is_told_so(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for three changes, and nine in one commit: a listener to many may not take silence for the whole."""
    monkeypatch.setattr(subscriptions, "MOST_WAITING", 3)
    async with served(world) as (url, _), listening(url, "geneva-officer") as socket:
        await ready(world, socket)
        await made_up.fill(world, [made_up.offer(number) for number in range(400, 409)])
        while "data" in (found := (await heard(socket))["payload"]) and "errors" not in found:
            pass
        assert found["errors"][0]["extensions"]["code"] == "news_missed"


ONE = 'subscription { itemChanged(key: "offer-000600") { version } }'


async def cut(server: str) -> int:
    """Ends the connections on which gateways hear of changes; how many there were."""
    connection = await asyncpg.connect(server)
    try:
        ended = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'acsg_gateway_listened'"
        return int(await connection.fetchval(f"{ended} and (query ilike 'listen%' or query = 'select 1')"))
    finally:
        await connection.close()


async def test_what_happens_while_the_database_is_away_is_no_silent_gap(world: str, server: tuple[str, Path]) -> None:
    """Whoever listens to many is told that some were missed; whoever listens to one item hears of what it is now."""
    await made_up.fill(world, [made_up.offer(600)])
    async with (
        served(world) as (url, _),
        listening(url, "geneva-officer") as many,
        listening(url, "geneva-officer", query=ONE) as one,
    ):
        assert (await heard(one))["payload"]["data"]["itemChanged"]["version"] == 1
        await ready(world, many)
        assert await cut(server[0]) == 1
        await made_up.fill(world, [made_up.offer(600).model_copy(update={"aggregate_version": 2})])
        assert (await heard(one))["payload"]["data"]["itemChanged"]["version"] == 2
        while "errors" not in (found := (await heard(many))["payload"]):
            pass
        assert found["errors"][0]["extensions"]["code"] == "news_missed"
