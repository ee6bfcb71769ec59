"""A capacity assessment on real processes: planned by the office, validated by the State, a draft drawn from it, and a request that names
it; nobody reads it to whom its State does not show it (WM 13, 14).
"""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.assessments import area, assessment_body
from tests.support.bodies import request_body
from tests.support.steps_taken import StepsTaken

pytestmark = [pytest.mark.paragraph("13"), pytest.mark.paragraph("14")]
TCD, OFFICE, OFFICER, FRA, NGO = "tcd-authority", "tcd-office", "wca-officer", "fra-authority", "ecre"
DONE = "{ state version problem { status code faults } }"
PLAN = f"mutation($p: String!, $c: AssessmentInput!, $r: String, $k: String!) {{ done: planAssessment(party: $p, content: $c, replaces: $r, key: $k) {DONE} }}"
REVISE = f"mutation($i: String!, $c: AssessmentInput!, $v: Int!, $k: String!) {{ done: reviseAssessment(assessmentId: $i, content: $c, expectedVersion: $v, key: $k) {DONE} }}"
SAY = f"mutation($i: String!, $v: Int!, $k: String!) {{ done: %sAssessment(assessmentId: $i, expectedVersion: $v, key: $k) {DONE} }}"
SHOW = f"mutation($i: String!, $p: String!, $r: String!, $v: Int!, $k: String!) {{ done: showAssessment(assessmentId: $i, party: $p, role: $r, expectedVersion: $v, key: $k) {DONE} }}"
HIDE = f"mutation($i: String!, $p: String!, $v: Int!, $k: String!) {{ done: hideAssessment(assessmentId: $i, party: $p, expectedVersion: $v, key: $k) {DONE} }}"
DRAW = f"mutation($i: String!, $l: [String!], $v: Int!, $k: String!) {{ done: draftFromAssessment(assessmentId: $i, lineIds: $l, expectedVersion: $v, key: $k) {DONE} }}"
ITEM = "query($i: String!) { item(key: $i) { kind status version reference title functionalAreas state steps { code who } } }"
LIST = "{ capacityAssessments(first: 100) { nodes { itemId } } }"
METHODS = '{ assessmentMethods(language: "fr") { code name guide since functionalAreas } }'
OTHERS = (FRA, "cmr-authority", "cmr-office", NGO, "integrator-observer")
CANARY = "Numbatassessment"


def as_asked(body: dict[str, Any]) -> dict[str, Any]:
    """A body as the mutation's typed input has it."""
    names = {"own_method": "ownMethod", "done_by": "doneBy", "done_with": "doneWith"}
    of_area = {"line_id": "lineId", "functional_area": "functionalArea", "present_capacity": "presentCapacity"}
    areas = [{of_area.get(name, name): value for name, value in one.items()} for one in body["areas"]]
    return {names.get(name, name): value for name, value in body.items()} | {"areas": areas}


class Walk(StepsTaken):
    """With what is refused, and what is read of an assessment."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"assessment-{uuid4().hex[:8]}", "acsg.intake.assessment-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def planned(self, actor: str = TCD, replaces: str | None = None, **changes: Any) -> str:
        """One that the read model has."""
        body = as_asked(assessment_body(**changes))
        one = str((await self.said(actor, PLAN, p="iso3166:TCD", c=body, r=replaces))["assessment_id"])
        await self.seen(TCD, one, lambda item: item["status"] == "planned")
        return one

    async def validated(self, **changes: Any) -> dict[str, Any]:
        """One that its State stands behind."""
        one = await self.planned(**changes)
        await self.said(TCD, SAY % "begin", i=one, v=1)
        return await self.said(TCD, SAY % "validate", i=one, v=2)

    async def outside(self, actor: str, one: str) -> None:
        """There is no such assessment."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        assert one not in await self.listed(actor), actor
        for path in ("", "/versions/1"):
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "intake", f"/capacity-assessments/{one}{path}")
            assert refused.value.status in {403, 404}, (actor, path)

    async def listed(self, actor: str) -> set[str]:
        """What somebody's list holds."""
        nodes = (await self.client.graphql(actor, LIST))["capacityAssessments"]["nodes"]
        return {node["itemId"] for node in nodes}


