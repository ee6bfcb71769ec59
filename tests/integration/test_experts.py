"""Experts on real processes: a ministry lends two judges; who they are stays with it until it says so to both sides (WM 7)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import PACKAGES, offer_body
from tests.support.experts import expert_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("7")
FRA, TCD, DEU, OFFICER, GENEVA = "fra-authority", "tcd-authority", "deu-authority", "wca-officer", "geneva-officer"
FRANCE, CHAD = "iso3166:FRA", "iso3166:TCD"
DONE = "{ state version problem { status code faults } }"
CHANGE = "expectedVersion: $v, key: $k) " + DONE + " }"
LIST = "mutation($c: JSON!, $k: String!) { done: listExpert(content: $c, key: $k) " + DONE + " }"
AWAY = (
    "mutation($i: String!, $u: [DaysInput!]!, $v: Int!, $k: String!) { done: noteExpertUnavailable(expertId: $i, unavailable: $u, "
    + CHANGE
)
DEPLOY = (
    "mutation($i: String!, $e: String!, $p: DaysInput!, $v: Int!, $k: String!) { done: deployExpert(expertId: $i, engagementId: $e, period: $p, "
    + CHANGE
)
RELEASE = (
    "mutation($i: String!, $n: Int!, $p: PersonInput!, $v: Int!, $k: String!) { done: releaseExpertPerson(expertId: $i, number: $n, person: $p, "
    + CHANGE
)
BACK = (
    "mutation($i: String!, $n: Int!, $v: Int!, $k: String!) { done: takeExpertPersonBack(expertId: $i, number: $n, "
    + CHANGE
)
APPRAISE = (
    'mutation($i: String!, $n: Int!, $t: String!, $v: Int!, $k: String!) { done: appraiseExpert(expertId: $i, number: $n, judgement: PARTLY_MET, text: $t, language: "en", '
    + CHANGE
)
WITHDRAW = "mutation($i: String!, $v: Int!, $k: String!) { done: withdrawExpert(expertId: $i, " + CHANGE
ITEM = "query($i: String!) { item(key: $i) { kind status version reference title parties state steps { code who } } }"
PEOPLE = "query($i: String!) { expertPeople(expertId: $i) { number name email } }"
NAMED = "query($i: String!) { expertsOfOffer(offerId: $i) { expertId title standing unavailable { start end } } }"
MINE = "query($p: String!) { experts(first: 100, filter: {party: $p}) { nodes { itemId } } }"
CANARY = "Marguerite Canarie"


class Walk(StepsTaken):
    """With what is refused, and what is made by the way."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"expert-{uuid4().hex[:8]}", "acsg.roster.expert-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def listed(self, actor: str = FRA, **changes: Any) -> str:
        """An expert of a party, whom the read model has."""
        one = str((await self.said(actor, LIST, c=expert_body(**changes)))["expert_id"])
        await self.seen(actor, one, lambda item: item["status"] == "listed")
        return one

    async def engaged(self) -> str:
        """An engagement in which France gives and Chad receives, by a notice that France answers."""
        given = {"functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
        notice = {"party": CHAD, "role": "requester", "title": f"Judges {self.about}", "lines": [given]}
        told = notice | {"origin": "bilateral_notice", "counterpart": FRANCE}
        made = await self.client.call(TCD, "POST", "delivery", "/engagements", told)
        one = f"/engagements/{made['engagement_id']}"
        await self.client.call(FRA, "PUT", "delivery", f"{one}/notice/answer", {"party": FRANCE, "answer": "accepted"})
        return str(made["engagement_id"])


def day(days: int) -> str:
    """So many days from today."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


async def test_a_profile_names_nobody_and_is_its_partys_own(client: Client) -> None:
    walk = Walk(client)
    wrong = expert_body(title="Judge, +33 6 12 34 56 78", summary="jean@cour.example", languages=["xx"])
    done = await walk(FRA, LIST, c=wrong)
    assert [one["code"] for one in done["problem"]["faults"]] == ["unknown_language"]
    done = await walk(FRA, LIST, c=wrong | {"languages": ["fr"]})
    assert {one["code"] for one in done["problem"]["faults"]} == {"names_a_person"}
    assert len(done["problem"]["faults"]) == 2
    for actor in (OFFICER, GENEVA, "tcd-office", "integrator-observer"):
        assert (await walk.no(actor, LIST, c=expert_body()))[0] == 403, actor
    one, hidden = await walk.listed(), await walk.listed(visibility="secretariat")
    for actor in (FRA, OFFICER, GENEVA):
        assert await walk.seen(actor, hidden, lambda item: item["kind"] == "expert")
    item = await walk.seen(DEU, one, lambda item: item["title"] == "Judge of an asylum chamber")
    assert item["state"]["content"]["certifications"][0]["issuer"] == "EU Agency for Asylum"
    assert item["steps"] is None or item["steps"] == []
    for actor in (DEU, TCD):
        assert (await client.graphql(actor, ITEM, {"i": hidden}))["item"] is None
        with pytest.raises(Refused) as refused:
            await client.call(actor, "GET", "roster", f"/experts/{hidden}")
        assert refused.value.status == 404
    assert await walk.no(DEU, WITHDRAW, i=one, v=1) == (403, "not_permitted")
    assert await walk.no(DEU, WITHDRAW, i=hidden, v=1) == (404, "not_found")
    nodes = {n["itemId"] for n in (await client.graphql(DEU, MINE, {"p": FRANCE}))["experts"]["nodes"]}
    assert (one in nodes, hidden in nodes) == (True, False)
    gone = await walk.said(FRA, WITHDRAW, i=one, v=1)
    assert gone["status"] == "withdrawn"
    await until(lambda: _none(client, DEU, one), "nothing of it for others")
    assert await walk.no(FRA, WITHDRAW, i=one, v=2) == (409, "expert_withdrawn")


async def _none(client: Client, actor: str, one: str) -> bool:
    return (await client.graphql(actor, ITEM, {"i": one}))["item"] is None


@pytest.mark.clause("7.5")
async def test_two_judges_are_named_in_an_offer_and_one_is_away(client: Client) -> None:
    walk = Walk(client)
    here, away = await walk.listed(title="Judge, first chamber"), await walk.listed(title="Judge, second chamber")
    other = str((await walk.said(DEU, LIST, c=expert_body()))["expert_id"])
    overlapping = [{"start": day(10), "end": day(20)}, {"start": day(20)}]
    done = await walk(FRA, AWAY, i=away, u=overlapping, v=1)
    assert [(one["pointer"], one["code"]) for one in done["problem"]["faults"]] == [("/unavailable/1", "overlaps")]
    assert (await walk.said(FRA, AWAY, i=away, u=[{"start": day(10), "end": day(20)}], v=1))["unavailable"]
    line = offer_body()["lines"][0]
    there = {"start": day(0), "end": day(60)}
    body = offer_body(
        title=f"Two judges {walk.about}", lines=[line | {"experts": [here, other, "nobody"]}], availability=there
    )
    with pytest.raises(Refused) as refused:
        await client.call(FRA, "POST", "roster", "/support-offers", body)
    faults = [(one["pointer"], one["code"]) for one in refused.value.problem["errors"]]
    assert faults == [("/lines/0/experts/1", "not_own_expert"), ("/lines/0/experts/2", "not_own_expert")]
    named = body | {"lines": [line | {"experts": [here, away]}]}
    offer = await client.call(FRA, "POST", "roster", "/support-offers", named)

    async def seen() -> Any:
        try:
            return (await client.graphql(OFFICER, NAMED, {"i": offer["offer_id"]}))["expertsOfOffer"]
        except Refused:
            return None

    found = {one["expertId"]: one for one in await until(seen, "the experts that the offer names")}
    assert found[here]["unavailable"] == []
    assert found[away]["unavailable"] == [{"start": day(10), "end": day(20)}]
    assert {one["standing"] for one in found.values()} == {"LISTED"}
    read = await client.call(OFFICER, "GET", "roster", f"/support-offers/{offer['offer_id']}/experts")
    assert len(read["experts"]) == 2


@pytest.mark.clause("7.5")
async def test_one_is_sent_named_to_both_sides_and_appraised_by_who_received_it(client: Client) -> None:
    walk = Walk(client)
    one, engagement = await walk.listed(), await walk.engaged()
    period = {"start": day(-30), "end": day(-1)}

    async def sent() -> Any:
        done = await walk(FRA, DEPLOY, i=one, e=engagement, p=period, v=1)
        return done["state"] if done["problem"] is None else None

    state = await until(sent, "the engagement as the roster knows it")
    assert state["deployments"][0]["receivers"] == [{"party": CHAD, "region": None}]
    other = await walk.listed(DEU)
    done = await walk(DEU, DEPLOY, i=other, e=engagement, p=period, v=1)
    assert done["problem"]["faults"][0]["code"] == "unknown_engagement"
    await walk.told(TCD, CHAD, "deployed", of=one)

    person = {"name": CANARY, "email": "m.canarie@cour.example"}
    assert await walk.no(OFFICER, RELEASE, i=one, n=1, p=person, v=2) == (403, "not_permitted")
    assert await walk.no(FRA, RELEASE, i=one, n=2, p=person, v=2) == (409, "no_such_deployment")
    assert CANARY not in str(await walk.said(FRA, RELEASE, i=one, n=1, p=person, v=2))
    told = await walk.told(TCD, CHAD, "person-released", of=one)
    assert CANARY not in str(told)
    for actor in (FRA, TCD):
        people = (await client.graphql(actor, PEOPLE, {"i": one}))["expertPeople"]
        assert [(it["number"], it["name"]) for it in people] == [(1, CANARY)], actor
    for actor in (DEU, OFFICER, GENEVA):
        with pytest.raises(Refused) as refused:
            await client.call(actor, "GET", "roster", f"/experts/{one}/people")
        assert refused.value.status == 403, actor
        assert CANARY not in str((await client.graphql(actor, ITEM, {"i": one}))["item"])
    await walk.said(FRA, BACK, i=one, n=1, v=3)
    assert (await client.call(TCD, "GET", "roster", f"/experts/{one}/people"))["people"] == []

    item = await walk.seen(
        TCD, one, lambda item: any(step["code"] == "expert_appraisal" for step in item["steps"] or ())
    )
    assert [step["who"] for step in item["steps"] if step["code"] == "expert_appraisal"] == [[CHAD]]
    for actor in (FRA, DEU, OFFICER):
        assert (await walk.no(actor, APPRAISE, i=one, n=1, t="Fine", v=4))[0] in {403, 409}, actor
    done = await walk(TCD, APPRAISE, i=one, n=1, t="Write to a@b.example", v=4)
    assert done["problem"]["faults"][0]["code"] == "names_a_person"
    await walk.said(TCD, APPRAISE, i=one, n=1, t="Two courses of three", v=4)
    for actor, party in ((FRA, FRANCE), (OFFICER, "unhcr-bureau:wca")):
        await walk.told(actor, party, "appraised", of=one)
        item = await walk.seen(actor, one, lambda item: item["version"] == 5)
        assert item["state"]["deployments"][0]["appraisals"][0]["judgement"] == "partly_met"
    item = await walk.seen(DEU, one, lambda item: item["version"] == 5)
    assert (item["state"]["deployments"], item["state"]["unavailable"]) == ([], [period])
    await walk.seen(TCD, one, lambda item: not item["steps"])
