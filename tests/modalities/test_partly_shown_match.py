"""WM 17: who stands in a match sees of its requests what their States agreed to show, and nothing that is made of the rest."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.matching.fit.weights import WEIGHTS
from shared.contracts.shapes.match import Consultation, MatchLine, MatchState, Reservation, Side
from shared.contracts.shapes.seen import MatchSeen
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.resources import of_match
from shared.modalities.access.signals import MADE_OF

NOW = datetime(2026, 5, 1, tzinfo=UTC)
POL, FRA, DEU = "iso3166:POL", "iso3166:FRA", "iso3166:DEU"
OFFICER = Actor("o", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe")
STATES = {party: Actor(party, Role.STATE_AUTHORITY, party) for party in (POL, FRA, DEU)}
OF_POLAND = ("POL", "europe", "legislation", "CANARY-summary", "CANARY-reason", "CANARY-note", "777")
"""What tells of Poland, its hidden texts, its amounts, and what was said of it."""


def proposed() -> dict[str, Any]:
    """France's offer put to a request of Poland; the officer noted a word on each of them."""
    amount = Quantity(amount=Decimal(777), unit="packages")
    said = [
        {"signal": "subject", "value": 1.0, "weight": 0.1, "words": "words in common: CANARY-summary"},
        {"signal": "functional_area", "value": 1.0, "weight": 0.1, "words": "offers legislation"},
        {"signal": "quantity", "value": 1.0, "weight": 0.1, "words": "20 packages left, asked are 777"},
        {"signal": "geography", "value": 1.0, "weight": 0.1, "words": "the offer names POL"},
        {"signal": "unheard_of", "value": 1.0, "weight": 0.1, "words": "CANARY-summary"},
    ]
    state = MatchState(
        match_id="m", reference="MATCH-2026-POL-001", region="europe", status="reserved",
        lines=(MatchLine(request_id="r", request_line_id="777", offer_id="o", offer_line_id="x",
                         quantity=Quantity(amount=Decimal(3), unit="packages"), covers=amount),),
        sides=(Side(party=POL, role="requester"), Side(party=FRA, role="offerer")),
        reservations=(Reservation(reservation_id="q", offer_id="o", offer_region="wca", status="held"),),
        consultations=tuple(Consultation(party=party, summary=note, held_at=NOW, recorded_by="europe-officer")
                            for party, note in ((POL, "CANARY-note"), (FRA, "of France"))),
        functional_areas=("legislation",), proposed_by="europe-officer", proposal_reason="CANARY-reason",
        explanation=({"line_id": "777", "offer_id": "o", "rank": 1, "score": 0.9, "reference": "OFFER-2026-FRA-001",
                      "offering_parties": [FRA], "offer_line_id": "x", "signals": said},),
        proposed_at=NOW, reservation_deadline=NOW, answer_due_at=NOW,
    )  # fmt: skip
    return state.model_dump(mode="json")


def worked(*pairs: tuple[str, str]) -> dict[str, Any]:
    """The state with a signal of earlier work of these parties alone, which was ended early by Germany."""
    parts = [
        {"state": state, "party": party, "ended": "ended_early", "reason": "security", "by": DEU, "times": 1}
        for state, party in pairs
    ]
    signal = {"signal": "prior_relation", "value": 0.4, "weight": 1.5, "words": "CANARY-worked", "worked": parts}
    state = proposed()
    return state | {"explanation": [state["explanation"][0] | {"signals": [signal]}]}


