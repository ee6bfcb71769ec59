"""Records that are purged while Geneva is away, and a topic that is made anew, on real brokers: found, asked for, whole (G3)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from deploy.demo.client import Client, Refused
from deploy.local.federation import Federation
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.http.asking import asking
from tests.support.bodies import request_body
from tests.support.poll import until

GATEWAY = ("gateway", "serve")
assert SUPPORT_REQUEST.twin is not None
TWIN = SUPPORT_REQUEST.twin


class Regions:
    """Geneva's gateway over the intake of one region, which it reads directly."""

    def __init__(self, federation: Federation, http: httpx.AsyncClient) -> None:
        self.federation, self.hub, self.wca = federation, federation.hub, federation.stacks["wca"]
        self.region, self.geneva = Client(self.wca.addresses, http), Client(self.hub.addresses, http)
        self.made: list[str] = []

    async def submit(self, count: int) -> None:
        for _ in range(count):
            made = await self.region.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
            self.made.append(made["request_id"])

    async def published(self) -> None:
        """Waits until the region's relay has nothing left to send."""
        connection = await asyncpg.connect(self.wca.databases["intake"])

        async def ask() -> bool:
            return bool(await connection.fetchval("select not exists (select from outbox where published_at is null)"))

        try:
            await until(ask, "an empty outbox")
        finally:
            await connection.close()

    async def ask(self, query: str) -> dict[str, Any]:
        return await self.geneva.graphql("geneva-officer", query)

    async def whole(self) -> dict[str, Any]:
        """Waits until Geneva shows every request and no gap is open; answers the closed gaps."""

        async def seen() -> dict[str, Any] | None:
            try:
                found = await self.ask("{ supportRequests(first: 1) { totalCount } gaps(first: 200) { cause healedBy missing } "
                                       "freshness { missing } regions { region state openGaps } }")  # fmt: skip
            except (httpx.TransportError, Refused):
                return None
            region = next((r for r in found["regions"] if r["region"] == "wca"), None)
            there = found["supportRequests"]["totalCount"] == len(self.made) and region is not None
            # A gap may open between the reading of the regions and that of the gaps.
            closed = all(gap["missing"] == "0" for gap in found["gaps"])
            return found if there and closed and region["state"] == "FRESH" and region["openGaps"] == 0 else None

        return await until(seen, "a whole view at Geneva")

    def leave(self) -> None:
        """Geneva's gateway ends."""
        self.hub.keeper.end(GATEWAY)

    def come_back(self) -> None:
        self.hub.start_process(*GATEWAY)

    async def broker(self) -> AIOKafkaAdminClient:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.wca.addresses["kafka"])
        await admin.start()
        return admin


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def regions(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Regions]:
    services = {"geneva": ("gateway",), "wca": ("intake",)}
    # Longer than a gateway takes to join on a busy machine: what is asked of the owner first stands on no topic, and then
    # nobody can tell why it did not come.
    environment = {"ACSG_GAP_GRACE_S": "5", "ACSG_LISTEN_EVERY_S": "1", "ACSG_COMPARE_EVERY_S": "5"}
    root = tmp_path_factory.mktemp("lost")
    with Federation(
        ("geneva", "wca"), root=root, way="direct", services=services, environment=environment
    ) as federation:
        async with asking(30) as http:
            yield Regions(federation, http)


async def test_what_is_purged_while_geneva_is_away_is_found_and_asked_of_its_owner(regions: Regions) -> None:
    await regions.submit(12)
    assert (await regions.whole())["gaps"] == []
    regions.leave()
    await regions.submit(30)
    await regions.published()
    admin = await regions.broker()
    try:
        everything = {TopicPartition(TWIN.name, n): RecordsToDelete(before_offset=-1) for n in range(TWIN.partitions)}
        await admin.delete_records(everything)
    finally:
        await admin.close()
    await regions.submit(30)
    regions.come_back()
    found = await regions.whole()
    assert found["gaps"]
    # Where the owner's positions told of a gap before the bus came up to it, nothing says why yet.
    assert {g["cause"] for g in found["gaps"]} <= {"retention", "unknown"}
    assert {g["healedBy"] for g in found["gaps"]} == {"pull"}

    async def compared() -> bool:
        rows = (await regions.ask("{ comparisons { region kind compared differing error } }"))["comparisons"]
        wanted = {
            "region": "wca",
            "kind": "request",
            "compared": str(len(regions.made)),
            "differing": "0",
            "error": None,
        }
        return wanted in rows

    assert await until(compared, "equal digests")


async def test_a_topic_that_is_made_anew_loses_nothing(regions: Regions) -> None:
    await regions.submit(12)
    await regions.whole()
    regions.leave()
    await regions.submit(20)
    await regions.published()
    admin = await regions.broker()
    try:
        await admin.delete_topics([TWIN.name])

        async def gone() -> bool:
            return TWIN.name not in await admin.list_topics()

        await until(gone, "the topic's end")
    finally:
        await admin.close()
    await regions.submit(30)
    await regions.published()
    regions.come_back()
    found = await regions.whole()
    assert "topic_recreated" in {g["cause"] for g in found["gaps"]}


async def test_the_whole_is_the_same_after_a_rebuild_that_finds_the_gaps_again(regions: Regions) -> None:
    """The topics no longer have everything; what they lack is asked for once more."""
    regions.leave()
    connection = await asyncpg.connect(regions.hub.databases["gateway"])
    items = "select md5(string_agg(row(id, epoch, version, status, state)::text, '|' order by id)) from item"
    before = await connection.fetchval(items)
    process = regions.hub.one_shot("gateway", "rebuild")
    assert await asyncio.to_thread(process.wait, 90) == 0
    assert await connection.fetchval("select count(*) from item") < len(regions.made)
    regions.come_back()
    await regions.whole()
    assert await connection.fetchval(items) == before
    await connection.close()
