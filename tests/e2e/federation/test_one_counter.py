"""A party does everything at its own bureau's gateway, whichever deployment owns the thing (WM 6, 16, 17; mission B 1, 2, 3, 5)."""

import json
from typing import Any

import pytest

from deploy.demo.client import Refused
from services.console.asking.documents import document
from tests.support.bodies import offer_body, request_body
from tests.support.counter import CALL, FRANCE, SECRET, SWEDEN, at_home, call_across, command, seen_at, warm
from tests.support.journey import proposal, ranked, request_in_line, settled
from tests.support.poll import until
from tests.support.world import World

pytestmark = pytest.mark.paragraph("6")
NOT_YET = ("no_agreement", "request_not_in_line", "not_found")


async def audited(world: World, name: str, service: str, action: str, item: str) -> list[tuple[str, Any]]:
    """Who did it, and the detail, as a service's audit has it."""
    query = "select actor, detail from audit where action = $1 and aggregate = $2"
    found = await world.sql(name, service, query, action, item)
    return [(row["actor"], json.loads(row["detail"])) for row in found]


@pytest.mark.clause("16.1")
@pytest.mark.clause("17.2")
async def test_a_call_is_heard_and_answered_at_ones_own_bureau(world: World) -> None:
    call = await call_across(world)
    one = call["solicitation_id"]
    at_home_ = await at_home(world, call)
    assert SECRET in json.dumps(at_home_["state"])
    mine = {"id": one, "party": FRANCE, "reason": "timing"}
    done = await command(world, "europe", "fra-authority", CALL, mine, at_home_["version"])
    assert done["problem"] is None, done["problem"]
    assert [(a["party"], a["answer"]) for a in done["state"]["asked"]] == [(FRANCE, "declined")]

    ((who, detail),) = await audited(world, "europe", "gateway", "command.send_elsewhere", one)
    assert (who, detail["to"], detail["service"]) == ("fra-authority", "wca", "matching")
    ((who, detail),) = await audited(world, "wca", "matching", "call.answer", one)
    assert (who, detail["via"]) == ("fra-authority", "europe-service")

    for name in ("wca", "europe", "geneva"):
        for other in ("deu-authority", "integrator-one"):
            assert await world.item(name, one, other) is None
    officer = await world.item("wca", one, "wca-officer")
    assert officer is not None
    reach = {a["party"]: a["reach"] for a in officer["state"]["asked"]}
    assert (reach[FRANCE], reach[SWEDEN] == "seen") == ("seen", False)


@pytest.mark.clause("11.2")
async def test_an_offer_made_at_home_answers_and_its_match_is_accepted_at_home(world: World) -> None:
    call = await call_across(world)
    europe, wca = world.client("europe"), world.client("wca")
    body = offer_body(in_response_to=call["request_id"], visibility="secretariat")

    async def made() -> dict[str, Any] | None:
        try:
            return await europe.call("fra-authority", "POST", "roster", "/support-offers", body)
        except Refused as refused:
            if refused.problem.get("code") == "request_not_shown":
                return None
            raise

    offer = await until(made, "the call at Europe's roster")

    async def offered() -> bool:
        found = await wca.call("wca-officer", "GET", "matching", f"/calls-for-offers/{call['solicitation_id']}")
        return bool({a["party"]: a["answer"] for a in found["asked"]}[FRANCE] == "offered")

    assert await until(offered, "France's offer in the call", 120)
    await ranked(wca, call["request_id"], offer["offer_id"])
    match = await wca.call(
        "wca-officer", "POST", "matching", "/matches", proposal(call["request_id"], offer["offer_id"])
    )
    one = match["match_id"]
    assert (await settled(wca, one))["status"] == "reserved"
    await world.shown("europe", one, "reserved", "fra-authority")
    accept = """mutation($id: String!, $version: Int!, $key: String!) { done: answerMatch(matchId: $id, party: "iso3166:FRA",
      answer: "accepted", expectedVersion: $version, key: $key) { state version problem { status code detail owner } } }"""
    shown = await world.item("europe", one, "fra-authority")
    assert shown is not None
    done = await command(world, "europe", "fra-authority", accept, {"id": one}, shown["version"])
    assert done["problem"] is None, done["problem"]
    (row,) = await world.sql("wca", "matching", "select version from match where match_id = $1", one)
    assert row["version"] == done["version"]
    found = await wca.call("wca-officer", "GET", "matching", f"/matches/{one}")
    assert {side["party"]: side["answer"] for side in found["sides"]}[FRANCE] == "accepted"


