"""A region at the last release is upgraded service by service under load, and taken back.

Nothing that was acknowledged is lost or told twice, nobody is refused but with a word to come back, and in each mixture of
both releases a match becomes an engagement. What is taken back runs on the migrations of the release after it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.demo.client import Client
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from shared.runtime.roles import SMALL, UPGRADED
from tests.support.bodies import request_body
from tests.support.engagements import engaged
from tests.support.packages import package_body
from tests.support.poll import until
from tests.support.release import lacks_history, last_release, taken_out
from tests.support.topics import everything

AWAY = {429, 503}
PAUSE_S = 0.25
Tree = dict[str, str]


@dataclass
class Load:
    """Submits and reads as long as it runs; ``odd``: answers other than a success or a word to come back."""

    client: Client
    acknowledged: list[str] = field(default_factory=list)
    away: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)

    async def submit(self) -> None:
        """A request after another; each with one key, said again until it is acknowledged."""
        while True:
            key = new_id(SystemClock())
            url = self.client.addresses["intake"] + "/support-requests"
            answer = await self._until_answered("intake", "POST", url, request_body(title=f"Request {key}"), key)
            self.acknowledged.append(answer.json()["request_id"])
            await asyncio.sleep(PAUSE_S)

    async def read(self) -> None:
        """A page of requests after another."""
        query = {"query": "{ supportRequests(first: 20) { edges { node { itemId status } } } }"}
        while True:
            answer = await self._until_answered("gateway", "POST", self.client.addresses["graphql"], query)
            if answer.json().get("errors"):
                self.odd.append(f"gateway: {answer.text[:300]}")
            await asyncio.sleep(PAUSE_S)

    async def _until_answered(self, service: str, method: str, url: str, body: object, key: str = "") -> httpx.Response:
        who = "wca-officer" if service == "gateway" else "tcd-authority"
        headers = {"Authorization": f"Bearer {await self.client.token(who)}"} | (
            {"Idempotency-Key": key} if key else {}
        )
        while True:
            try:
                answer = await self.client.http.request(method, url, json=body, headers=headers)
            except httpx.TransportError:
                self.away[f"{service} not there"] += 1
            else:
                if answer.is_success:
                    return answer
                self.away[f"{service} {answer.status_code}"] += 1
                if answer.status_code not in AWAY:
                    self.odd.append(f"{service} {answer.status_code}: {answer.text[:300]}")
            await asyncio.sleep(PAUSE_S)


@asynccontextmanager
async def loaded(client: Client) -> AsyncIterator[Load]:
    """Load from two who submit and one who reads."""
    load = Load(client)
    tasks = [asyncio.create_task(one) for one in (load.submit(), load.submit(), load.read())]
    try:
        yield load
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """What an interpreter is told to run the last release."""
    if lacks_history():
        pytest.skip("the last release is taken out of the history, which this copy has not: git fetch --unshallow")
    return code_of(taken_out(last_release(), tmp_path_factory.mktemp("release")))


def code_of(tree: Path) -> Tree:
    """What an interpreter is told to run the code of a folder, wherever it is started."""
    return {"PYTHONSAFEPATH": "1", "PYTHONPATH": str(tree)}


@pytest.fixture(scope="module")
def region(containers: None, tmp_path_factory: pytest.TempPathFactory, release: Tree) -> Iterator[Stack]:
    """A region that runs the last release."""
    with Stack("wca", root=tmp_path_factory.mktemp("upgraded"), roles=SMALL, environment=release) as running:
        yield running


async def changed(region: Stack, service: str, code: Tree, *, prepares: bool) -> None:
    """One service in the other release."""
    await asyncio.to_thread(region.change, code, [service], prepares=prepares)
    await asyncio.to_thread(region.await_services, [service])


async def rows(region: Stack, service: str, query: str) -> list[str]:
    """The first column of what a service's database holds."""
    connection = await asyncpg.connect(region.databases[service])
    try:
        return [str(row[0]) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_a_region_is_upgraded_under_load_and_taken_back(region: Stack, release: Tree) -> None:
    async with asking(30) as http:
        client = Client(region.addresses, http)
        async with loaded(client) as load:
            await engaged(client)
            await upgraded(region, client, code_of(ROOT), UPGRADED, prepares=True)
            await hears_of_what_is_new(client)
            await upgraded(region, client, release, UPGRADED[::-1], prepares=False)
        await holds(region, client, load)


async def upgraded(region: Stack, client: Client, code: Tree, order: tuple[str, ...], *, prepares: bool) -> None:
    """Every service in the other release, one after the other; half way and in the end a match becomes an engagement."""
    for service in order:
        await changed(region, service, code, prepares=prepares)
        if service in {order[3], order[-1]}:
            await engaged(client)


async def hears_of_what_is_new(client: Client) -> None:
    """A topic that the release before did not know is read by who reads it now."""
    made = await client.call("fra-authority", "POST", "roster", "/support-packages", package_body())

    async def seen() -> bool:
        found = await client.graphql("fra-authority", "{ supportPackages(first: 5) { nodes { itemId } } }")
        return any(one["itemId"] == made["package_id"] for one in found["supportPackages"]["nodes"])

    await until(seen, "the package in GraphQL")


async def holds(region: Stack, client: Client, load: Load) -> None:
    """Everything acknowledged is there once, told once, and read; nothing waits for a person."""
    assert not load.odd, load.odd[:5]
    assert len(load.acknowledged) > 100, len(load.acknowledged)
    kept = Counter(await rows(region, "intake", "select request_id from support_request"))
    assert {kept[one] for one in load.acknowledged} == {1}

    async def seen() -> bool:
        query = "query($k: String!) { item(key: $k) { history { type } } }"
        item = (await client.graphql("wca-officer", query, {"k": load.acknowledged[-1]}))["item"]
        return item is not None and len(item["history"]) == 1

    await until(seen, "the last acknowledged one in GraphQL")
    for service in region.services:
        if service != "console":
            dead = "select cause from inbox_retry where state = 'dead'"
            assert not await rows(region, service, dead), service
    await told_once(region, load)
    print(f"{len(load.acknowledged)} acknowledged; away: {dict(load.away)}")


async def told_once(region: Stack, load: Load) -> None:
    """One event for each submission, which the bus may carry again under its id; one line of history, one mail for a reader."""
    records = await everything(region.bus.door.bootstrap, [SUPPORT_REQUEST])
    events = {(one.subject, one.id) for one in (Envelope.from_headers(record.headers) for record in records)
              if one.type.endswith("support-request-submitted")}  # fmt: skip
    told = Counter(subject for subject, _ in events)
    assert {told[one] for one in load.acknowledged} == {1}
    lines = "select item_id from history where type like '%support-request-submitted'"
    await until(lambda: whole(region, "gateway", lines, load), "each submission in the history")
    mails = """select item_id || ' ' || recipient || ' ' || channel || ' ' || mailbox from delivery
        where event_type like '%support-request-submitted'"""
    await until(lambda: whole(region, "notifications", mails, load), "each submission among deliveries")


async def whole(region: Stack, service: str, query: str, load: Load) -> bool:
    """Whether each acknowledged one is there; whatever is there is there once. Raises AssertionError."""
    found = Counter(await rows(region, service, query))
    assert set(found.values()) <= {1}, [one for one, count in found.items() if count > 1][:5]
    return {one.split()[0] for one in found} >= set(load.acknowledged)
