"""A deployment restored from a backup of before a country moved (WM 6): nothing is lost between the two, nothing owned twice."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import orjson
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.matching.storage import moving
from tests.support.moving_country import Move, backed_up, move, restored

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="module"), pytest.mark.paragraph("6")]
ALL = ("intake", "roster", "matching")
OFFERS = "select offer_id::text, status from support_offer where status = 'live' order by 1"
COPIED = "select id, version from taken_item order by id, version"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def composed(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Move]:
    async with AsyncExitStack() as stack:
        yield await move(stack, postgres, tmp_path_factory.mktemp("restored"))


@pytest_asyncio.fixture(loop_scope="module")
async def run(composed: Move) -> Move:
    await composed.forget()
    return composed


async def begun(run: Move) -> dict[str, Any]:
    """A plain request, one with a match that holds capacity of a French offer, and an offer of the country itself."""
    plain, busy = await run.submit(), await run.submit()
    await run.in_line(busy)
    offer, own = await run.offer(), await run.offer(state="TCD")
    await run.settle()
    match = await run.propose(busy["request_id"], offer)
    await run.settle()
    return {"plain": plain["request_id"], "busy": busy["request_id"], "own": own, "match": match["match_id"]}


async def moved(run: Move, to: str = "esa", days: int = 7) -> None:
    """The country moves, whole."""
    giving = "wca" if to == "esa" else "esa"
    await run.order(giving, to, (run.clock.now().date()).isoformat())
    await run.settle()
    run.clock.advance(days=days)
    for _ in range(2):
        await run.look(to)


async def recovered(run: Move, name: str, *services: str) -> None:
    for service in services or ALL:
        await run.regions[name].recoveries[service].look()
    await run.settle()


async def one_owner(run: Move, things: dict[str, Any], owner: str = "esa") -> None:
    """Every thing has one owner, and the match what it holds."""
    other = "wca" if owner == "esa" else "esa"
    for name in ("plain", "busy", "late"):
        if name in things:
            assert await run.owners(things[name]) == [owner], name
    alive = "select match_id, status from match where status in ('reserving', 'reserved', 'confirmed')"
    assert await run.regions[other].fetch("matching", alive) == []
    assert [tuple(row) for row in await run.regions[owner].fetch("matching", alive)] == [(things["match"], "reserved")]
    assert things["own"] in [row["offer_id"] for row in await run.regions[owner].fetch("roster", OFFERS)]
    assert things["own"] not in [row["offer_id"] for row in await run.regions[other].fetch("roster", OFFERS)]
    held = await run.giving.fetch(
        "roster", "select sum(reserved)::int reserved, sum(committed)::int from line_capacity"
    )
    assert held[0]["reserved"] == 1
    for here in run.regions.values():
        for service in ("roster", "matching"):
            assert await here.fetch(service, "select cause from inbox_retry") == []


@pytest.mark.parametrize("ordered_before", [False, True])
async def test_a_restored_giver_hears_what_was_taken_before_it_writes(
    run: Move, postgres: Postgres, ordered_before: bool
) -> None:
    things = await begun(run)
    day = run.clock.now().date().isoformat()
    if ordered_before:
        await run.order(on=day)
        await run.settle()
    await backed_up(run, postgres, "wca", *ALL)
    things["late"] = (await run.submit())["request_id"]
    if not ordered_before:
        await run.order(on=day)
        await run.settle()
    for _ in range(2):
        await run.look()
    await one_owner(run, things)
    path = f"/support-requests/{things['plain']}"
    await run.done("esa", "tcd-authority", "PUT", "intake", f"{path}/content",
                   {**(await run.receiving.state(things["plain"]) or {})["content"], "title": f"Revised there {ordered_before}"})  # fmt: skip
    there = await run.receiving.state(things["plain"])
    before = await run.receiving.fetch("intake", COPIED)

    await restored(run, postgres, "wca", *ALL)
    # Until the receivers were heard it reads, and changes nothing.
    run.network.cut = {"esa-intake", "esa-roster", "esa-matching"}
    await recovered(run, "wca")
    agreed = {"fields": ["title"], "audiences": ["offerers"]}
    for method, service, where, body in (
        ("PUT", "intake", f"{path}/consent", agreed),
        ("POST", "intake", "/support-requests", there["content"] if there else {}),
        ("POST", "roster", f"/support-offers/{things['own']}/withdrawal", {}),
        ("POST", "matching", f"/matches/{things['match']}/answer", {"party": "iso3166:TCD", "answer": "accepted"}),
    ):
        status, problem = await run.giving.call("tcd-authority", method, service, where, body)
        assert (status, problem["code"]) == (503, "being_recovered"), where
        assert "esa" in problem["detail"]
    assert (await run.giving.call("tcd-authority", "GET", "intake", path))[0] == 200
    run.network.cut = set()
    await recovered(run, "wca")
    await one_owner(run, things)
    status, problem = await run.giving.call("tcd-authority", "DELETE", "intake", f"{path}/consent")
    assert (status, problem["owner"]) == (409, "esa")
    status, problem = await run.giving.call("tcd-authority", "POST", "intake", "/support-requests",
                                            there["content"] if there else {})  # fmt: skip
    assert (status, "'esa'" in problem["errors"][0]["message"]) == (422, True)
    # What the receiver has is as it was, what went on there included, and goes on; time frees nothing.
    for _ in range(2):
        await run.look()
    now = await run.receiving.state(things["plain"])
    assert now is not None
    assert now["content"]["title"] == f"Revised there {ordered_before}"
    assert await run.receiving.fetch("intake", COPIED) == before
    await run.pass_time(hours=2)
    await run.settle()
    await one_owner(run, things)
    assert (await run.submit("esa"))["reference"] == "ACSG-2026-TCD-004"
    # The giver's history stays, and the handover has its end there too.
    version = await run.done("wca", "tcd-authority", "GET", "intake", f"{path}/versions/1")
    assert version["content"]["title"] == "Digital registration of asylum applications"
    (row,) = await run.giving.fetch("intake", "select handover_id, status from handover")
    assert row["status"] == "completed"
    status, problem = await run.call_back(row["handover_id"])
    assert (status, problem["moved"]["left"]) == (409, 0)


@pytest.mark.control
async def test_restored_without_a_new_epoch_both_own(run: Move, postgres: Postgres) -> None:
    things = await begun(run)
    await backed_up(run, postgres, "wca", *ALL)
    await moved(run)
    await restored(run, postgres, "wca", *ALL, raised=False)
    await recovered(run, "wca")
    assert await run.owners(things["plain"]) == ["wca", "esa"]


async def test_a_person_may_say_whose_word_is_not_waited_for(run: Move, postgres: Postgres) -> None:
    things = await begun(run)
    await backed_up(run, postgres, "wca", "intake")
    await moved(run)
    run.giving.given["intake"]["recovered_without"] = "esa"
    await restored(run, postgres, "wca", "intake")
    run.network.cut = {"esa-intake"}
    await recovered(run, "wca", "intake")
    assert "wca" in await run.owners(things["plain"])
    # The price is said in the setting; once the other is heard, what it has is its own again, and later than ours.
    run.network.cut = set()
    await recovered(run, "wca", "intake")
    del run.giving.given["intake"]["recovered_without"]
    assert await run.owners(things["plain"]) == ["esa"]


async def test_a_restored_receiver_is_given_again_what_it_lost(run: Move, postgres: Postgres) -> None:
    things = await begun(run)
    await run.order(on=run.clock.now().date().isoformat())
    await run.settle()
    await backed_up(run, postgres, "esa", *ALL)
    for _ in range(2):
        await run.look()
    await one_owner(run, things)
    sealed = await run.giving.fetch("intake", "select id, version, digest from sealed_item order by id")
    await restored(run, postgres, "esa", *ALL)
    assert await run.receiving.state(things["plain"]) is None
    await recovered(run, "esa")
    for _ in range(3):
        await run.look()
    await one_owner(run, things)
    assert await run.giving.fetch("intake", "select id, version, digest from sealed_item order by id") == sealed
    assert (await run.submit("esa"))["reference"] == "ACSG-2026-TCD-003"
    state = await run.receiving.state(things["busy"])
    assert state is not None
    assert [one["region"] for one in state["belonged"]] == ["wca"]


@pytest.mark.control
async def test_a_receiver_restored_without_a_new_epoch_lost_it(run: Move, postgres: Postgres) -> None:
    things = await begun(run)
    await run.order(on=run.clock.now().date().isoformat())
    await run.settle()
    await backed_up(run, postgres, "esa", *ALL)
    for _ in range(2):
        await run.look()
    await restored(run, postgres, "esa", *ALL, raised=False)
    for _ in range(3):
        await run.look()
    assert await run.owners(things["plain"]) == []


@pytest.mark.parametrize("name", ["wca", "esa"])
async def test_restored_to_before_a_country_went_and_came_back(run: Move, postgres: Postgres, name: str) -> None:
    things = await begun(run)
    await backed_up(run, postgres, name, *ALL)
    await moved(run)
    await moved(run, "wca", 2)
    await run.look("esa")
    await one_owner(run, things, "wca")
    await restored(run, postgres, name, *ALL)
    await recovered(run, name)
    for _ in range(3):
        for each in run.regions:
            await run.look(each)
    await one_owner(run, things, "wca")
    assert (await run.submit())["region"] == "wca"


async def board_at_receiver(run: Move, postgres: Postgres) -> list[str]:
    """Statuses of matches at the receiver, when the giver's matching forgot that the request left."""
    await begun(run)
    await backed_up(run, postgres, "wca", "matching")
    await run.order(on=run.clock.now().date().isoformat())
    await run.settle()
    await run.receiving.takers["intake"].look()
    await run.settle()
    await restored(run, postgres, "wca", "matching")
    await recovered(run, "wca", "matching")
    for _ in range(3):
        await run.look()
    return [row["status"] for row in await run.receiving.fetch("matching", "select status from match")]


async def test_a_board_that_was_forgotten_is_asked_for(run: Move, postgres: Postgres) -> None:
    assert await board_at_receiver(run, postgres) == ["reserved"]
    (state,) = await run.giving.fetch("matching", "select state from match")
    assert orjson.loads(state["state"])["handed_over_to"] == "esa"


@pytest.mark.control
async def test_a_board_that_nobody_asks_for_stays_behind(
    run: Move, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: Any) -> list[str]:
        return []

    monkeypatch.setattr(moving, "without_board", none)
    assert await board_at_receiver(run, postgres) == []
