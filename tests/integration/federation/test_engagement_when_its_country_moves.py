"""A country moves with the match of an engagement, which stays where it was opened (WM 6): what it gives back is free at the
owners of need and offer, once, whenever it is said; its new bureau reads it.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import orjson
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.delivery import reactions
from shared.contracts.delivery import EngagementEnded
from shared.contracts.reduction.holding import may_hold
from shared.contracts.shapes.engagement import EngagementState
from tests.support.moving_country import Move, move

pytestmark = [
    pytest.mark.long, pytest.mark.asyncio(loop_scope="module"), pytest.mark.paragraph("6"), pytest.mark.paragraph("16"),
]  # fmt: skip
TCD, FRA = "tcd-authority", "fra-authority"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def composed(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Move]:
    async with AsyncExitStack() as stack:
        yield await move(stack, postgres, tmp_path_factory.mktemp("engaged"), "delivery")


@pytest_asyncio.fixture(loop_scope="module")
async def run(composed: Move) -> Move:
    await composed.forget()
    return composed


async def engaged(run: Move) -> str:
    """The engagement of a confirmed match of Chad's request and an offer, both of them wca's."""
    one = await run.submit()
    await run.in_line(one)
    offer = await run.offer()
    await run.settle()
    match = await run.propose(one["request_id"], offer)
    await run.settle()
    path = f"/matches/{match['match_id']}"
    for who in (TCD, FRA):
        said = {"party": f"iso3166:{who[:3].upper()}", "answer": "accepted"}
        await run.done("wca", who, "POST", "matching", f"{path}/answer", said)
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    await run.done("wca", "wca-officer", "POST", "matching", f"{path}/confirmation", how)
    await run.settle()
    return str((await stored(run))["engagement_id"])


async def stored(run: Move) -> dict[str, Any]:
    (row,) = await run.giving.fetch("delivery", "select state from engagement")
    found: dict[str, Any] = orjson.loads(row["state"])
    return found


async def end(run: Move, engagement: str) -> None:
    body = {"party": "iso3166:TCD", "reason": "funding_lost"}
    await run.done("wca", TCD, "POST", "delivery", f"/engagements/{engagement}/end", body)


async def moved(run: Move) -> None:
    await run.order()
    await run.settle()
    run.clock.advance(days=7)
    await run.look()


NEED = "select reserved::int, committed::int, (select version from need) as version from need_line"


async def need(run: Move, name: str) -> tuple[int, int]:
    """Of the one line: what is committed of it, and the version of the need."""
    (line,) = await run.regions[name].fetch("matching", NEED)
    return line["committed"], line["version"]


async def promised(run: Move) -> int:
    """What is committed of the offer."""
    (line,) = await run.giving.fetch("roster", "select committed::int from line_capacity")
    return int(line["committed"])


async def test_what_it_gives_back_after_the_move_is_free_at_the_new_owner_once(run: Move) -> None:
    engagement = await engaged(run)
    await moved(run)
    sealed = await need(run, "wca")
    assert ((await need(run, "esa"))[0], await promised(run)) == (1, 1)
    assert {side["party"]: side["region"] for side in (await stored(run))["sides"]} == {
        "iso3166:TCD": "esa", "iso3166:FRA": "wca",
    }  # fmt: skip
    await end(run, engagement)
    await run.settle()
    after = await need(run, "esa")
    assert (after[0], await promised(run)) == (0, 0)
    assert await need(run, "wca") == sealed, "what is sealed stays as it was"
    for here in run.regions.values():
        for service in ("matching", "roster"):
            for key in [key for key in here.log.records if "engagement" in key[0]]:
                await here.forget_having_read(service, key, 100)
    await run.settle()
    assert (await need(run, "esa"), await promised(run), await need(run, "wca")) == (after, 0, sealed)


async def test_its_new_bureau_reads_it(run: Move) -> None:
    await engaged(run)
    before = EngagementState.model_validate(await stored(run))
    await moved(run)
    after = EngagementState.model_validate(await stored(run))
    told = [
        may_hold(EngagementEnded(aggregate_id="e", aggregate_version=9, engagement=one), "wca", "esa")
        for one in (before, after)
    ]
    assert told == [False, True]
    assert (after.region, after.lines, after.terms) == (before.region, before.lines, before.terms)


async def test_what_was_given_back_before_goes_with_the_need(run: Move) -> None:
    await end(run, await engaged(run))
    await run.settle()
    assert ((await need(run, "wca"))[0], await promised(run)) == (0, 0)
    await moved(run)
    (row,) = await run.receiving.fetch("matching", "select amount::int from given_back")
    assert ((await need(run, "esa"))[0], row["amount"]) == (0, 1)
    again = await run.submit("esa")
    assert again["reference"] == "ACSG-2026-TCD-002"


async def test_what_is_given_back_while_the_board_is_on_its_way_is_not_lost(run: Move) -> None:
    engagement = await engaged(run)
    run.network.meanwhile["items"] = lambda: run_meanwhile(run, engagement)
    await moved(run)
    assert not run.network.meanwhile, "it was said while the board was asked for"
    assert ((await need(run, "esa"))[0], await promised(run)) == (0, 0)


async def run_meanwhile(run: Move, engagement: str) -> None:
    """The first question for items is intake's, the second is matching's: it is said before that one is answered."""

    async def say() -> None:
        await end(run, engagement)

    run.network.meanwhile["items"] = say


@pytest.mark.control
async def test_an_engagement_that_does_not_follow_its_match_is_found_out(
    run: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgets(*_: Any) -> None:
        """Nobody says the engagement again."""

    monkeypatch.setattr(reactions, "follow_match", forgets)
    engagement = await engaged(run)
    await moved(run)
    await end(run, engagement)
    await run.settle()
    assert (await need(run, "esa"))[0] == 1, "its capacity is lost"


async def test_it_follows_its_match_home_again(run: Move) -> None:
    engagement = await engaged(run)
    await moved(run)
    await run.order(where="esa", to="wca", on="2026-12-08")
    await run.settle()
    run.clock.advance(days=10)
    await run.look("wca")
    assert [side["region"] for side in (await stored(run))["sides"]] == ["wca", "wca"]
    sealed = await need(run, "esa")
    await end(run, engagement)
    await run.settle()
    assert ((await need(run, "wca"))[0], await promised(run), await need(run, "esa")) == (0, 0, sealed)
