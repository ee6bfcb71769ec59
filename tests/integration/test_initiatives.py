"""Chad opens the quality-assurance initiative with an organisation beside it: a diagnosis of both, steps, two rounds, a good practice; a
pilot that officers propose ends early. Nobody else reads what was found, before the State says so (WM 7, 11).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.catalogue import topics
from shared.contracts.initiatives import INITIATIVE
from shared.contracts.topic import Tier
from tests.support.initiatives import (
    ECRE,
    FRA,
    TCD,
    cycle_body,
    diagnosis_body,
    initiative_content,
    pilot_content,
    steps_body,
)
from tests.support.poll import until
from tests.support.practices import practice_body
from tests.support.steps_taken import StepsTaken
from tests.support.topics import everything

pytestmark = [pytest.mark.paragraph("7"), pytest.mark.paragraph("11")]
CHAD, NGO, FRANCE, OFFICER = "tcd-authority", "ecre", "fra-authority", "wca-officer"
OUTSIDE = ("ner-authority", "euaa", "integrator-observer", None)
DONE = "{ state version problem { status code faults } }"
TAIL = "$v: Int!, $k: String!"
OPEN = f"mutation($c: JSON!, $k: String!) {{ done: openInitiative(content: $c, key: $k) {DONE} }}"
ANSWER = f"mutation($i: String!, $a: Boolean!, $r: String, {TAIL}) {{ done: answerInitiative(initiativeId: $i, accepts: $a, reason: $r, expectedVersion: $v, key: $k) {DONE} }}"
DIAGNOSE = f"mutation($i: String!, $d: JSON!, {TAIL}) {{ done: diagnose(initiativeId: $i, diagnosis: $d, expectedVersion: $v, key: $k) {DONE} }}"
STAND_BY = (
    f"mutation($i: String!, {TAIL}) {{ done: standByDiagnosis(initiativeId: $i, expectedVersion: $v, key: $k) {DONE} }}"
)
PLAN = f"mutation($i: String!, $s: [JSON!]!, {TAIL}) {{ done: planInitiative(initiativeId: $i, steps: $s, expectedVersion: $v, key: $k) {DONE} }}"
STEP = f"mutation($i: String!, $n: Int!, $d: String!, {TAIL}) {{ done: recordInitiativeStep(initiativeId: $i, step: $n, doneOn: $d, expectedVersion: $v, key: $k) {DONE} }}"
CYCLE = f"mutation($i: String!, $c: JSON!, {TAIL}) {{ done: recordAuditCycle(initiativeId: $i, cycle: $c, expectedVersion: $v, key: $k) {DONE} }}"
WORD = f"mutation($i: String!, $n: Int!, $a: String!, {TAIL}) {{ done: answerRecommendation(initiativeId: $i, cycle: $n, recommendation: 1, answer: $a, expectedVersion: $v, key: $k) {DONE} }}"
SHOW = f"mutation($i: String!, $r: [String!]!, $f: Boolean!, {TAIL}) {{ done: showInitiative(initiativeId: $i, readers: $r, withFigures: $f, expectedVersion: $v, key: $k) {DONE} }}"
PRACTICE = f"mutation($i: String!, $p: String!, {TAIL}) {{ done: namePracticeOfInitiative(initiativeId: $i, practiceId: $p, expectedVersion: $v, key: $k) {DONE} }}"
CLOSE = f'mutation($i: String!, $t: String!, $e: Boolean!, $j: String, {TAIL}) {{ done: closeInitiative(initiativeId: $i, text: $t, language: "en", early: $e, judged: $j, expectedVersion: $v, key: $k) {DONE} }}'
ITEM = "query($i: String!) { item(key: $i) { status state parties steps { code who } history { type } } }"
LIST = "query($f: ItemFilter) { initiatives(first: 100, filter: $f) { nodes { itemId state } } }"
FOUND = "canary-short-reasons"
"""What the diagnosis says."""


class Walk(StepsTaken):
    """With what is refused, and what is found."""

    def __init__(self, client: Client, about: str) -> None:
        super().__init__(client, about, "acsg.dialogue.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[tuple[str, str]]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"], [(one["pointer"], one["code"]) for one in problem["faults"]]

    async def finds(self, actor: str | None, one: str, **asked: Any) -> Any:
        """The initiative in a list that is narrowed so."""
        nodes = (await self.client.graphql(actor, LIST, {"f": asked or None}))["initiatives"]["nodes"]
        return next((node for node in nodes if node["itemId"] == one), None)

    async def outside(self, actor: str | None, one: str) -> None:
        """There is no such initiative."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        assert await self.finds(actor, one) is None
        if actor is not None:
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "dialogue", f"/initiatives/{one}")
            assert refused.value.status == 404


def today() -> Any:
    return datetime.now(UTC).date()