@pytest.mark.clause("13.1")
@pytest.mark.clause("14.2")
async def test_the_office_enters_the_state_validates_and_others_read_when_it_shows_them(client: Client) -> None:
    walk = Walk(client)
    bad = as_asked(assessment_body(method="own_method", period={"start": "2026-01-05"}))
    done = await walk(OFFICE, PLAN, p="iso3166:TCD", c=bad, r="ASSESSMENT-2026-TCD-999")
    assert [(one["pointer"], one["code"]) for one in done["problem"]["faults"]] == [("/replaces", "unknown_assessment")]
    done = await walk(OFFICE, PLAN, p="iso3166:TCD", c=bad, r=None)
    assert [one["pointer"] for one in done["problem"]["faults"]] == ["/content/own_method", "/content/period/end"]
    for actor in (FRA, NGO, OFFICER, "cmr-office"):
        body = as_asked(assessment_body())
        assert await walk.no(actor, PLAN, p="iso3166:TCD", c=body, r=None) == (403, "not_permitted"), actor

    one = await walk.planned(OFFICE, title=f"{CANARY} of registration", areas=[area("1", gap=None)])
    await walk.told(TCD, "iso3166:TCD", "planned", of=one)
    for actor in OTHERS:
        await walk.outside(actor, one)
    for actor in (OFFICE, OFFICER):
        assert one in await walk.listed(actor)
    assert (await walk.said(OFFICE, SAY % "begin", i=one, v=1))["status"] == "under_way"
    assert await walk.no(OFFICE, SAY % "validate", i=one, v=2) == (403, "not_permitted")
    assert await walk.no(FRA, SAY % "validate", i=one, v=2) == (404, "not_found")
    lacks = await walk(TCD, SAY % "validate", i=one, v=2)
    assert [(one["pointer"], one["code"]) for one in lacks["problem"]["faults"]] == [
        ("/areas/0/gap", "assessment_no_gap")
    ]

    assert await walk.no(OFFICE, SHOW, i=one, p="org:ecre", r="editor", v=2) == (403, "not_permitted")
    assert (await walk(TCD, SHOW, i=one, p="org:nobody", r="reader", v=2))["problem"]["faults"][0][
        "code"
    ] == "unknown_party"
    await walk.said(TCD, SHOW, i=one, p="org:ecre", r="editor", v=2)
    await walk.told(NGO, "org:ecre", "shown", of=one)
    assert (await walk.seen(NGO, one, lambda item: True))["title"] == f"{CANARY} of registration"
    whole = as_asked(assessment_body(title=f"{CANARY} of registration"))
    assert (await walk.said(NGO, REVISE, i=one, c=whole, v=3))["content_version"] == 2
    assert await walk.no(NGO, SAY % "drop", i=one, v=4) == (403, "not_permitted")
    assert await walk.no(TCD, REVISE, i=one, c=whole, v=3) == (412, "changed_meanwhile")
    await walk.said(TCD, HIDE, i=one, p="org:ecre", v=4)
    await walk.seen(TCD, one, lambda item: item["version"] == 5)
    await walk.outside(NGO, one)

    assert (await walk.said(TCD, SAY % "validate", i=one, v=5))["status"] == "validated"
    await walk.told(OFFICE, "unhcr-office:TCD", "validated", of=one)
    assert await walk.no(TCD, REVISE, i=one, c=whole, v=6) == (409, "assessment_validated")
    first = await client.call(OFFICE, "GET", "intake", f"/capacity-assessments/{one}/versions/1")
    assert first["areas"][0]["gap"] is None
    with pytest.raises(Refused) as refused:
        await client.call(OFFICE, "GET", "intake", f"/capacity-assessments/{one}/versions/3")
    assert refused.value.status == 404
    for actor in OTHERS:
        await walk.outside(actor, one)


