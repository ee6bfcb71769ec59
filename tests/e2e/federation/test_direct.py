"""The same consumers without a replicator: each reads the other brokers itself (ACSG_REMOTES)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until
from tests.support.world import World, world_of

SERVICES = {"geneva": ("gateway",), "wca": ("intake", "matching"), "europe": ("roster",)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def direct(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Geneva and two regions, as few services as the journey needs, no mirror anywhere."""
    async with world_of(tmp_path_factory.mktemp("direct"), "direct", services=SERVICES) as found:
        assert found.federation.mirrors == {}
        yield found


async def test_a_match_across_regions_without_a_replicator(direct: World) -> None:
    wca, europe = direct.client("wca"), direct.client("europe")
    request, offer = await request_in_line(wca), await listed(europe)
    await ranked(wca, request["request_id"], offer["offer_id"])
    body = proposal(request["request_id"], offer["offer_id"])
    match = await wca.call("wca-officer", "POST", "matching", "/matches", body)
    assert (await settled(wca, match["match_id"]))["status"] == "reserved"
    assert (await direct.capacity(offer["offer_id"]))["reserved"] == 1
    shown = await direct.shown("geneva", match["match_id"], "reserved")
    assert [entry["type"] for entry in shown["history"]] == [
        "acsg.matching.match-proposed",
        "acsg.matching.match-reserved",
    ]
    request_there = await direct.shown("geneva", request["request_id"], "in_line")
    content = request_there["state"]["content"]
    assert content.get("submission_route") is None
    assert content["competent_authority"].get("focal_point") is None


async def test_a_cut_link_is_waited_out(direct: World) -> None:
    europe, link = direct.client("europe"), direct.links["europe"]
    link.cut()
    offer = await listed(europe)

    async def there() -> bool:
        return await direct.item("geneva", offer["offer_id"]) is not None

    try:
        with pytest.raises(TimeoutError):
            await until(there, "an offer behind a cut link", 5)
    finally:
        link.heal()
    await direct.shown("geneva", offer["offer_id"], "live")


async def test_a_half_open_link_is_given_up_and_made_anew(direct: World) -> None:
    """Packets vanish one way and nobody is told (G9): requests time out, connections are made again."""
    europe, link = direct.client("europe"), direct.links["europe"]
    link.swallow("back")
    offer = await listed(europe)

    async def there() -> bool:
        return await direct.item("geneva", offer["offer_id"]) is not None

    try:
        with pytest.raises(TimeoutError):
            await until(there, "an offer behind a half-open link", 5)
    finally:
        link.heal()
    await direct.shown("geneva", offer["offer_id"], "live")