async def test_geneva_shares_feedback_on_a_regions_request(world: World) -> None:
    await warm(world)
    body = request_body(title=f"{SECRET}, remarks")
    made = await world.client("wca").call("tcd-authority", "POST", "intake", "/support-requests", body)
    request = made["request_id"]
    shown = await seen_at(world, "geneva", request, "geneva-officer")
    feedback = """mutation($id: String!, $version: Int!, $key: String!) { done: shareFeedback(requestId: $id, message: "More",
      items: [{paragraph: "15.i", outcome: "met", comment: "Clear"}], expectedVersion: $version, key: $key) {
        state version problem { status code detail owner faults } } }"""
    done = await command(world, "geneva", "geneva-officer", feedback, {"id": request}, shown["version"])
    assert done["problem"] is None, done["problem"]
    assert await world.shown("wca", request, "feedback_shared", "wca-officer")
    door = world.doors["wca"]["intake"]
    door.cut()
    try:
        away = await command(world, "geneva", "geneva-officer", feedback, {"id": request}, shown["version"])
    finally:
        door.heal()
    problem = away["problem"]
    assert (problem["status"], problem["code"], problem["owner"]) == (503, "owner_away", "wca")
    assert "'wca'" in problem["detail"]


@pytest.mark.clause("16.1")
async def test_geneva_opens_a_call_for_a_regions_request_by_the_pages_own_documents(world: World) -> None:
    request = (await request_in_line(world.client("wca"), title=f"{SECRET}, Genève"))["request_id"]
    await seen_at(world, "geneva", request, "geneva-officer")

    async def told(name: str, actor: str) -> dict[str, Any] | None:
        try:
            found = await world.client(name).graphql(actor, document("candidates"), {"id": request})
        except Refused as refused:
            # Matching hears of the decision and the agreement a moment later than its own deployment's gateway.
            if any(code in str(refused) for code in NOT_YET):
                return None
            raise
        return dict(found["whoMayBeAsked"])

    who = await until(lambda: told("geneva", "geneva-officer"), "whom Geneva may ask")
    assert who == await told("wca", "wca-officer")
    given = {"id": request, "approached": [FRANCE], "message": f"{SECRET} by May", "line_ids": [], "closes_on": None}
    opened = await world.client("geneva").graphql(
        "geneva-officer", document("seek_offers"), given | {"key": f"geneva-opens-{request}"}
    )
    done = opened["seekOffers"]
    assert done["problem"] is None, done["problem"]
    call = done["state"]["solicitation_id"]
    ((who_did, detail),) = await audited(world, "wca", "matching", "solicitation.seek", request)
    assert (who_did, detail["via"]) == ("geneva-officer", "geneva-service")
    for name, actor in (("geneva", "geneva-officer"), ("wca", "wca-officer"), ("europe", "fra-authority")):
        await seen_at(world, name, call, actor)
    # Control: another bureau's officer is told what is told of nothing.
    assert await told("europe", "europe-officer") is None
    refused = await world.client("europe").graphql(
        "europe-officer", document("seek_offers"), given | {"key": f"europe-opens-{request}"}
    )
    assert refused["seekOffers"]["problem"]["status"] == 404