@pytest.mark.clause("13.1")
@pytest.mark.clause("14.2")
async def test_a_draft_is_drawn_from_it_and_the_finding_of_the_request_reads_it(client: Client) -> None:
    walk = Walk(client)
    state = await walk.validated(areas=[area("late", gap="No trainers", priority="low"), area("first")])
    one, reference = state["assessment_id"], state["reference"]
    assert await walk.no(OFFICER, DRAW, i=one, l=[], v=3) == (403, "not_permitted")
    assert await walk.no(FRA, DRAW, i=one, l=[], v=3) == (404, "not_found")
    done = await walk(TCD, DRAW, i=one, l=["x"], v=3)
    assert [(f["pointer"], f["code"]) for f in done["problem"]["faults"]] == [("/line_ids/0", "unknown_assessed_line")]
    draft = await walk.said(OFFICE, DRAW, i=one, l=[], v=3)
    text = draft["content"]
    assert [(line["line_id"], line["assessed_as"]) for line in text["lines"]] == [("first", "first"), ("late", "late")]
    assert (text["assessment"]["recorded_as"], draft["lead"]) == (reference, "iso3166:TCD")
    assert text["submission_route"] == {"route": "country_office", "country_office": "unhcr-office:TCD"}
    check = await client.call(TCD, "GET", "intake", f"/drafts/{draft['draft_id']}/check")
    assert "assessment_validated" in codes_of(check)

    lines = [line | request_body()["lines"][0] | {"line_id": "1", "assessed_as": "first"} for line in text["lines"][:1]]
    named = {"reference": "Assessment of 2026", "recorded_as": reference}
    check = await client.call(
        TCD, "POST", "intake", "/support-requests/check", request_body(lines=lines, assessment=named)
    )
    assert {"assessment_validated", "lines_assessed"} <= set(codes_of(check))
    unseen = await client.call(
        "cmr-authority", "POST", "intake", "/support-requests/check", request_body(lines=lines, assessment=named)
    )
    assert not {"assessment_validated", "lines_assessed"} & set(codes_of(unseen))
    for wrong, pointer, code in (
        ({"assessment": named | {"recorded_as": "ASSESSMENT-2026-TCD-998"}}, "/assessment/recorded_as", "unknown_assessment"),
        ({"lines": [lines[0] | {"assessed_as": "x"}]}, "/lines/0/assessed_as", "unknown_assessed_line"),
    ):  # fmt: skip
        body = request_body(**({"lines": lines, "assessment": named} | wrong))
        with pytest.raises(Refused) as refused:
            await client.call(TCD, "POST", "intake", "/support-requests", body)
        (fault,) = refused.value.problem["errors"]
        assert (fault["pointer"], fault["code"]) == (pointer, code)
    made = await client.call(TCD, "POST", "intake", "/support-requests", request_body(lines=lines, assessment=named))
    assert {"assessment_validated", "lines_assessed"} <= set(codes_of(made))

    later = await walk.planned(replaces=reference)
    await walk.said(TCD, SAY % "begin", i=later, v=1)
    await walk.said(TCD, SAY % "validate", i=later, v=2)
    old = await walk.seen(TCD, one, lambda item: item["status"] == "superseded")
    assert old["state"]["superseded_by"] == (await walk.seen(TCD, later, lambda item: True))["reference"]
    assert await walk.no(TCD, DRAW, i=one, l=[], v=4) == (409, "assessment_superseded")
    body = request_body(lines=lines, assessment=named)
    path = f"/support-requests/{made['request_id']}/content"
    again = await client.call(TCD, "PUT", "intake", path, body | {"summary": "Worded anew"})
    assert "assessment_superseded" in codes_of(again)


def codes_of(answer: dict[str, Any]) -> list[str]:
    """Why the finding of paragraph 13 is so."""
    found = next(one for one in answer["findings"] if one["paragraph"] == "13")
    return [reason["code"] for reason in found["reasons"]]


async def test_one_that_is_past_its_end_is_owed_and_a_dropped_one_is_not(client: Client) -> None:
    walk = Walk(client)
    one = await walk.planned(period={"start": "2025-01-06", "end": "2025-03-31"})
    await walk.seen(TCD, one, lambda item: [step["code"] for step in item["steps"]] == ["assessment_late"])
    ahead = await walk.planned(period={"start": "2025-01-06", "end": "2050-03-31"})
    assert (await walk.seen(TCD, ahead, lambda item: True))["steps"] == []
    await walk.said(TCD, SAY % "drop", i=one, v=1)
    await walk.seen(TCD, one, lambda item: item["status"] == "dropped" and item["steps"] == [])
    assert await walk.no(TCD, SAY % "begin", i=one, v=2) == (409, "assessment_dropped")


@pytest.mark.clause("14.1")
async def test_methods_are_read_by_everybody_in_their_language(client: Client) -> None:
    for actor in (TCD, "integrator-observer"):
        found = {one["code"]: one for one in (await client.graphql(actor, METHODS))["assessmentMethods"]}
        assert found["entry_and_registration"]["name"] == "Accès, accueil et enregistrement"
        assert "registration" in found["entry_and_registration"]["functionalAreas"]
        assert found["whole_system"]["functionalAreas"] == []