@pytest.mark.clause("7.5")
async def test_a_state_and_an_organisation_carry_out_two_rounds(stack: Stack, client: Client) -> None:
    walk = Walk(client, "quality")
    assert (await walk.no(FRANCE, OPEN, c=initiative_content()))[:2] == (403, "not_permitted")
    wrong = initiative_content(title="Ask ana@asylum.example", partner=TCD)
    assert set((await walk.no(CHAD, OPEN, c=wrong))[2]) == {("/title", "names_a_person"), ("/partner", "twice")}
    one = (await walk.said(CHAD, OPEN, c=initiative_content(partner=ECRE)))["initiative_id"]
    assert (await walk.told(NGO, ECRE, "initiative-opened", of=one))["need"] == "must_act"
    asked = await walk.seen(NGO, one, lambda item: [it["code"] for it in item["steps"]] == ["initiative_word"])
    assert (asked["parties"], asked["state"]["diagnosis"]) == ([TCD], None)
    for actor in (FRANCE, *OUTSIDE):
        await walk.outside(actor, one)
    assert (await walk.no(OFFICER, ANSWER, i=one, a=True, v=1))[:2] == (403, "not_permitted")
    assert (await walk.said(NGO, ANSWER, i=one, a=True, v=1))["status"] == "agreed"
    await walk.told(CHAD, TCD, "initiative-agreed", of=one)
    await diagnosis(walk, one)
    await rounds(walk, one)
    await shown(walk, stack, one)
    await ended(walk, client, one)


async def diagnosis(walk: Walk, one: str) -> None:
    """It is joint with the word of both, and steps follow from it."""
    soon = today() + timedelta(days=5)
    assert (await walk.no(CHAD, PLAN, i=one, s=steps_body(soon, "state"), v=2))[:2] == (409, "diagnosis_not_joint")
    areas = [{"functional_area": "decision_quality", "standing": "weak", "text": FOUND}]
    await walk.said(NGO, DIAGNOSE, i=one, d=diagnosis_body(today(), areas=areas), v=2)
    assert (await walk.told(CHAD, TCD, "initiative-diagnosed", of=one))["need"] == "must_act"
    assert (await walk.no(NGO, STAND_BY, i=one, v=3))[:2] == (403, "not_asked")
    await walk.said(CHAD, STAND_BY, i=one, v=3)
    early = steps_body(today() - timedelta(days=1), "state", "partner")
    assert {code for _, code in (await walk.no(CHAD, PLAN, i=one, s=early, v=4))[2]} == {"in_the_past"}
    planned = await walk.said(OFFICER, PLAN, i=one, s=steps_body(soon, "state", "partner", "secretariat"), v=4)
    assert planned["status"] == "running"
    mine = await walk.seen(
        NGO,
        one,
        lambda item: (
            any(it["code"] == "initiative_step" and ECRE in it["who"] for it in item["steps"])
            and len(item["state"]["steps"]) == 3
        ),
    )
    assert [it["by"] for it in mine["state"]["steps"]] == ["state", "partner", "secretariat"]
    assert (await walk.no(CHAD, STEP, i=one, n=2, d=str(today()), v=5))[:2] == (403, "not_its_own")


async def rounds(walk: Walk, one: str) -> None:
    """Figures within their sample; the State answers itself; the next round says what became of it."""
    many = cycle_body(today() - timedelta(days=1), sample=10)
    assert (await walk.no(NGO, CYCLE, i=one, c=many, v=5))[2] == [("/findings/0/count", "more_than_sample")]
    await walk.said(NGO, CYCLE, i=one, c=cycle_body(today() - timedelta(days=1)), v=5)
    assert (await walk.told(CHAD, TCD, "audit-cycle-recorded", of=one))["need"] == "must_act"
    await walk.seen(CHAD, one, lambda item: "recommendation_word" in [it["code"] for it in item["steps"]])
    assert (await walk.no(NGO, WORD, i=one, n=1, a="accepted", v=6))[:2] == (403, "not_permitted")
    await walk.said(CHAD, WORD, i=one, n=1, a="accepted", v=6)
    await walk.told(NGO, ECRE, "recommendation-answered", of=one)
    again = cycle_body(today(), recommendations=[])
    assert (await walk.no(NGO, CYCLE, i=one, c=again, v=7))[2] == [("/follow_ups", "follow_up_needed")]
    followed = again | {"follow_ups": [{"recommendation": 1, "standing": "done"}]}
    await walk.said(NGO, CYCLE, i=one, c=followed, v=7)


