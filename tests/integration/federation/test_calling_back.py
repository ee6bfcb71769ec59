"""An order for a handover is called back until its country moves (WM 6): one outcome, whichever message crosses which."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import orjson
import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from shared.contracts.shapes.handover import HandoverState
from shared.runtime.federation.handing.giver import Giver
from tests.support.exchange import exchanging
from tests.support.gateway import gateway
from tests.support.moving_country import DAY, Move, move
from tests.support.served import served

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.paragraph("6")]
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
CALLED_BACK = "acsg.intake.country-handover-called-back"
SEEDS = range(40)
CHANGED = "acsg.intake.country-handover-changed"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def composed(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Move]:
    async with AsyncExitStack() as stack:
        yield await move(stack, postgres, tmp_path_factory.mktemp("calling-back"))


@pytest_asyncio.fixture(loop_scope="module")
async def run(composed: Move) -> Move:
    await composed.forget()
    return composed


async def told(run: Move, name: str = "wca") -> list[str]:
    query = "select type from outbox where type like '%country-handover%' order by id"
    return [row["type"] for row in await run.regions[name].fetch("intake", query)]


async def stays(run: Move, request: dict[str, Any]) -> None:
    """The country is the giver's, at both sides and in every service, also long after the date."""
    run.clock.advance(days=30)
    await run.settle()
    await run.look()
    assert await run.owners(request["request_id"]) == ["wca"]
    for table in ("handover", "moved_country", "taken_item"):
        assert await run.receiving.fetch("intake", f"select 1 from {table}") == []
    assert await run.giving.fetch("intake", "select 1 from moved_country") == []
    for service in ("intake", "roster", "matching"):
        (row,) = await run.giving.fetch(service, "select version, state from handover")
        assert (row["version"], orjson.loads(row["state"])["called_back"]["reason"]) == (2, "Too early"), service
        assert await run.giving.fetch(service, "select 1 from sealed_item") == []
    assert (await run.submit())["region"] == "wca"


async def moves(run: Move, request: dict[str, Any]) -> None:
    """The country is the receiver's, at both sides and in every service."""
    await run.settle()
    for _ in range(2):
        await run.look()
    assert await run.owners(request["request_id"]) == ["esa"]
    assert (await run.submit("esa"))["region"] == "esa"
    for here in run.regions.values():
        (row,) = await here.fetch("intake", "select status, state from handover")
        assert (row["status"], orjson.loads(row["state"])["called_back"]) == ("completed", None)


async def test_an_order_is_called_back_and_nothing_moves(run: Move) -> None:
    one, handover = await run.submit(), await run.order()
    await run.settle()
    status, state = await run.call_back(handover)
    assert (status, state["status"], state["called_back"]["by"]) == (200, "ordered", "geneva-officer")
    await stays(run, one)
    assert await told(run) == [CHANGED, CALLED_BACK]
    seen = await run.done("wca", "wca-officer", "GET", "intake", f"/handovers/{handover}")
    assert seen["handover"]["called_back"] == state["called_back"]
    (audit,) = await run.giving.fetch(
        "intake", "select actor, paragraph from audit where action = 'handover.call_back' and aggregate = $1", handover
    )
    assert (audit["actor"], audit["paragraph"]) == ("geneva-officer", "6")
    # Said again it is the same, and nobody is told twice; and the country may be handed over after all.
    assert await run.call_back(handover) == (200, state)
    assert await told(run) == [CHANGED, CALLED_BACK]
    again = await run.order(on=run.clock.now().date().isoformat())
    assert again != handover
    await run.settle()
    for _ in range(2):
        await run.look()
    assert await run.owners(one["request_id"]) == ["esa"]


async def test_who_may_call_back_and_with_what(run: Move) -> None:
    handover = await run.order()
    path = f"/handovers/{handover}/calling-back"
    for who in ("wca-officer", "esa-officer", "esa-service", "tcd-authority", "geneva-service"):
        status, _ = await run.giving.call(who, "POST", "intake", path, {"reason": "No"})
        assert status == 403, who
    status, problem = await run.giving.call("geneva-officer", "POST", "intake", path, {"why": "No"})
    assert (status, {fault["pointer"] for fault in problem["errors"]}) == (422, {"/reason", "/why"})
    assert (await run.call_back("no-such-handover"))[0] == 404
    assert await told(run) == [CHANGED]


async def test_what_has_begun_is_not_called_back_and_says_what_moved(run: Move) -> None:
    plain, waits = await run.submit(), await run.submit()
    await run.in_line(waits)
    offer = await run.offer()
    await run.settle()
    handover = await run.order()
    await run.settle()
    run.clock.advance(days=7)
    await run.propose(waits["request_id"], offer)
    await run.receiving.takers["intake"].look()
    status, problem = await run.call_back(handover)
    assert (status, problem["code"], problem["paragraph"]) == (409, "handover_begun", "6")
    moved = dict(problem["moved"])
    assert moved.pop("since").startswith("2026-12-02T")
    assert moved == {"sealed": 1, "received": 1, "left": 1}
    assert "'esa'" in problem["detail"]
    assert await run.receiving.state(plain["request_id"]) is not None
    # The receiver is not the one to ask either, and after the end it stays refused.
    status, problem = await run.call_back(handover, "esa")
    assert (status, problem["code"]) == (409, "not_given_here")
    await run.settle()
    for _ in range(3):
        await run.look()
    status, problem = await run.call_back(handover)
    assert (status, problem["moved"]["sealed"], problem["moved"]["left"]) == (409, 2, 0)
    assert CALLED_BACK not in await told(run)


