"""Pledges and national plans on real processes: recorded, shown to whom the State says, followed, drawn into a request that names them, and
asked after; the finding of WM 13 reads how far they are (WM 13, 15.i).
"""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import request_body
from tests.support.national_plans import TCD as CHAD
from tests.support.national_plans import plan_body, plan_line, pledge_body
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("13")
TCD, OFFICE, OFFICER, FRA, NGO = "tcd-authority", "tcd-office", "wca-officer", "fra-authority", "ecre"
DONE = "{ state version problem { status code faults } }"
RECORD = f"mutation($p: String!, $c: NationalPlanInput!, $r: String, $k: String!) {{ done: recordNationalPlan(party: $p, content: $c, replaces: $r, key: $k) {DONE} }}"
REVISE = f"mutation($i: String!, $c: NationalPlanInput!, $v: Int!, $k: String!) {{ done: reviseNationalPlan(nationalPlanId: $i, content: $c, expectedVersion: $v, key: $k) {DONE} }}"
SHOW = f"mutation($i: String!, $p: String!, $v: Int!, $k: String!) {{ done: showNationalPlan(nationalPlanId: $i, party: $p, expectedVersion: $v, key: $k) {DONE} }}"
HIDE = f"mutation($i: String!, $p: String!, $v: Int!, $k: String!) {{ done: hideNationalPlan(nationalPlanId: $i, party: $p, expectedVersion: $v, key: $k) {DONE} }}"
PLEDGE = f"mutation($c: JSON!, $k: String!) {{ done: recordOwnCommitment(content: $c, key: $k) {DONE} }}"
REWORD = f"mutation($i: String!, $c: JSON!, $v: Int!, $k: String!) {{ done: reviseOwnCommitment(commitmentId: $i, content: $c, expectedVersion: $v, key: $k) {DONE} }}"
STAGE = f"mutation($i: String!, $s: String!, $n: String, $v: Int!, $k: String!) {{ done: stageOwnCommitment(commitmentId: $i, stage: $s, note: $n, expectedVersion: $v, key: $k) {DONE} }}"
SAME = f"mutation($p: String!, $b: [String!], $k: String!) {{ done: confirmOwnCommitments(party: $p, but: $b, key: $k) {DONE} }}"
DRAW = f"mutation($i: String!, $v: Int!, $k: String!) {{ done: draftFromOwnCommitment(commitmentId: $i, expectedVersion: $v, key: $k) {DONE} }}"
ITEM = "query($i: String!) { item(key: $i) { kind status version reference title functionalAreas state steps { code who } } }"
PLANS = "{ nationalPlans(first: 100) { nodes { itemId } } }"
CAMEL = {"other_titles": "otherTitles", "adopted_on": "adoptedOn"}
OF_LINE = {"line_id": "lineId", "functional_area": "functionalArea", "measured_in": "measuredIn", "due_on": "dueOn"}
OTHERS = (FRA, "cmr-authority", "cmr-office", NGO, "integrator-observer")


def as_asked(body: dict[str, Any]) -> dict[str, Any]:
    """A plan as the mutation's typed input has it."""
    lines = [{OF_LINE.get(name, name): value for name, value in one.items()} for one in body["lines"]]
    return {CAMEL.get(name, name): value for name, value in body.items()} | {"lines": lines}


class Walk(StepsTaken):
    """With what is refused, and what is read of a plan."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"commitment-{uuid4().hex[:8]}", "acsg.intake.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def faults(self, actor: str, document: str, **given: Any) -> list[tuple[str, str]]:
        """What is wrong with what is said."""
        problem = (await self(actor, document, **given))["problem"]
        return [(one["pointer"], one["code"]) for one in problem["faults"]]

    async def planned(self, actor: str = TCD, replaces: str | None = None, **changes: Any) -> dict[str, Any]:
        """A plan that the read model has."""
        state = await self.said(actor, RECORD, p=CHAD, c=as_asked(plan_body(**changes)), r=replaces)
        await self.seen(TCD, state["national_plan_id"], lambda item: item["status"] == "in_force")
        return state

    async def outside(self, actor: str, one: str) -> None:
        """There is no such plan."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        nodes = (await self.client.graphql(actor, PLANS))["nationalPlans"]["nodes"]
        assert one not in {node["itemId"] for node in nodes}, actor
        for path in ("", "/versions/1"):
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "intake", f"/national-plans/{one}{path}")
            assert refused.value.status in {403, 404}, (actor, path)


def codes_of(answer: dict[str, Any]) -> set[str]:
    """Why the finding of paragraph 13 is so."""
    found = next(one for one in answer["findings"] if one["paragraph"] == "13")
    return {reason["code"] for reason in found["reasons"]}


