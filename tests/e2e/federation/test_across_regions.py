"""A match across regions over mirrors, also while they are cut: the owner's table is never promised twice, copies agree."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from deploy.local.federation import MIRROR
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until
from tests.support.world import World

FRANCE, CHAD = ("fra-authority", "iso3166:FRA"), ("tcd-authority", "iso3166:TCD")


async def proposed(world: World, before: Callable[[], Awaitable[None]] | None = None) -> tuple[str, str]:
    """A request in one region, an offer in the other, and a match of them: (match, offer)."""
    wca, europe = world.client("wca"), world.client("europe")
    request, offer = await request_in_line(wca), await listed(europe)
    await ranked(wca, request["request_id"], offer["offer_id"])
    if before is not None:
        await before()
    body = proposal(request["request_id"], offer["offer_id"])
    match = await wca.call("wca-officer", "POST", "matching", "/matches", body)
    return match["match_id"], offer["offer_id"]


@pytest.mark.clause("2.2")
@pytest.mark.clause("18.1")
async def test_an_offer_of_one_region_answers_a_request_of_another(world: World) -> None:
    match, offer = await proposed(world)
    wca = world.client("wca")
    assert (await settled(wca, match))["status"] == "reserved"
    assert await world.capacity(offer) == {"quantity": 1, "reserved": 1, "committed": 0}
    for actor, party in (CHAD, FRANCE):
        await wca.call(actor, "POST", "matching", f"/matches/{match}/answer", {"party": party, "answer": "accepted"})
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    await wca.call("wca-officer", "POST", "matching", f"/matches/{match}/confirmation", how)

    async def committed() -> bool:
        return (await world.capacity(offer))["committed"] == 1

    assert await until(committed, "the commitment in the owner's table")
    at_geneva = await world.shown("geneva", match, "confirmed")
    assert at_geneva["region"] == "wca"
    assert (await world.shown("europe", match, "confirmed", "europe-officer"))["state"] == at_geneva["state"]
    assert await world.item("europe", at_geneva["state"]["lines"][0]["request_id"], "europe-officer") is None


async def late_answers(world: World, match: str) -> int:
    """How often matching said again that a match is over, because an answer came too late."""
    query = "select count(*) as n from outbox where key = $1 and convert_from(body, 'UTF8')::jsonb->>'reason' = 'late_answer'"
    return int((await world.sql("wca", "matching", query, match))[0]["n"])


async def test_an_answer_that_comes_after_the_time_out_compensates_itself(world: World) -> None:
    europe = world.links["europe"]

    async def cut() -> None:
        europe.cut()

    match, offer = await proposed(world, cut)

    async def held() -> bool:
        return (await world.capacity(offer))["reserved"] == 1

    try:
        assert await until(held, "the reservation, of which the other region cannot hear")
        assert (await settled(world.client("wca"), match))["status"] == "timed_out"
    finally:
        europe.heal()

    async def freed() -> bool:
        return await world.capacity(offer) == {"quantity": 1, "reserved": 0, "committed": 0}

    assert await until(freed, "the capacity freed by the time-out")

    async def compensated() -> bool:
        return await late_answers(world, match) == 1

    assert await until(compensated, "the late answer")
    await world.shown("geneva", match, "timed_out")
    await world.shown("europe", match, "timed_out", "europe-officer")

    async def agree() -> bool:
        shown = await world.item("geneva", offer)
        return shown is not None and shown["state"]["capacity"][0]["remaining"] == "1"

    assert await until(agree, "Geneva's copy of the offer")
    assert await freed()


async def test_a_request_that_arrives_after_the_time_out_holds_nothing(world: World) -> None:
    federation = world.federation
    stack, mirror = federation.stacks["europe"], federation.mirrors["europe"]

    async def cut() -> None:
        stack.keeper.end(MIRROR)

    match, offer = await proposed(world, cut)
    try:
        assert (await settled(world.client("wca"), match))["status"] == "timed_out"
        assert (await world.capacity(offer))["reserved"] == 0
    finally:
        stack.keeper.keep(MIRROR, mirror.launch)

    async def over() -> bool:
        query = "select status from reservation where match_id = $1"
        return [row["status"] for row in await world.sql("europe", "roster", query, match)] == ["released"]

    assert await until(over, "the reservation, taken and given back")
    assert await world.capacity(offer) == {"quantity": 1, "reserved": 0, "committed": 0}


async def test_a_mirror_that_is_killed_again_and_again_loses_and_doubles_nothing(world: World) -> None:
    europe, made = world.client("europe"), list[str]()
    for _ in range(3):
        for _ in range(4):
            made.append((await listed(europe))["offer_id"])
        world.federation.hub.keeper.kill(MIRROR)
    made.append((await listed(europe))["offer_id"])
    for offer in made:
        shown = await world.shown("geneva", offer, "live")
        assert [entry["type"] for entry in shown["history"]] == ["acsg.roster.offer-listed"]

    async def whole() -> bool:
        query = "{ freshness { region stream missing } }"
        streams = (await world.client("geneva").graphql("geneva-officer", query))["freshness"]
        assert {one["region"] for one in streams} >= {"wca", "europe"}
        # What was on its way when the mirror was killed may come after what followed it.
        return all(one["missing"] == "0" for one in streams)

    assert await until(whole, "every number of every stream")


@pytest.mark.control
async def test_without_the_links_nothing_arrives(world: World) -> None:
    """Else the cuts above would cut nothing."""
    europe, link = world.client("europe"), world.links["europe"]
    link.cut()
    try:
        offer: dict[str, Any] = await listed(europe)

        async def there() -> bool:
            return await world.item("geneva", offer["offer_id"]) is not None

        with pytest.raises(TimeoutError):
            await until(there, "an offer behind a cut link", 5)
    finally:
        link.heal()
    await world.shown("geneva", offer["offer_id"], "live")
