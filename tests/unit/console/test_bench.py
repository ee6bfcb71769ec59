"""An officer's bench on pages: ranked offers with reasons, a proposal, a consultation, a confirmation, a proposal taken back."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.console.http.offered import OfferedAct
from services.console.http.register import register
from services.console.wording.words import words
from services.matching.actions.confirm_match import ConfirmationBody
from services.matching.actions.consult import ConsultationBody
from services.matching.actions.propose_match import ProposalBody
from shared.contracts.party_names import party_name
from shared.contracts.shapes.match import ALIVE
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from shared.modalities.steps.pages import STEPS
from shared.modalities.steps.rules import OF_ENGAGEMENTS
from tests.support.pages import MadeUpGateway, Reader, filled

OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
LINE = {"line_id": "1", "functional_area": "registration", "support_type": "technical",
        "quantity": {"amount": "4", "unit": "packages"}, "period": {"start": "2026-01-01", "end": None}}  # fmt: skip
EXPERTS = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
           "quantity": {"amount": "2", "unit": "packages"}}  # fmt: skip
TRAINERS = {**EXPERTS, "line_id": "trainers", "quantity": {"amount": "30", "unit": "expert_days"}}
SIGNAL = {"signal": "language", "value": 1.0, "weight": 2.0, "words": "works in fr <b>", "worked": []}


EARLIER = {"state": "iso3166:TCD", "party": "iso3166:FRA", "ended": "ended_early", "reason": "funding_lost", "by": "iso3166:FRA",
           "times": 2}  # fmt: skip
WORKED = [EARLIER, EARLIER | {"ended": "running", "reason": None, "by": None, "times": 1}]
PRIOR = {"signal": "prior_relation", "value": 0.6, "weight": 1.5, "words": "CANARY-in-english", "worked": WORKED}


def ranked(line: str, place: int) -> dict[str, Any]:
    return {"rank": place, "offerId": "o-1", "reference": "OFFER-2026-FRA-001", "offeringParties": ["iso3166:FRA"],
            "offerLineId": line, "score": 0.91, "signals": [SIGNAL, PRIOR]}  # fmt: skip


def item(kind: str, item_id: str, state: Mapping[str, Any], status: str) -> dict[str, Any]:
    return {"itemId": item_id, "kind": kind, "version": 3, "status": status, "reference": f"{kind}-1", "title": None,
            "parties": ["iso3166:FRA"], "functionalAreas": [], "begunAt": "2026-03-01T09:00:00+00:00",
            "changedAt": "2026-03-01T09:00:00+00:00", "state": dict(state), "history": [], "findings": [], "steps": [],
            "versions": []}  # fmt: skip


REQUEST = item("request", "r-1", {"content": {"requesting_states": ["iso3166:TCD"], "lines": [LINE]}}, "in_line")
OFFER = item("offer", "o-1", {"offer_id": "o-1", "content": {"lines": [EXPERTS, TRAINERS]}}, "live")
EXCLUDED = {"offerId": "o-2", "reference": "OFFER-2", "reason": "nothing_left", "words": "Nothing"}
RANKING = [{"lineId": "1", "ranked": [ranked("experts", 1), ranked("trainers", 2)], "excluded": [EXCLUDED]}]


def match(status: str, *answers: str) -> dict[str, Any]:
    sides = [{"party": party, "role": role, "answer": answer, "answered_at": None}
             for (party, role), answer in zip((("iso3166:TCD", "requester"), ("iso3166:FRA", "offerer")), answers, strict=True)]  # fmt: skip
    held = [
        {
            "party": "org:ecre",
            "summary": "They <b>agree</b>",
            "held_at": "2026-03-01T10:30:00+00:00",
            "recorded_by": "x",
        }
    ]
    state = {"region": "wca", "status": status, "sides": sides, "consultations": held, "proposal_reason": "It fits",
             "lines": [{"quantity": {"amount": "2", "unit": "packages"}, "request_id": "r-1", "offer_id": None}],
             "channel": None, "delivery_mode": None}  # fmt: skip
    return item("match", "m-1", state, status)


def reader(actor: Actor, one: dict[str, Any] | None = None, language: str = "fr") -> Reader:
    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "ranking":
            return {"ranking": RANKING}
        found = one or {"r-1": REQUEST, "o-1": OFFER}.get(given["key"])
        return {"item": found}

    return Reader(actor, MadeUpGateway(answers), language)


async def test_offers_stand_on_the_bench_with_their_reasons_in_every_language() -> None:
    for language in LANGUAGES:
        seen = await reader(OFFICER, language=language).see("bench", request_id="r-1")
        assert seen.text.count('name="choose"') == 2
        assert "works in fr &lt;b&gt;" in seen.text
        assert "OFFER-2" in seen.text
        said, chad = words(language), party_name("iso3166:TCD", language)
        assert all(one in seen.text for one in (said.say("status.engagement.ended_early"), chad))
        assert said.choice("end_reason", "funding_lost") in seen.text
        assert said.choice("ended", "running") in seen.text
        assert said.say("bench.times", times=said.number("2")) in seen.text
        assert "CANARY-in-english" not in seen.text
    with pytest.raises(NotPermitted):
        await reader(CHAD).see("bench", request_id="r-1")


async def proposed(chosen: str, given: dict[str, str]) -> ProposalBody:
    one = reader(OFFICER)
    page = await one.see("proposal", chosen, request_id="r-1")
    await one.send("proposal", filled(page, given), request_id="r-1")
    (name, said), = one.gateway.sent  # fmt: skip
    assert (name, "version" in said) == ("propose_match", False)
    body = {"lines": said["lines"], "reason": said["reason"], "consultations": said["consultations"] or ()}
    return ProposalBody.model_validate(body)


async def test_what_was_chosen_is_proposed_as_the_owner_takes_it() -> None:
    body = await proposed("choose=1/o-1/experts", {"reason": "Même langue"})
    (line,) = body.lines
    assert (line.request_id, line.offer_id, line.offer_line_id, str(line.quantity.amount)) == (
        "r-1",
        "o-1",
        "experts",
        "2",
    )
    assert line.covers == line.quantity
    held = {"consultations-0-party": "org:ecre", "consultations-0-held_on-y": "2026", "consultations-0-held_on-m": "3",
            "consultations-0-held_on-d": "1", "consultations-0-held_at": "10:30", "consultations-0-summary": "D’accord"}  # fmt: skip
    both = await proposed(
        "choose=1/o-1/experts&choose=1/o-1/trainers",
        {"reason": "Ensemble", "lines-1-quantity-amount": "20", "lines-1-covers-amount": "2"} | held,
    )
    assert [one.covers.unit for one in both.lines] == ["packages", "packages"]
    assert [str(one.covers.amount) for one in both.lines] == ["2", "2"]
    assert both.consultations[0].held_at.isoformat() == "2026-03-01T10:30:00+00:00"


async def test_nothing_chosen_or_what_is_not_there_is_no_proposal() -> None:
    with pytest.raises(Conflict):
        await reader(OFFICER).see("proposal", request_id="r-1")
    with pytest.raises(Invalid):
        await reader(OFFICER).see("proposal", "choose=9/o-1/experts", request_id="r-1")
    with pytest.raises(NotPermitted):
        await reader(CHAD).see("proposal", "choose=1/o-1/experts", request_id="r-1")
    one = reader(OFFICER)
    page = await one.see("proposal", "choose=1/o-1/experts", request_id="r-1")
    again = await one.send("proposal", filled(page, {}), request_id="r-1")
    assert not isinstance(again, str)
    assert (again.status, one.gateway.sent, 'href="#reason"' in again.text) == (422, [], True)


async def test_an_officer_notes_confirms_and_takes_back() -> None:
    one = reader(OFFICER, match("reserved", "accepted", "accepted"))
    held = {
        "party": "org:ecre",
        "held_on-y": "2026",
        "held_on-m": "3",
        "held_on-d": "1",
        "held_at": "10:30",
        "summary": "Oui",
    }
    await one.send("consultation", filled(await one.see("consultation", match_id="m-1"), held), match_id="m-1")
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    await one.send("confirmation", filled(await one.see("confirmation", match_id="m-1"), how), match_id="m-1")
    await one.send(
        "withdrawal", filled(await one.see("withdrawal", match_id="m-1"), {"reason": "Trop tôt"}), match_id="m-1"
    )
    (_, noted), (_, confirmed), (_, back) = one.gateway.sent
    ConsultationBody.model_validate({"party": noted["party"], "summary": noted["summary"], "held_at": noted["heldAt"]})
    ConfirmationBody.model_validate({"channel": confirmed["channel"], "delivery_mode": confirmed["mode"]})
    assert (back["reason"], back["version"]) == ("Trop tôt", 3)


@pytest.mark.parametrize("status", ["reserving", "reserved", "confirmed", "declined", "withdrawn"])
@pytest.mark.parametrize("answers", [("pending", "accepted"), ("accepted", "accepted")])
async def test_what_is_offered_on_a_match_opens_and_nothing_else(status: str, answers: tuple[str, str]) -> None:
    acts = [page for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == "match"]
    for actor in (OFFICER, OTHER, CHAD):
        one = reader(actor, match(status, *answers))
        page = await one.see("match", match_id="m-1")
        assert "They &lt;b&gt;agree" in page.text
        for act in acts:
            if f'href="{act.path.replace("{match_id}", "m-1")}"' in page.text:
                assert actor is (CHAD if act.name == "counter" else OFFICER)
                assert status in (ALIVE if actor is OFFICER else {"reserved"})
                assert (await one.see(act.name, match_id="m-1")).form("send_key").fields
            else:
                with pytest.raises((NotPermitted, Conflict)):
                    await one.see(act.name, match_id="m-1")


def test_every_step_of_the_worklist_leads_to_a_page_that_there_is() -> None:
    paths = {page.path for page in register()}
    for (kind, _), path in STEPS.items():
        assert path.replace("{id}", f"{{{kind}_id}}") in paths, path
    assert {code for kind, code in STEPS if kind == "engagement"} == set(OF_ENGAGEMENTS)