@pytest.mark.clause("13.2")
async def test_a_plan_is_its_states_and_read_by_whom_the_state_shows_it_to(client: Client) -> None:
    walk = Walk(client)
    body = as_asked(plan_body())
    for actor in (FRA, NGO, OFFICER, "cmr-office"):
        assert await walk.no(actor, RECORD, p=CHAD, c=body, r=None) == (403, "not_permitted"), actor
    assert await walk.faults(OFFICE, RECORD, p=CHAD, c=body, r="PLAN-2026-TCD-999") == [
        ("/replaces", "unknown_national_plan")
    ]
    bad = as_asked(plan_body(adopted_on="2049-01-01", lines=[plan_line("1", measured_in=None)]))
    assert await walk.faults(OFFICE, RECORD, p=CHAD, c=bad, r=None) == [
        ("/content/adopted_on", "date_in_future"), ("/content/lines/0/measured_in", "measure_needed"),
    ]  # fmt: skip
    state = await walk.planned(OFFICE, title="Plan of action, first version")
    one = state["national_plan_id"]
    await walk.told(TCD, CHAD, "national-plan-recorded", of=one)
    for actor in OTHERS:
        await walk.outside(actor, one)
    assert await walk.no(OFFICE, SHOW, i=one, p="iso3166:FRA", v=1) == (403, "not_permitted")
    assert await walk.no(FRA, SHOW, i=one, p="iso3166:FRA", v=1) == (404, "not_found")
    assert await walk.faults(TCD, SHOW, i=one, p="org:nobody", v=1) == [("/parameters/party", "unknown_party")]
    await walk.said(TCD, SHOW, i=one, p="iso3166:FRA", v=1)
    await walk.told(FRA, "iso3166:FRA", "national-plan-shown", of=one)
    assert (await walk.seen(FRA, one, lambda item: True))["state"]["content"]["lines"][0]["target"] == "7"
    assert await walk.no(FRA, REVISE, i=one, c=body, v=2) == (403, "not_permitted")
    assert (await walk.said(OFFICE, REVISE, i=one, c=body, v=2))["content_version"] == 2
    assert await walk.no(TCD, REVISE, i=one, c=body, v=2) == (412, "changed_meanwhile")
    first = await client.call(FRA, "GET", "intake", f"/national-plans/{one}/versions/1")
    assert first["title"] == state["content"]["title"]
    later = await walk.planned(replaces=state["reference"])
    await walk.told(FRA, "iso3166:FRA", "national-plan-superseded", of=one)
    old = await walk.seen(TCD, one, lambda item: item["status"] == "superseded")
    assert (old["state"]["superseded_by"], later["replaces"]) == (later["reference"], state["reference"])
    assert await walk.no(TCD, REVISE, i=one, c=body, v=4) == (409, "national_plan_superseded")
    await walk.said(TCD, HIDE, i=one, p="iso3166:FRA", v=4)
    await walk.seen(TCD, one, lambda item: item["version"] == 5)
    for actor in OTHERS:
        await walk.outside(actor, one)