@pytest.mark.paragraph("17")
def test_how_earlier_work_ended_is_told_to_who_took_part_in_it() -> None:
    def told(who: Actor, state: dict[str, Any]) -> tuple[bool, bool]:
        """Whether the words are there, and the score from which they could be worked out."""
        found = seen(who, "requesting_states", "lines", state=state)["explanation"][0]
        return "CANARY-worked" in json.dumps(found), found["score"] is not None

    mine, of_others = worked((POL, FRA)), worked((POL, FRA), (POL, DEU))
    assert (told(STATES[FRA], mine), told(STATES[POL], mine)) == ((True, False), (True, True))
    assert (told(STATES[FRA], of_others), told(STATES[POL], of_others)) == ((False, False), (True, True))
    of_another_state = worked((POL, FRA), (DEU, FRA))
    assert (told(STATES[FRA], of_another_state), told(STATES[POL], of_another_state)) == ((True, False), (False, False))
    assert told(OFFICER, of_others) == (True, True)
    unheard = worked()  # as matches of before say it: nobody knows whose it was
    assert told(STATES[POL], unheard) == told(STATES[FRA], unheard) == (False, False)
    hidden = seen(STATES[FRA], "lines", state=mine)
    assert "CANARY-worked" not in json.dumps(hidden)


def seen(
    who: Actor, *shown: str, audience: tuple[str, ...] = ("offerers",), visibility: str = "mechanism", state: Any = None
) -> Any:
    state = state or proposed()
    beside = {
        "r": Beside(resources.request("europe", [POL], (), audience if shown else (), lead=POL), frozenset(shown)),
        "o": Beside(resources.offer("wca", [FRA], visibility, lead=FRA)),
    }
    return match(who, of_match(MatchState.model_validate(state)), state, beside)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("shown", [("title",), ()], ids=["the title alone", "taken back"])
def test_an_offerer_sees_nothing_of_a_request_but_what_was_agreed(shown: tuple[str, ...]) -> None:
    found = seen(STATES[FRA], *shown)
    assert [word for word in OF_POLAND if word in json.dumps(found)] == []
    assert [side["party"] for side in found["sides"]] == [FRA]
    assert [one["summary"] for one in found["consultations"]] == ["of France"]
    assert found["lines"][0]["offer_id"] == "o"
    assert found["lines"][0]["request_id"] == ("r" if shown else None)
    assert found["reservations"][0]["offer_id"] == "o"
    MatchSeen.model_validate(found)


@pytest.mark.paragraph("17")
def test_each_field_opens_what_is_made_of_it_and_no_more() -> None:
    lines = seen(STATES[FRA], "lines")
    assert (lines["functional_areas"], lines["lines"][0]["covers"]["amount"]) == (["legislation"], "777")
    assert {one["signal"] for one in lines["explanation"][0]["signals"]} == {"functional_area", "quantity"}
    assert (lines["reference"], lines["region"]) == (None, None)
    named = seen(STATES[FRA], "requesting_states")
    assert (named["reference"], named["region"]) == ("MATCH-2026-POL-001", "europe")
    assert {one["party"] for one in named["sides"]} == {POL, FRA}
    assert named["functional_areas"] == []
    texts = seen(STATES[FRA], "title", "summary", "gap", "lines")
    assert "subject" in {one["signal"] for one in texts["explanation"][0]["signals"]}
    assert "CANARY-reason" not in json.dumps(texts)


@pytest.mark.paragraph("18")
def test_a_requester_sees_of_an_offer_what_its_visibility_allows() -> None:
    found = seen(STATES[POL])
    assert {side["party"] for side in found["sides"]} == {POL, FRA}
    assert [one["summary"] for one in found["consultations"]] == ["CANARY-note"]
    assert "20 packages left" not in json.dumps(found)
    hidden = seen(STATES[POL], visibility="secretariat")
    assert [side["party"] for side in hidden["sides"]] == [POL]
    assert "FRA" not in json.dumps(hidden)
    assert hidden["lines"][0]["covers"]["amount"] == "777"


@pytest.mark.control
def test_an_officer_sees_all_of_it_and_a_stranger_nothing() -> None:
    assert seen(OFFICER) == proposed()
    assert seen(STATES[DEU], "title", "requesting_states", "lines", audience=("public",)) is None


def test_every_signal_says_what_it_is_made_of() -> None:
    assert set(MADE_OF) == set(WEIGHTS)
