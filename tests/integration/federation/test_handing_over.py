"""A country moves between deployments on a date (WM 6): open items with their history, references, sagas, one owner."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import orjson
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.intake.actions.the_request import REQUEST
from services.intake.domain import support_request as domain
from shared.runtime import failpoints
from shared.runtime.failpoints import FailpointReached
from tests.support.moving_country import DAY, Move, move

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def composed(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Move]:
    async with AsyncExitStack() as stack:
        yield await move(stack, postgres, tmp_path_factory.mktemp("move"))


@pytest_asyncio.fixture(loop_scope="module")
async def run(composed: Move) -> AsyncIterator[Move]:
    await composed.forget()
    yield composed
    failpoints.arm("")


async def to_the_day(run: Move) -> None:
    await run.settle()
    run.clock.advance(days=7)


async def test_a_country_moves_with_its_open_requests(run: Move) -> None:
    plain, shown, gone = await run.submit(), await run.submit(), await run.submit()
    other = await run.submit(state="NER")
    await run.done("wca", "tcd-authority", "PUT", "intake", f"/support-requests/{plain['request_id']}/content",
                   {**_body(plain), "title": "Second version of the request"})  # fmt: skip
    await run.in_line(shown)
    await run.done("wca", "tcd-authority", "POST", "intake", f"/support-requests/{gone['request_id']}/withdrawal", {})
    await run.order()
    await run.settle()
    await run.look()
    assert await run.owners(plain["request_id"]) == ["wca"]  # the date has not come
    before = {one["request_id"]: await run.giving.state(one["request_id"]) for one in (plain, shown)}
    run.clock.advance(days=7)
    await run.look()
    for one in (plain, shown):
        assert await run.owners(one["request_id"]) == ["esa"]
        there = await run.receiving.state(one["request_id"])
        assert there is not None
        assert there["reference"] == one["reference"]
        was = before[one["request_id"]]
        assert was is not None
        assert {n: there[n] for n in ("content", "findings", "decision", "submitted_at")} == {
            n: was[n] for n in ("content", "findings", "decision", "submitted_at")
        }
        (belonged,) = there["belonged"]
        assert belonged["region"] == "wca"
    path = f"/support-requests/{plain['request_id']}/versions"
    for number, title in ((1, "Digital registration of asylum applications"), (2, "Second version of the request")):
        version = await run.done("esa", "tcd-authority", "GET", "intake", f"{path}/{number}")
        assert version["content"]["title"] == title
    assert await run.receiving.state(gone["request_id"]) is None
    assert await run.receiving.state(other["request_id"]) is None
    # What its former owner's audit says came along, with its hashes.
    (taken,) = await run.receiving.fetch("intake", "select audit from taken_item where id = $1", shown["request_id"])
    assert [row["action"] for row in orjson.loads(taken["audit"])] == [
        "request.submit",
        "request.decide",
        "consent.give",
    ]


async def test_the_former_owner_names_the_new_one_and_shows_nothing(run: Move) -> None:
    one = await run.submit()
    await run.in_line(one)
    await run.order()
    await to_the_day(run)
    await run.look()
    path = f"/support-requests/{one['request_id']}"
    status, problem = await run.giving.call("tcd-authority", "DELETE", "intake", f"{path}/consent")
    assert (status, problem["code"], problem["owner"]) == (409, "handed_over", "esa")
    query = "select type, key from outbox where topic like 'acsg.public.%' order by id"
    published = [(row["type"].rpartition("-")[2]) for row in await run.giving.fetch("intake", query)]
    assert published == ["published", "retracted"]
    assert [row["type"] for row in await run.receiving.fetch("intake", query)] == [
        "acsg.public.support-request-published"
    ]
    status, problem = await run.giving.call("ner-authority", "DELETE", "intake", f"{path}/consent")
    assert status == 404


async def test_references_go_on_and_new_requests_go_to_the_new_deployment(run: Move) -> None:
    first = await run.submit()
    await run.order()
    status, problem = await run.receiving.call("tcd-authority", "POST", "intake", "/support-requests", _body(first))
    assert status == 422
    assert "'wca'" in problem["errors"][0]["message"]
    await to_the_day(run)
    assert (await run.submit())["reference"] == "ACSG-2026-TCD-002"  # its date has come, its receiver has not
    await run.look()
    status, problem = await run.giving.call("tcd-authority", "POST", "intake", "/support-requests", _body(first))
    assert status == 422
    assert "'esa'" in problem["errors"][0]["message"]
    assert (await run.submit("esa"))["reference"] == "ACSG-2026-TCD-003"
    run.clock.advance(days=60)
    status, problem = await run.giving.call("tcd-authority", "POST", "intake", "/support-requests", _body(first))
    assert status == 422
    assert "'esa'" in problem["errors"][0]["message"]
    assert (await run.submit("esa"))["reference"] == "ACSG-2027-TCD-001"


async def test_a_match_goes_with_its_request_and_what_is_held_is_committed(run: Move) -> None:
    one = await run.submit()
    await run.in_line(one)
    offer = await run.offer()
    await run.settle()
    match = await run.propose(one["request_id"], offer)
    await run.settle()
    await run.order()
    await to_the_day(run)
    await run.look()
    path = f"/matches/{match['match_id']}"
    said = {"party": "iso3166:TCD", "answer": "accepted"}
    status, problem = await run.giving.call("tcd-authority", "POST", "matching", f"{path}/answer", said)
    assert (status, problem["owner"]) == (409, "esa")
    for who in ("TCD", "FRA"):
        said = {"party": f"iso3166:{who}", "answer": "accepted"}
        await run.done("esa", f"{who.lower()}-authority", "POST", "matching", f"{path}/answer", said)
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    confirmed = await run.done("esa", "esa-officer", "POST", "matching", f"{path}/confirmation", how)
    assert confirmed["reference"] == match["reference"]
    assert confirmed["region"] == "esa"
    sides = {side["party"]: side["region"] for side in confirmed["sides"]}
    assert sides == {"iso3166:TCD": "esa", "iso3166:FRA": "wca"}
    await run.settle()
    (line,) = await run.giving.fetch("roster", "select reserved::int, committed::int from line_capacity")
    assert (line["reserved"], line["committed"]) == (0, 1)
    (need,) = await run.receiving.fetch("matching", "select reserved::int, committed::int from need_line")
    assert (need["reserved"], need["committed"]) == (0, 1)
    again = await run.submit("esa")
    await run.in_line(again, "esa")
    await run.settle()
    assert (await run.propose(again["request_id"], offer, "esa"))["reference"] == "MATCH-2026-TCD-002"


async def test_a_request_waits_until_its_saga_is_over(run: Move) -> None:
    one, free = await run.submit(), await run.submit()
    for request in (one, free):
        await run.in_line(request)
    offer = await run.offer()
    await run.order()
    await to_the_day(run)
    await run.propose(one["request_id"], offer)  # its owner has not heard of it yet
    await run.giving.relay("matching")
    await run.receiving.takers["intake"].look()
    for here in run.regions.values():
        for service in ("intake", "matching"):
            await here.relay(service)
    for key in run.giving.unread("matching"):
        await run.giving.deliver("matching", key, 100)
    await run.receiving.takers["intake"].look()
    assert await run.receiving.state(one["request_id"]) is None
    assert await run.receiving.state(free["request_id"]) is not None
    status, problem = await run.giving.call(
        "wca-officer", "POST", "matching", "/matches", _proposal(one["request_id"], offer)
    )
    assert (status, problem["owner"]) == (409, "esa")  # and nothing new is begun meanwhile
    await run.settle()
    await run.look()
    await run.look()
    assert await run.owners(one["request_id"]) == ["esa"]
    (match,) = await run.receiving.fetch("matching", "select status from match")
    assert match["status"] == "reserved"


async def test_offers_go_with_their_country_once_nothing_is_held_of_them(run: Move) -> None:
    one = await run.submit(state="NER")
    await run.in_line(one)
    free, busy = await run.offer(state="TCD", visibility="public"), await run.offer(state="TCD")
    await run.settle()
    match = await run.propose(one["request_id"], busy)
    await run.settle()
    await run.order()
    await to_the_day(run)
    for _ in range(2):
        await run.look()
    query = "select offer_id::text, status from support_offer order by 1"
    there = {row["offer_id"]: row["status"] for row in await run.receiving.fetch("roster", query)}
    assert there == {free: "live"}
    status, problem = await run.giving.call("tcd-authority", "POST", "roster", f"/support-offers/{free}/withdrawal", {})
    assert (status, problem["owner"]) == (409, "esa")
    assert (await run.done("esa", "tcd-authority", "POST", "roster", f"/support-offers/{free}/confirmation", {}))[
        "region"
    ] == "esa"
    public = "select type from outbox where topic like 'acsg.public.%' order by id"
    assert [row["type"].rpartition("-")[2] for row in await run.giving.fetch("roster", public)] == [
        "published",
        "retracted",
    ]
    assert [row["type"].rpartition("-")[2] for row in await run.receiving.fetch("roster", public)] == ["published"]
    # The copies of others follow, and a reservation goes to the new owner.
    await run.settle()
    await run.done(
        "wca", "wca-officer", "POST", "matching", f"/matches/{match['match_id']}/withdrawal", {"reason": "No"}
    )
    await run.settle()
    for _ in range(2):
        await run.look()
    there = {row["offer_id"]: row["status"] for row in await run.receiving.fetch("roster", query)}
    assert there == {free: "live", busy: "live"}
    again = await run.propose(one["request_id"], busy)
    assert again["reservations"][0]["offer_region"] == "esa"
    await run.settle()
    (row,) = await run.giving.fetch("matching", "select status from match where match_id = $1", again["match_id"])
    assert row["status"] == "reserved"
    for name, expected in (("esa", 1), ("wca", 0)):
        held = await run.regions[name].fetch("roster", "select count(*) n from reservation where status = 'held'")
        assert held[0]["n"] == expected


async def test_a_reservation_asked_of_the_former_owner_is_refused_and_names_the_new_one(run: Move) -> None:
    one = await run.submit(state="NER")
    await run.in_line(one)
    offer = await run.offer(state="TCD")
    await run.order()
    await to_the_day(run)
    await run.receiving.takers["intake"].look()
    await run.settle()
    await run.receiving.takers["roster"].look()
    match = await run.propose(one["request_id"], offer)  # matching has not heard of the move yet
    await run.settle()
    (row,) = await run.giving.fetch("matching", "select state from match where match_id = $1", match["match_id"])
    state = orjson.loads(row["state"])
    assert (state["status"], state["reservations"][0]["reason"]) == ("refused", "handed_over:esa")
    assert await run.giving.fetch("roster", "select 1 from outbox where type like '%reserved'") == []


async def test_a_cut_makes_the_handover_wait_and_the_old_owner_goes_on(run: Move) -> None:
    one = await run.submit()
    handover = await run.order()
    await to_the_day(run)
    run.network.cut = {"wca-intake"}
    await run.look()
    seen = await run.done("wca", "wca-officer", "GET", "intake", f"/handovers/{handover}")
    assert (seen["handover"]["status"], seen["left"]) == ("ordered", 1)
    assert await run.owners(one["request_id"]) == ["wca"]
    run.network.cut = {"wca-matching"}  # now the country moves, and its request waits for who knows of its sagas
    await run.look()
    seen = await run.done("wca", "wca-officer", "GET", "intake", f"/handovers/{handover}")
    assert (seen["handover"]["status"], seen["left"]) == ("begun", 1)
    assert await run.owners(one["request_id"]) == ["wca"]
    run.network.cut = set()
    await run.look()
    assert await run.owners(one["request_id"]) == ["esa"]
    await run.look()
    seen = await run.done("wca", "wca-officer", "GET", "intake", f"/handovers/{handover}")
    assert (seen["handover"]["status"], seen["left"]) == ("completed", 0)


async def test_what_arrives_broken_is_not_taken(run: Move) -> None:
    one = await run.submit()
    await run.order()
    await to_the_day(run)
    await run.look()  # the country moves
    run.network.spoil = True
    await run.look()
    assert await run.receiving.state(one["request_id"]) is None or await run.owners(one["request_id"]) != ["wca", "esa"]
    run.network.spoil = False
    await run.look()
    assert await run.owners(one["request_id"]) == ["esa"]


@pytest.mark.parametrize("point", ["before_commit", "after_commit", "handover_sealed", "handover_taken"])
async def test_a_crash_at_any_step_is_gone_on_from(run: Move, point: str) -> None:
    one, plain = await run.submit(), await run.submit()
    await run.in_line(one)
    offer = await run.offer()
    await run.settle()
    await run.propose(one["request_id"], offer)
    await run.settle()
    await run.order()
    await to_the_day(run)
    crashes = 0
    for visit in range(1, 60):
        failpoints.arm(f"{point}:{visit}=raise")
        crashed = False
        for service in ("intake", "matching"):
            try:
                await run.receiving.takers[service].look()
            except FailpointReached:
                crashed = True
        # At the giver a crash is an answer of 500 here; either way the point was reached.
        crashed = crashed or failpoints._armed[0].visits <= 0
        failpoints.arm("")
        crashes += crashed
        for request in (one, plain):
            assert len(await run.owners(request["request_id"])) <= 1
        await run.settle()
        if not crashed and visit > 3:
            break
    assert crashes >= 1
    await run.look()
    await run.look()
    for request in (one, plain):
        assert await run.owners(request["request_id"]) == ["esa"]
        (row,) = await run.receiving.fetch(
            "intake", "select count(*) n from taken_item where id = $1", request["request_id"]
        )
        assert row["n"] == 1
    (match,) = await run.receiving.fetch("matching", "select status from match")
    assert match["status"] == "reserved"
    for here in run.regions.values():
        for service in ("roster", "matching"):
            assert await here.fetch(service, "select cause from inbox_retry") == []


@pytest.mark.control
async def test_without_the_fence_two_owners_accept(run: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    one = await run.submit()
    await run.order()
    await to_the_day(run)
    await run.look()
    await run.look()
    monkeypatch.setattr(domain, "still_here", lambda _: None)
    monkeypatch.setitem(vars(REQUEST), "here", lambda _: None)
    assert await run.owners(one["request_id"]) == ["wca", "esa"]


async def test_a_country_comes_back(run: Move) -> None:
    one = await run.submit()
    await run.in_line(one)
    await run.order()
    await to_the_day(run)
    await run.look()
    await run.look()
    await run.order("esa", "wca", "2026-12-03")
    run.clock.advance(days=2)
    await run.settle()
    for _ in range(3):
        await run.look("wca")
        await run.look("esa")
    assert await run.owners(one["request_id"]) == ["wca"]
    state = await run.giving.state(one["request_id"])
    assert state is not None
    assert [b["region"] for b in state["belonged"]] == ["wca", "esa"]
    assert (await run.submit())["reference"] == "ACSG-2026-TCD-002"
    offer = await run.offer()
    await run.settle()
    await run.propose(one["request_id"], offer)


async def test_who_may_order_and_who_may_take(run: Move) -> None:
    body = {"country": "iso3166:TCD", "receiving": "esa", "on": DAY, "reason": "Reorganised"}
    for who in ("wca-officer", "esa-service", "tcd-authority", "geneva-service"):
        status, _ = await run.giving.call(who, "POST", "intake", "/handovers", body)
        assert status == 403, who
    wrong = {"country": "iso3166:FRA", "receiving": "nowhere", "on": "2026-01-01", "reason": "x"}
    status, problem = await run.giving.call("geneva-officer", "POST", "intake", "/handovers", wrong)
    assert status == 422
    assert {fault["pointer"] for fault in problem["errors"]} == {"/receiving"}, "there is no such deployment"
    status, problem = await run.giving.call(
        "geneva-officer", "POST", "intake", "/handovers", wrong | {"receiving": "wca"}
    )
    assert status == 422
    assert {fault["pointer"] for fault in problem["errors"]} == {"/country", "/receiving", "/on"}
    handover = await run.order()
    status, problem = await run.giving.call("geneva-officer", "POST", "intake", "/handovers", body)
    assert (status, problem["code"]) == (409, "handover_under_way")
    await to_the_day(run)
    await run.look()
    for service in ("intake", "matching"):
        for who in ("europe-service", "geneva-officer", "wca-officer", "esa-officer"):
            status, _ = await run.giving.call(who, "POST", service, f"/handovers/{handover}/items", {})
            assert status == 403, (service, who)


def _body(request: dict[str, Any]) -> dict[str, Any]:
    return dict(request["content"])


def _proposal(request_id: str, offer_id: str) -> dict[str, Any]:
    one = {"amount": "1", "unit": "packages"}
    line = {"request_id": request_id, "request_line_id": "1", "offer_id": offer_id, "offer_line_id": "experts",
            "quantity": one, "covers": one}  # fmt: skip
    return {"lines": [line], "reason": "Fits"}