async def test_called_back_while_the_receivers_first_question_is_on_its_way(run: Move) -> None:
    one, handover = await run.submit(), await run.order()
    await run.settle()
    run.clock.advance(days=7)
    answers: list[int] = []

    async def call_back() -> None:
        answers.append((await run.call_back(handover))[0])

    run.network.meanwhile["opening"] = call_back  # the receiver has read that the order is due
    await run.look()
    assert answers == [200]
    await stays(run, one)


async def test_begun_while_the_answer_is_lost(run: Move) -> None:
    one, handover = await run.submit(), await run.order()
    await run.settle()
    run.clock.advance(days=7)
    run.network.lost = {"opening"}
    await run.look()
    assert await run.receiving.fetch("intake", "select 1 from handover") == []
    status, problem = await run.call_back(handover)
    assert (status, problem["code"], problem["moved"]["sealed"]) == (409, "handover_begun", 0)
    run.network.lost = set()
    await moves(run, one)


async def test_graphql_shows_it_here_and_from_elsewhere(run: Move) -> None:
    first = await run.order()
    await run.call_back(first)
    run.clock.advance(seconds=1)
    second = await run.order()
    query = """query ($region: String) { handovers(region: $region) {
      handoverId country giving receiving on status due begunAt calledBack { by reason } } }"""
    async with served(run.giving.services["intake"].app()) as address, served(exchanging()) as issuer:
        at_home = gateway(NOWHERE, deployment="wca", intake_url=address)
        far = {"peers": {"wca": {"intake": address}}, "token_url": f"{issuer}/token"}
        async with at_home as wca, gateway(NOWHERE, deployment="geneva", **far) as geneva:
            seen = (await wca.ask("wca-officer", query))["handovers"]
            assert (await geneva.ask("geneva-officer", query, region="wca"))["handovers"] == seen
            assert [(one["handoverId"], one["status"], one["due"]) for one in seen] == [
                (first, "called_back", False), (second, "ordered", False)
            ]  # fmt: skip
            assert [one["calledBack"] for one in seen] == [{"by": "geneva-officer", "reason": "Too early"}, None]
            assert (seen[1]["country"], seen[1]["receiving"], seen[1]["on"]) == ("iso3166:TCD", "esa", DAY)
            for asking in (wca, geneva):
                problem = (await asking.send("tcd-authority", query, variables={"region": "wca"})).json()
                assert problem["errors"][0]["extensions"]["code"] == "not_permitted"
            # What began is shown as begun.
            run.clock.advance(days=7)
            await run.receiving.takers["intake"].look()
            (_, begun) = (await wca.ask("wca-officer", query))["handovers"]
            assert (begun["status"], begun["due"], begun["begunAt"] is not None) == ("begun", True, True)


def unsteady(monkeypatch: pytest.MonkeyPatch, seed: int, *, locked: bool) -> None:
    """Before and after a handover is looked up, as many round trips to the database as the seed says."""
    chance, find = random.Random(seed), Giver.find

    async def pause(giver: Giver) -> None:
        for _ in range(chance.randrange(12)):
            await giver._connection.execute(sa.select(1))

    async def unsteady_find(giver: Giver, handover_id: str, *, lock: bool = False) -> tuple[HandoverState, int]:
        await pause(giver)
        found = await find(giver, handover_id, lock=lock and locked)
        await pause(giver)
        return found

    monkeypatch.setattr(Giver, "find", unsteady_find)


async def raced(run: Move, monkeypatch: pytest.MonkeyPatch, seed: int, *, locked: bool = True) -> tuple[bool, bool]:
    """Whether the order was called back, and whether it began, both tried at the same time on the day."""
    await run.forget()
    await run.submit()
    handover = await run.order()
    run.clock.advance(days=7)
    with monkeypatch.context() as patched:
        unsteady(patched, seed, locked=locked)
        path = f"/handovers/{handover}/opening"
        (called, _), (opened, _) = await asyncio.gather(
            run.call_back(handover), run.giving.call("esa-service", "POST", "intake", path, {})
        )
    assert {called, opened} <= {200, 409}
    return called == 200, opened == 200


async def test_at_the_same_moment_exactly_one_wins(run: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    won = [0, 0]
    for seed in SEEDS:
        called, opened = await raced(run, monkeypatch, seed)
        assert called is not opened, seed
        won[opened] += 1
        query = "select status, state -> 'called_back' <> 'null' as called from handover"
        (row,) = await run.giving.fetch("intake", query)
        assert (row["status"] == "begun", row["called"]) == (opened, called), seed
        assert len(await run.giving.fetch("intake", "select 1 from moved_country")) == opened, seed
        assert await told(run) == [CHANGED, CALLED_BACK if called else CHANGED], seed
        if won[opened] == 1:  # and so it stays, at both sides
            (one,) = await run.giving.fetch("intake", "select request_id::text from support_request")
            await (moves if opened else stays)(run, dict(one))
    assert min(won) >= 5, won


@pytest.mark.control
async def test_without_the_lock_both_win(run: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    both = 0
    for seed in SEEDS:
        both += await raced(run, monkeypatch, seed, locked=False) == (True, True)
    assert both >= 5, both