@pytest.mark.clause("13.2")
async def test_a_pledge_is_followed_tied_to_a_plan_and_drawn_into_a_request_that_names_it(client: Client) -> None:
    walk = Walk(client)
    plan = await walk.planned()
    tied = {"recorded_as": plan["reference"], "line_id": "1"}
    for wrong, pointer, code in (
        ({"plan": tied | {"recorded_as": "PLAN-2026-TCD-998"}}, "/plan/recorded_as", "unknown_national_plan"),
        ({"plan": tied | {"line_id": "x"}}, "/plan/line_id", "unknown_plan_line"), ({"forum": "other"}, "/forum_name", "forum_needed"),
    ):  # fmt: skip
        assert await walk.faults(TCD, PLEDGE, c=pledge_body(**wrong)) == [(pointer, code)]
    made = await walk.said(TCD, PLEDGE, c=pledge_body(plan=tied))
    one = made["commitment_id"]
    assert (await walk.seen(FRA, one, lambda item: True))["status"] == "recorded", "a pledge is everybody's to read"
    assert (await client.call(NGO, "GET", "intake", f"/own-commitments/{one}"))["content"]["forum"] == "grf_2023"
    listed = await client.call(FRA, "GET", "intake", "/own-commitments?first=5")
    assert one in {each["commitment_id"] for each in listed["commitments"]}
    for actor in (FRA, OFFICE, OFFICER):
        assert await walk.no(actor, STAGE, i=one, s="fulfilled", n=None, v=1) == (403, "not_permitted"), actor
    await walk.said(TCD, STAGE, i=one, s="in_progress", n="Six are hired", v=1)
    await walk.told(OFFICE, "unhcr-office:TCD", "own-commitment-staged", of=one)
    assert (await walk.seen(FRA, one, lambda item: item["status"] == "in_progress"))["state"]["stage_note"]
    other = pledge_body(party="iso3166:FRA")
    assert await walk.faults(TCD, REWORD, i=one, c=other, v=2) == [("/party", "party_changed")]
    assert (await walk.said(TCD, REWORD, i=one, c=pledge_body(plan=tied, year=2024), v=2))["content_version"] == 2

    # An officer begins a draft from it for the State, which alone reads, signs and submits it.
    for actor in (FRA, NGO, "cmr-office"):
        assert await walk.no(actor, DRAW, i=one, v=3) == (403, "not_permitted"), actor
    begun = await walk.said(OFFICER, DRAW, i=one, v=3)
    assert set(begun) == {"draft_id", "lead", "version"}, "none of its text"
    draft = await client.call(TCD, "GET", "intake", f"/drafts/{begun['draft_id']}")
    assert draft["content"]["own_commitments"][0]["recorded_as"] == one
    assert draft["content"]["national_plan"]["recorded_as"] == plan["reference"]
    with pytest.raises(Refused) as refused:
        await client.call(OFFICER, "POST", "intake", f"/drafts/{begun['draft_id']}/submission", {})
    assert refused.value.status in {403, 404}
    check = await client.call(TCD, "GET", "intake", f"/drafts/{begun['draft_id']}/check")
    assert {"pledge_in_progress", "plan_recorded"} <= codes_of(check)

    own = [{"description": "Twelve officers", "recorded_as": one, "for_line": "1"}]
    named = {"own_commitments": own, "national_plan": {"title": "The plan", "recorded_as": plan["reference"]}}
    cases: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"own_commitments": [own[0] | {"recorded_as": str(uuid4())}]}, "/own_commitments/0/recorded_as", "unknown_commitment"),
        ({"own_commitments": [own[0] | {"for_line": "x"}]}, "/own_commitments/0/for_line", "unknown_request_line"),
        ({"national_plan": {"title": "The plan", "recorded_as": "PLAN-2026-TCD-997"}}, "/national_plan/recorded_as", "unknown_national_plan"),
    )  # fmt: skip
    for change, pointer, code in cases:
        with pytest.raises(Refused) as refused:
            await client.call(TCD, "POST", "intake", "/support-requests", request_body(**(named | change)))
        (fault,) = refused.value.problem["errors"]
        assert (fault["pointer"], fault["code"]) == (pointer, code)
    everything = {
        "own_commitments": cases[0][0]["own_commitments"],
        **cases[2][0],
        "assessment": {"reference": "Asylum 2026", "recorded_as": "ASSESSMENT-2026-TCD-997"},
    }
    with pytest.raises(Refused) as refused:
        await client.call(TCD, "POST", "intake", "/support-requests", request_body(**everything))
    faults = {(one["pointer"], one["code"]) for one in refused.value.problem["errors"]}
    assert faults == {
        *((pointer, code) for _, pointer, code in (cases[0], cases[2])),
        ("/assessment/recorded_as", "unknown_assessment"),
    }
    # Who may not read the State's plans learns of none by trying out names; pledges everybody reads.
    unseen = await client.call("cmr-authority", "POST", "intake", "/support-requests/check", request_body(**named))
    assert (codes_of(unseen) & {"plan_recorded", "pledge_in_progress"}) == {"pledge_in_progress"}
    asked = await client.call(TCD, "POST", "intake", "/support-requests", request_body(**named))
    assert {"pledge_in_progress", "plan_recorded"} <= codes_of(asked)


@pytest.mark.clause("13.2")
async def test_that_nothing_changed_is_said_of_all_of_ones_pledges_in_one_call(client: Client) -> None:
    walk = Walk(client)
    niger = {"party": "iso3166:NER"}
    made = [await walk.said("ner-authority", PLEDGE, c=pledge_body(**niger, text=f"{n}")) for n in range(3)]
    first, second, done = (one["commitment_id"] for one in made)
    await walk.said("ner-authority", STAGE, i=done, s="fulfilled", n=None, v=1)
    for actor in (TCD, "ner-office", OFFICER):
        assert await walk.no(actor, SAME, p="iso3166:NER", b=[]) == (403, "not_permitted"), actor
    said = await walk.said("ner-authority", SAME, p="iso3166:NER", b=[second])
    assert first in said["confirmed"]
    assert not {second, done} & set(said["confirmed"])
    assert (await walk.seen("ner-authority", first, lambda item: item["version"] == 2))["state"]["confirmed_at"]
    assert (await walk.seen("ner-authority", second, lambda item: True))["version"] == 1


async def test_a_plan_that_is_past_its_end_is_owed(client: Client) -> None:
    walk = Walk(client)
    over = await walk.planned(period={"start": "2019-01-01", "end": "2023-12-31"}, adopted_on="2018-11-01")
    one = over["national_plan_id"]
    await walk.seen(TCD, one, lambda item: [step["code"] for step in item["steps"]] == ["plan_over"])
    await walk.planned(replaces=over["reference"])
    await walk.seen(TCD, one, lambda item: item["status"] == "superseded" and item["steps"] == [])