async def test_what_was_cut_off_after_it_was_done_is_done_once(world: World) -> None:
    """The answer is lost on its way back; the repeat with the same key gets the one that was given."""
    call = await call_across(world)
    one, door = call["solicitation_id"], world.doors["wca"]["matching"]
    version = (await at_home(world, call))["version"]
    mine = {"id": one, "party": FRANCE, "reason": "timing"}
    door.swallow("back")
    try:
        lost = await command(world, "europe", "fra-authority", CALL, mine, version, key="once-and-no-more")
        assert (lost["problem"]["code"], lost["problem"]["retryAfter"]) == ("owner_away", 1)
        assert len(await audited(world, "wca", "matching", "call.answer", one)) == 1
    finally:
        door.heal()
    again = await command(world, "europe", "fra-authority", CALL, mine, version, key="once-and-no-more")
    assert again["problem"] is None, again["problem"]
    assert len(await audited(world, "wca", "matching", "call.answer", one)) == 1
    other = await command(
        world,
        "europe",
        "fra-authority",
        CALL,
        mine | {"reason": "budget_not_approved"},
        version,
        key="once-and-no-more",
    )
    assert other["problem"]["code"] == "idempotency_key_reused"
    late = await command(world, "europe", "fra-authority", CALL, mine, version)
    assert late["problem"]["status"] == 412, "the version that was decided on goes along"


@pytest.mark.control
async def test_who_sends_it_decides_nothing(world: World) -> None:
    """Another party's name, another party's thing, a token shown further, a program's token."""
    call = await call_across(world)
    one, wca = call["solicitation_id"], world.client("wca")
    version = (await at_home(world, call))["version"]
    named = {"id": one, "party": SWEDEN, "reason": "timing"}
    other = await command(world, "europe", "fra-authority", CALL, named, version)
    assert (other["problem"]["status"], other["problem"]["code"]) == (403, "not_permitted")
    # Who may not know of it is told what is told of nothing, and nothing is sent.
    unknown = await command(world, "europe", "deu-authority", CALL, named | {"party": "iso3166:DEU"}, version)
    assert unknown["problem"]["status"] == 404
    officer = await command(world, "europe", "europe-officer", CALL, named | {"party": FRANCE}, version)
    assert officer["problem"]["status"] == 403
    sent = await audited(world, "europe", "gateway", "command.send_elsewhere", one)
    assert {who for who, _ in sent} == {"fra-authority", "europe-officer"}
    # France's own token is none at the other deployment, exchanged or not for another collection.
    token = await world.client("europe").token("fra-authority")
    plain = await world.http.get(
        f"{wca.addresses['matching']}/calls-for-offers/{one}", headers={"Authorization": f"Bearer {token}"}
    )
    assert plain.status_code == 401
    answer = {"party": FRANCE, "answer": "declined", "reason_code": "timing"}
    for scope, status in (
        ("act-elsewhere:matches", 404),
        ("read-elsewhere", 404),
        ("act-elsewhere:calls-for-offers", 200),
    ):
        given = await exchanged(world, "europe", token, "wca", scope)
        headers = {"Authorization": f"Bearer {given}", "Idempotency-Key": f"scope-{scope}"}
        (row,) = await world.sql("wca", "matching", "select version from solicitation where solicitation_id = $1", one)
        done = await world.http.put(
            f"{wca.addresses['matching']}/calls-for-offers/{one}/answer",
            json=answer,
            headers=headers | {"If-Match": f'"{row["version"]}"'},
        )
        assert done.status_code == status, (scope, done.text)
        # It opens nothing at home, and is exchanged for nothing.
        assert (
            await world.http.get(f"{world.client('europe').addresses['roster']}/support-offers/x", headers=headers)
        ).status_code == 401
        with pytest.raises(KeyError):
            await exchanged(world, "wca", given, "europe", scope)
    with pytest.raises(KeyError):
        await exchanged(world, "europe", token, "wca", "act-elsewhere:everything")


async def exchanged(world: World, by: str, token: str, to: str, scope: str) -> str:
    """What the issuer gives a deployment's gateway for a person's token. Raises KeyError when it gives none."""
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "client_id": f"{by}-service",
        "subject_token": token, "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "audience": f"acsg:{to}", "resource": f"acsg:{to}", "scope": scope,
    }  # fmt: skip
    answer = await world.http.post(f"{world.client(by).addresses['issuer']}/token", data=form)
    return str(answer.json()["access_token"])
