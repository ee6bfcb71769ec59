"""A crisis on real processes: declared, answered by its State, named by a request that has the urgent clock, ended (WM 12)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import offer_body, request_body
from tests.support.crises import crisis_content
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("12")
STATE, OFFICER, FRA = "tcd-authority", "wca-officer", "fra-authority"
TCD = "iso3166:TCD"
DONE = "{ state version problem { status code faults } }"
DECLARE = "mutation($c: CrisisInput!, $s: [String!]!, $k: String!) { done: declareCrisis(content: $c, reason: \"Twice as many\", states: $s, key: $k) " + DONE + " }"  # fmt: skip
SAY = "mutation($i: String!, $a: Boolean!, $w: String, $s: Boolean!, $v: Int!, $k: String!) { done: sayOnCrisis(crisisId: $i, agrees: $a, words: $w, language: \"fr\", shown: $s, expectedVersion: $v, key: $k) " + DONE + " }"  # fmt: skip
LOOK = "mutation($i: String!, $v: Int!, $k: String!) { done: reviewCrisis(crisisId: $i, words: \"It goes on\", language: \"en\", expectedVersion: $v, key: $k) " + DONE + " }"  # fmt: skip
END = "mutation($i: String!, $v: Int!, $k: String!) { done: endCrisis(crisisId: $i, reason: \"It is over\", language: \"en\", expectedVersion: $v, key: $k) " + DONE + " }"  # fmt: skip
ITEM = "query($i: String!) { item(key: $i) { status state steps { code who } openRequests { itemId } crisis { itemId reference } } }"
READY = 'query($s: String) { readyOffers(functionalAreas: ["reception"], forState: $s, atOnce: true, first: 50) { offers { offerId } } }'
NOWHERE = "0198f000-0000-7000-8000-000000000012"


class Walk(StepsTaken):
    """With what is refused, and why."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, "crisis", "acsg.intake.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, list[str]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        return problem["status"], [one["code"] for one in problem["faults"]] or [problem["code"]]


def said_of(content: dict[str, Any]) -> dict[str, Any]:
    return {"title": content["title"], "language": "en", "plan": content["plan"], "fromOn": content["from_on"]}


def about(reference: str, **changes: Any) -> dict[str, Any]:
    return request_body(crisis={"emergency": "Arrivals", "reference": reference}, **changes)


async def outside(client: Client, actor: str, one: str) -> None:
    """There is no such crisis."""
    assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None
    with pytest.raises(Refused) as refused:
        await client.call(actor, "GET", "intake", f"/crises/{one}")
    assert refused.value.status == 404


