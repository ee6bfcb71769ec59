"""Finished parts of pages: kept for a row as it lies and for who reads it; a row that changed is read anew at once."""

import asyncio
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.provision import drop, provision
from services.gateway.graphql import finished_pages
from shared.contracts.event import Event
from shared.contracts.roster import OfferRevised
from shared.runtime.db.migrations import upgrade
from tests.support.gateway import Gateway, gateway
from tools.bench.made_up import fill, offer, request

REQUESTS = "{ supportRequests { edges { cursor node { itemId version status title } } } }"
OFFERS = "{ supportOffers { nodes { itemId state } } }"
STATES = "from item"


@pytest.fixture
def own(server: tuple[str, Path]) -> Iterator[str]:
    url, owner = asyncio.run(provision(server[0], "acsg_gateway_parts", server[1]))
    upgrade("gateway", owner)
    made: list[Event] = [*map(request, range(9)), *map(offer, range(9))]
    asyncio.run(fill(url, made))
    yield url
    asyncio.run(drop(server[0], "acsg_gateway_parts"))


async def titles(asked: Gateway, who: str = "wca-officer") -> dict[str, str]:
    edges = (await asked.ask(who, REQUESTS))["supportRequests"]["edges"]
    return {one["node"]["itemId"]: one["node"]["title"] for one in edges}


async def offers(asked: Gateway, who: str) -> dict[str, Any]:
    return {one["itemId"]: one["state"] for one in (await asked.ask(who, OFFERS))["supportOffers"]["nodes"]}


async def requests(asked: Gateway, who: str) -> dict[str, Any]:
    found = (await asked.ask(who, "{ supportRequests { nodes { itemId state } } }"))["supportRequests"]["nodes"]
    return {one["itemId"]: one["state"] for one in found}


def renamed(number: int, version: int) -> Event:
    one = request(number, version)
    content = one.request.content.model_copy(update={"title": f"Version {version}"})
    return one.model_copy(update={"request": one.request.model_copy(update={"content": content})})


async def test_a_page_that_was_read_is_read_again_without_its_states(own: str) -> None:
    async with gateway(own) as asked:
        first = await asked.send("wca-officer", REQUESTS)
        with asked.statements() as said:
            again = await asked.send("wca-officer", REQUESTS)
        assert again.content == first.content
        reading = [one for one in said if STATES in one.lower()]
        assert len(reading) == 1
        assert "item.state" not in reading[0].partition("FROM item")[0]
        # The same selection under other names of operation and fragment is the same; another one is not.
        named = "query Other { supportRequests { edges { ...E } } } fragment E on ItemEdge { cursor node { itemId version status title } }"
        with asked.statements() as said:
            assert (await asked.send("wca-officer", named)).content == first.content
        assert len([one for one in said if STATES in one.lower()]) == 1
        more = await asked.ask("wca-officer", REQUESTS.replace("title", "title region"))
        assert {one["node"]["region"] for one in more["supportRequests"]["edges"]} == {"wca"}


async def test_what_changed_is_read_at_once_and_nothing_else_is_read(own: str) -> None:
    async with gateway(own) as asked:
        assert (await titles(asked))["request-000007"].startswith("Request 7")
        await fill(own, [renamed(7, 2)])
        with asked.statements() as said:
            assert (await titles(asked))["request-000007"] == "Version 2"
        # The rows, and the state of the one that changed.
        assert len([one for one in said if STATES in one.lower()]) == 2
        await fill(own, [renamed(7, 3)])
        assert (await titles(asked))["request-000007"] == "Version 3"


@pytest.mark.paragraph("17")
async def test_who_may_not_read_it_any_more_reads_it_no_more(own: str) -> None:
    async with gateway(own) as asked:
        before = await offers(asked, "tcd-authority")
        assert before
        one = next(iter(before))
        listed = offer(int(one.removeprefix("offer-")))
        hidden = listed.offer.content.model_copy(update={"visibility": "secretariat"})
        state = listed.offer.model_copy(update={"content": hidden, "content_version": 2})
        await fill(own, [OfferRevised(aggregate_id=one, aggregate_version=2, offer=state)])
        assert set(await offers(asked, "tcd-authority")) == set(before) - {one}
        assert one in await offers(asked, "wca-officer")


@pytest.mark.paragraph("3")
async def test_no_reader_is_given_what_another_one_read(own: str) -> None:
    async with gateway(own) as asked, gateway(own, query_parts_bytes=0) as without:
        for _ in range(2):
            for who in ("wca-officer", "fra-authority", "tcd-authority", "geneva-officer", "wca-officer"):
                assert await offers(asked, who) == await offers(without, who)
                assert await requests(asked, who) == await requests(without, who)
        # The contact of a request is for its own bureau.
        own_bureau, geneva = await requests(asked, "wca-officer"), await requests(asked, "geneva-officer")
        assert set(own_bureau) == set(geneva)
        assert all("submission_route" in one["content"] for one in own_bureau.values())
        assert not any("submission_route" in one["content"] for one in geneva.values())


@pytest.mark.control
@pytest.mark.parametrize("left_out", ["lying", "reader"])
async def test_a_part_under_a_key_that_says_too_little_shows(
    own: str, left_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(actor: Any, row: Any, order: str) -> Hashable:
        return (row.id, row.lying) if left_out == "reader" else (row.id, actor.role, actor.region)

    monkeypatch.setattr(finished_pages, "_key", key)
    async with gateway(own) as asked, gateway(own, query_parts_bytes=0) as without:
        await titles(asked)
        await requests(asked, "wca-officer")
        await fill(own, [renamed(7, 2)])
        unlike = await titles(asked) != await titles(without)
        unlike |= await requests(asked, "geneva-officer") != await requests(without, "geneva-officer")
        assert unlike