async def shown(walk: Walk, stack: Stack, one: str) -> None:
    """To whom the State says: without what was found, and with figures by its word alone; then no more."""
    assert (await walk.no(NGO, SHOW, i=one, r=[FRA], f=False, v=8))[:2] == (403, "not_permitted")
    await walk.said(CHAD, SHOW, i=one, r=[FRA], f=False, v=8)
    await walk.told(FRANCE, FRA, "initiative-shown", of=one)
    read = await walk.seen(FRANCE, one, lambda item: item["status"] == "running")
    assert (read["state"]["diagnosis"], read["state"]["cycles"], read["steps"]) == (None, [], [])
    assert FOUND not in str(read)
    assert await walk.finds(FRANCE, one, search="quality", functionalArea="decision_quality", party=TCD)
    await walk.said(CHAD, SHOW, i=one, r=[FRA], f=True, v=9)
    await walk.seen(FRANCE, one, lambda item: len(item["state"]["cycles"]) == 2)
    await walk.said(CHAD, SHOW, i=one, r=[], f=False, v=10)

    async def gone() -> bool:
        return (await walk.client.graphql(FRANCE, ITEM, {"i": one}))["item"] is None

    assert await until(gone, "the initiative out of France's sight")
    for actor in (FRANCE, *OUTSIDE):
        await walk.outside(actor, one)
    told = [it for it in await everything(stack.addresses["kafka"], [INITIATIVE]) if it.key == one]
    assert any(FOUND.encode() in it.body for it in told)
    public = [topic for topic in topics() if topic.tier is Tier.PUBLIC]
    assert not [it for it in await everything(stack.addresses["kafka"], public) if FOUND.encode() in it.body]


async def ended(walk: Walk, client: Client, one: str) -> None:
    """As planned once nothing is open; it leads to a good practice of the State."""
    for actor, number, version in ((CHAD, 1, 11), (NGO, 2, 12)):
        await walk.said(actor, STEP, i=one, n=number, d=str(today()), v=version)
    assert (await walk.no(CHAD, CLOSE, i=one, t="Done", e=False, v=13))[2] == [("/early", "steps_open")]
    await walk.said(OFFICER, STEP, i=one, n=3, d=str(today()), v=13)
    assert (await walk.no(OFFICER, CLOSE, i=one, t="Done", e=False, v=14))[:2] == (403, "its_states_own")
    closed = await walk.said(CHAD, CLOSE, i=one, t="Reasons are given", e=False, v=14)
    assert (closed["status"], closed["outcome"]["early"]) == ("closed", False)
    spoken = await walk.told(NGO, ECRE, "initiative-closed", of=one, words=True)
    assert spoken["spoken"][0]["text"] == "Reasons are given"
    practice = (await client.call(CHAD, "POST", "dialogue", "/good-practices", practice_body(country=TCD)))[
        "practice_id"
    ]
    assert (await walk.no(CHAD, PRACTICE, i=one, p=one, v=15))[2] == [("/practice_id", "unknown_practice")]
    await walk.said(CHAD, PRACTICE, i=one, p=practice, v=15)
    for actor in (CHAD, NGO, OFFICER, "geneva-officer"):
        last = await walk.seen(actor, one, lambda item: item["state"]["practice_id"] == practice)
        assert last["steps"] == []


@pytest.mark.clause("11.4")
async def test_a_pilot_that_officers_propose_is_the_states_to_enter_and_ends_early_with_words(client: Client) -> None:
    walk = Walk(client, "pilot")
    lacking = pilot_content(places=None, judged_by=None)
    assert (await walk.no(OFFICER, OPEN, c=lacking | {"partner": ECRE}))[2] == [
        ("/places", "pilot_needed"), ("/judged_by", "pilot_needed"), ("/partner", "its_state_names"),
    ]  # fmt: skip
    one = (await walk.said(OFFICER, OPEN, c=pilot_content()))["initiative_id"]
    assert (await walk.told(CHAD, TCD, "initiative-opened", of=one))["need"] == "must_act"
    await walk.seen(CHAD, one, lambda item: [it["code"] for it in item["steps"]] == ["initiative_word"])
    await walk.said(CHAD, ANSWER, i=one, a=True, v=1)
    await walk.said(CHAD, PLAN, i=one, s=steps_body(today() + timedelta(days=9), "state"), v=2)
    assert (await walk.no(OFFICER, CYCLE, i=one, c=cycle_body(today()), v=3))[:2] == (409, "no_rounds")
    closed = await walk.said(OFFICER, CLOSE, i=one, t="The river rose", e=True, j="not_met", v=3)
    assert (closed["outcome"]["said_by"], closed["outcome"]["judged"]) == ("secretariat", "not_met")
    await walk.told(CHAD, TCD, "initiative-closed", of=one, words=True)
    refused = (await walk.said(OFFICER, OPEN, c=pilot_content(title="Interpreters by telephone")))["initiative_id"]
    no = await walk.said(CHAD, ANSWER, i=refused, a=False, r="Not this year", v=1)
    assert (no["status"], no["answer"], no["outcome"]["text"]) == ("closed", "declined", "Not this year")
    assert (await walk.no(CHAD, ANSWER, i=refused, a=True, v=2))[:2] == (409, "initiative_closed")