@pytest.mark.clause("12.1")
async def test_a_crisis_is_declared_answered_named_by_a_request_and_ended_by_an_officers_word(client: Client) -> None:
    walk = Walk(client)
    content = said_of(crisis_content(title="Arrivals in the east"))
    assert await walk.no(STATE, DECLARE, c=content, s=[TCD]) == (403, ["not_permitted"])
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    bad = content | {"fromOn": tomorrow}
    assert (await walk.no(OFFICER, DECLARE, c=bad, s=[TCD, TCD]))[1] == ["twice", "date_in_future"]
    assert (await walk.no(OFFICER, DECLARE, c=content, s=[TCD, "iso3166:FRA"]))[1] == ["other_region"]
    assert (await walk.no(OFFICER, DECLARE, c=content | {"plan": content["plan"] | {"link": "http://x"}}, s=[TCD]))[
        0
    ] == 422
    made = await walk.said(OFFICER, DECLARE, c=content, s=[TCD])
    one, reference = made["crisis_id"], made["reference"]

    told = await walk.told(STATE, TCD, "crisis-declared", words=True)
    assert (told["need"], told["spoken"][0]["text"]) == ("must_act", "Twice as many")
    for actor in (FRA, "euaa", "sen-authority", "integrator-observer"):
        await outside(client, actor, one)
    item = await walk.seen(STATE, one, lambda item: item["steps"])
    assert [(step["code"], step["who"]) for step in item["steps"]] == [("crisis_word", [TCD])]

    plain = await client.call(
        STATE, "POST", "intake", "/support-requests", request_body(title="Plain", gap="Nothing new")
    )
    for reference_said, code in (
        (reference.replace("WCA", "ESA"), "unknown_crisis"),
        ("none", "string_pattern_mismatch"),
    ):
        with pytest.raises(Refused) as refused:
            await client.call(STATE, "POST", "intake", "/support-requests", about(reference_said))
        assert [fault["code"] for fault in refused.value.problem["errors"]] == [code]
    with pytest.raises(Refused) as refused:
        await client.call(
            "sen-authority", "POST", "intake", "/support-requests", about(reference, requesting_states=["iso3166:SEN"])
        )
    assert [fault["code"] for fault in refused.value.problem["errors"]] == ["unknown_crisis"], (
        "foreign and absent alike"
    )
    urgent = await client.call(STATE, "POST", "intake", "/support-requests", about(reference, title="About it"))
    assert urgent["feedback_due_at"] < plain["feedback_due_at"]
    named = await walk.seen(OFFICER, urgent["request_id"], lambda item: item["crisis"])
    assert named["crisis"] == {"itemId": one, "reference": reference}
    asked = {urgent["request_id"], plain["request_id"]}
    here = await walk.seen(
        OFFICER,
        one,
        lambda item: asked <= {r["itemId"] for r in item["openRequests"]},
    )
    assert here["state"]["states"][0]["word"] is None
    await _revised_to_name_it(client, plain, reference, urgent["feedback_due_at"])
    await _what_can_begin(client)

    assert (await walk.no(STATE, SAY, i=one, a=False, w=None, s=False, v=1))[1] == ["words_needed"]
    assert (await walk.no(STATE, SAY, i=one, a=False, w="x", s=True, v=1))[1] == ["objects_and_shows"]
    both = ["words_needed", "objects_and_shows"]
    assert (await walk.no(STATE, SAY, i=one, a=False, w=None, s=True, v=1))[1] == both, "every fault is named"
    assert (await walk.no(OFFICER, SAY, i=one, a=True, w=None, s=True, v=1)) == (403, ["not_permitted"])
    assert (await walk.no("sen-authority", SAY, i=one, a=True, w=None, s=True, v=1))[0] == 404
    said = await walk.said(STATE, SAY, i=one, a=True, w="Canari du Tchad", s=True, v=1)
    shown = await walk.seen("euaa", one, lambda item: item["state"]["open_to_others"])
    assert ("Canari" in str(shown), shown["state"]["reason"]) == (False, None)
    assert not asked & {r["itemId"] for r in shown["openRequests"]}, "who reads a crisis reads no request by it"
    assert (await walk.told(OFFICER, "unhcr-bureau:wca", "crisis-word-said", words=True))["spoken"][0][
        "text"
    ] == "Canari du Tchad"
    await walk.said(STATE, SAY, i=one, a=True, w=None, s=False, v=said["version"])
    await until(lambda: _gone(client, "euaa", one), "the crisis shown no more")

    assert await walk.no(OFFICER, LOOK, i=one, v=1) == (412, ["changed_meanwhile"])
    looked = await walk.said(OFFICER, LOOK, i=one, v=said["version"] + 1)
    assert looked["stands_since"] > made["stands_since"]
    end = await walk.said(OFFICER, END, i=one, v=looked["version"])
    assert (end["status"], await walk.no(OFFICER, LOOK, i=one, v=end["version"])) == ("ended", (409, ["crisis_ended"]))
    assert (await walk.told(STATE, TCD, "crisis-ended", words=True))["spoken"][0]["text"] == "It is over"
    with pytest.raises(Refused) as refused:
        await client.call(STATE, "POST", "intake", "/support-requests", about(reference, title="Too late", gap="Late"))
    assert [fault["code"] for fault in refused.value.problem["errors"]] == ["crisis_ended"]
    await walk.seen("geneva-officer", one, lambda item: item["status"] == "ended")


async def _gone(client: Client, actor: str, one: str) -> bool:
    return (await client.graphql(actor, ITEM, {"i": one}))["item"] is None


async def _revised_to_name_it(client: Client, plain: dict[str, Any], reference: str, due: str) -> None:
    """A request that comes to name the crisis has the urgent clock from then on."""
    body = about(reference, title="Plain", gap="Nothing new")
    path = f"/support-requests/{plain['request_id']}/content"
    after = await client.call(STATE, "PUT", "intake", path, body)
    assert due <= after["feedback_due_at"] < plain["feedback_due_at"]


async def _what_can_begin(client: Client) -> None:
    """Of two offers the officer finds for the State the one that is available today."""
    now = datetime.now(UTC).date()
    made = {}
    for name, start in (("now", now - timedelta(days=9)), ("later", now + timedelta(days=60))):
        span = {"start": start.isoformat(), "end": (now + timedelta(days=400)).isoformat()}
        lines = [offer_body()["lines"][0] | {"functional_areas": ["reception"]}]
        body = offer_body(title=f"In a crisis: {name}", availability=span, lines=lines)
        made[name] = (await client.call(FRA, "POST", "roster", "/support-offers", body))["offer_id"]

    async def found() -> set[str] | None:
        areas = (await client.graphql(OFFICER, READY, {"s": TCD}))["readyOffers"]
        ids = {one["offerId"] for area in areas for one in area["offers"]}
        return ids if made["now"] in ids else None

    assert made["later"] not in await until(found, "what can begin at once")
    with pytest.raises(Refused):
        await client.graphql(OFFICER, READY, {"s": None})
