"""An officer plans over all needs on pages: makes, reads, compares, takes and sets aside; nobody else sees one (WM 6, 11)."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.wording.words import words
from services.gateway.graphql.needs_plans import PlanLineInput, PlanPairInput, PlanWeightInput, PlanWhatIf
from services.matching.actions.make_plan import AllocationBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotFound, NotPermitted
from shared.wording.problems import problem_words
from tests.support.pages import MadeUpGateway, Reader

pytestmark = pytest.mark.paragraph("11")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
PAIR = {"plan_id": "p-1", "request_id": "r-1", "line_id": "1", "offer_id": "o-1"}
PART = {"offerId": "o-1", "reference": "OFFER-2026-FRA-001", "offeringParties": ["iso3166:FRA"], "offerLineId": "experts",
        "amount": "2", "proposed": "0", "score": 0.81}  # fmt: skip
LINE = {"requestId": "r-1", "reference": "ACSG-2026-TCD-001", "lineId": "1", "functionalArea": "registration", "region": "wca",
        "requestingStates": ["iso3166:TCD"], "unit": "packages", "amount": "3", "open": "3", "lacks": "1",
        "why": "too_little_offered", "takenBy": [], "parts": [PART]}  # fmt: skip
REGION = {"region": "wca", "covered": 1, "lines": 2}
MOVED = {"requestId": "r-1", "lineId": "1", "offerId": "o-1", "before": "0", "after": "2"}
DIFFERENCE = {"covered": -1, "value": -0.8, "worstOffBefore": 1.0, "worstOffAfter": 0.5,
              "regions": [{"region": "wca", "before": REGION, "after": None}], "newlyCovered": [],
              "noLongerCovered": [{"requestId": "r-1", "lineId": "1"}], "moved": [MOVED]}  # fmt: skip
PLAN = {"planId": "p-1", "version": 2, "status": "made", "askedAt": "2026-11-29T09:00:00+00:00", "comparedWith": None,
        "asOf": "2026-11-29T09:00:00+00:00", "optimal": True, "requests": 2, "offers": 3,
        "leftOut": [{"reason": "other_unit", "count": 2}, {"reason": "other_area", "count": 0}],
        "reached": {"lines": 2, "covered": 1, "worstOff": 0.5, "value": 1.6, "changes": 0, "regions": [REGION]},
        "moved": [MOVED], "difference": None, "faults": [], "decisions": [], "keptBecause": None, "lines": [LINE], "after": 20}  # fmt: skip


def reader(actor: Actor, plan: Mapping[str, Any] = PLAN, language: str = "fr", result: Any = None) -> Reader:
    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        if name == "needs_plans":
            return {"needsPlans": {"nodes": [dict(plan)], "after": "p-0"}}
        return {"needsPlan": dict(plan) | {"after": None}}

    return Reader(actor, MadeUpGateway(answers, result or CommandDone({"plan_id": "p-2"}, 3)), language)


def shown(text: str) -> str:
    return re.sub(r"<[^>]*>", " ", text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_plan_is_read_in_the_readers_language(language: str) -> None:
    one, said = reader(OFFICER, PLAN | {"difference": DIFFERENCE, "comparedWith": "p-0"}, language), words(language)
    page = await one.see("needs_plan", plan_id="p-1")
    for key in ("needs_plan.words", "needs_plan.optimal", "choice.plan_why.too_little_offered", "needs_plan.no_longer"):
        assert said.say(key) in shown(page.text), key
    assert 'href="/plans/p-1/lines/r-1/1/o-1/proposal"' in page.text
    assert 'href="/plans/p-0"' in page.text
    assert "other_unit" not in shown(page.text)
    listed = await one.see("needs_plans")
    assert 'href="/plans/p-1"' in listed.text
    assert 'href="/plans?after=p-0"' in listed.text


async def test_what_was_decided_stands_beside_the_suggestion() -> None:
    taken = {"requestId": "r-1", "lineId": "1", "offerId": "o-1", "amount": "2", "what": "taken", "matchId": "m-1",
             "reason": "Le plus proche", "at": "2026-11-29T09:00:00+00:00"}  # fmt: skip
    page = await reader(OFFICER, PLAN | {"decisions": [taken]}).see("needs_plan", plan_id="p-1")
    assert 'href="/matches/m-1"' in page.text
    assert "Le plus proche" in page.text
    assert "/o-1/proposal" not in page.text
    for status in ("superseded", "waiting"):
        page = await reader(OFFICER, PLAN | {"status": status}).see("needs_plan", plan_id="p-1")
        assert "/o-1/proposal" not in page.text
    half = {**LINE, "parts": [{**PART, "proposed": "2"}]}
    page = await reader(OFFICER, PLAN | {"lines": [half]}).see("needs_plan", plan_id="p-1")
    assert "/o-1/proposal" not in page.text
    assert words("fr").say("needs_plan.proposed") in page.text


async def test_a_plan_that_is_not_there_says_why() -> None:
    fault = {"pointer": "", "code": "no_planner", "message": "highspy"}
    page = await reader(OFFICER, PLAN | {"status": "failed", "faults": [fault], "reached": None, "lines": []}).see(
        "needs_plan", plan_id="p-1"
    )
    assert str(problem_words("no_planner", "fr", {})) in page.text


@pytest.mark.parametrize(
    ("name", "places", "document"),
    [("needs_plan_take", PAIR, "take_suggestion"), ("needs_plan_aside", PAIR, "set_suggestion_aside"),
     ("needs_plan_keep", {"plan_id": "p-1"}, "keep_plan")],
)  # fmt: skip
async def test_an_officer_decides_with_words(name: str, places: dict[str, str], document: str) -> None:
    one = reader(OFFICER)
    page = await one.see(name, **places)
    form = page.form("send_key")
    given = [field for field in form.fields if field[0] != "reason"]
    # One goes back to the page of the plan on which the line stands, however many lines it has.
    to = "/plans/p-1?after=0&written=3" if "line_id" in places else "/plans/p-1?written=3"
    assert await one.send(name, [*given, ("reason", "Le plus proche")], **places) == to
    ((sent, said),) = one.gateway.sent
    assert (sent, said["id"], said["version"], said["reason"]) == (document, "p-1", 2, "Le plus proche")
    if "offer" in said:
        assert (said["request"], said["line"], said["offer"]) == ("r-1", "1", "o-1")
        assert "OFFER-2026-FRA-001" in page.text


async def test_one_goes_on_where_one_was_in_a_long_plan() -> None:
    lines = [PLAN["lines"][0] | {"requestId": f"r-{n}", "reference": f"REQ-{n}"} for n in range(45)]
    one = reader(OFFICER, PLAN | {"lines": lines})
    places = {**PAIR, "request_id": "r-44"}
    page = await one.see("needs_plan_take", **places)
    given = [field for field in page.form("send_key").fields if field[0] != "reason"]
    assert await one.send("needs_plan_take", [*given, ("reason", "x")], **places) == "/plans/p-1?after=40&written=3"
    assert 'href="/plans/p-1?after=40"' in page.text


async def test_an_officer_makes_a_plan_and_asks_what_if() -> None:
    one = reader(OFFICER)
    page = await one.see("needs_plan_new")
    assert await one.send("needs_plan_new", page.form("send_key").fields) == "/plans/p-2?written=3"
    assert one.gateway.sent[0][1]["comparedWith"] is None
    page = await one.see("needs_plan_what_if", plan_id="p-1")
    chosen = [("withdraw_offers", "o-1"), ("locks", "r-1/1/o-1/2"), ("withdraw_lines", "r-1/1"), ("counts_twice", "language"),
              ("counts_nothing", "subject")]  # fmt: skip
    for name, value in chosen:
        assert f'value="{value}"' in page.text, name
    given = [field for field in page.form("send_key").fields if field[0] not in dict(chosen)]
    await one.send("needs_plan_what_if", [*given, *chosen], plan_id="p-1")
    (_, said) = one.gateway.sent[1]
    asked = said["whatIf"]
    what_if = PlanWhatIf(
        withdraw_offers=asked["withdrawOffers"],
        withdraw_lines=[
            PlanLineInput(request_id=one["requestId"], line_id=one["lineId"]) for one in asked["withdrawLines"]
        ],
        locks=[
            PlanPairInput(
                request_id=one["requestId"], line_id=one["lineId"], offer_id=one["offerId"], amount=one["amount"]
            )
            for one in asked["locks"]
        ],
        weights=[PlanWeightInput(signal=one["signal"], times=one["times"]) for one in asked["weights"]],
    )
    body = AllocationBody.model_validate({"compared_with": said["comparedWith"], "what_if": what_if.body()})
    assert body.what_if is not None
    assert (body.what_if.locks[0].amount, body.what_if.weights) == (2, {"language": 2, "subject": 0})


async def test_what_changed_meanwhile_is_said_on_the_page() -> None:
    problem = CommandProblem(409, "plan_inputs_changed", "OFFER is at version 3", "11", (), None)
    one = reader(OFFICER, result=problem)
    form = (await one.see("needs_plan_take", **PAIR)).form("send_key")
    given = [field for field in form.fields if field[0] != "reason"]
    page = await one.send("needs_plan_take", [*given, ("reason", "x")], **PAIR)
    assert str(problem_words("plan_inputs_changed", "fr", {})) in str(getattr(page, "text", page))


@pytest.mark.parametrize(
    "name", ["needs_plans", "needs_plan", "needs_plan_new", "needs_plan_take", "needs_plan_what_if"]
)
async def test_nobody_else_sees_a_plan(name: str) -> None:
    with pytest.raises(NotPermitted):
        await reader(CHAD).see(name, **PAIR)


async def test_what_the_plan_does_not_suggest_is_not_there() -> None:
    with pytest.raises(NotFound):
        await reader(OFFICER).see("needs_plan_take", **PAIR | {"offer_id": "o-2"})
