"""Who reads what of an engagement: before both sides signed no more of a request than its States had shown (WM 2, 11, 17)."""

from typing import Any

import pytest

from services.delivery.domain import ending, looking_back, opening
from services.delivery.domain.record import accepted, record_of
from services.notifications.audiences.view import seen as seen_by
from services.notifications.kinds.lists import item_of
from shared.contracts.delivery import EngagementOpened
from shared.contracts.matching import MatchConfirmed
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.engagement_view import engagement
from shared.modalities.access.resources import of_engagement
from tests.support.happenings import Request, envelope, match, offer
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NOW, in_stage, opened, sign

ASKS, OFFERS = (Actor("one", Role.STATE_AUTHORITY, party) for party in (CHAD, FRANCE))
BESIDE = Actor("beside", Role.STAKEHOLDER, "org:ecre")
TITLE, AREA = "Registration at the border", "registration"
pytestmark = pytest.mark.paragraph("17")


def read(actor: Actor, state: EngagementState) -> dict[str, Any]:
    """What an actor reads; nothing is an empty one."""
    return engagement(actor, of_engagement(state), state.model_dump(mode="json")) or {}


def tells(state: EngagementState, actor: Actor) -> str:
    """All that an actor reads of it and of its record, as text, and what a message would say."""
    seen = read(actor, state)
    record = record_of(state, None, seen["signatures"]) if seen["terms"] else {}
    event = EngagementOpened(aggregate_id=state.engagement_id, aggregate_version=1, engagement=state)
    known = item_of(event, envelope(event, NOW))
    assert known is not None
    told = seen_by(known, actor, {})
    return f"{seen} {record} {told}"


def shown(state: EngagementState, *fields: str) -> EngagementState:
    return state.model_copy(update={"shown_fields": fields})


def test_who_asks_reads_it_and_who_offers_what_was_shown() -> None:
    state = opened()
    assert TITLE in tells(state, ASKS)
    assert TITLE not in tells(state, OFFERS)
    assert AREA not in tells(state, OFFERS)
    assert TITLE in tells(shown(state, "title"), OFFERS)
    assert AREA in tells(shown(state, "lines"), OFFERS)
    assert TITLE in tells(in_stage("agreed"), OFFERS)


def test_one_that_ended_before_it_was_signed_stays_closed() -> None:
    half = sign(opened(), FRANCE)
    over = (
        ending.ended(half, CHAD, "priorities_changed", None, NOW, LOOK_BACK),
        ending.closed(half, "officer", "No word", NOW),
    )
    for state in over:
        assert TITLE in tells(state, ASKS)
        assert TITLE not in tells(state, OFFERS)
        assert AREA not in tells(state, OFFERS)
    after = ending.ended(in_stage("in_progress"), CHAD, "priorities_changed", None, NOW, LOOK_BACK)
    assert TITLE in tells(after, OFFERS)


def test_a_champion_reads_no_word_of_the_request_before_and_no_terms_ever() -> None:
    state = looking_back.champion_asked(shown(opened(), "title", "lines"), "org:ecre")
    assert read(BESIDE, state)["reference"] == state.reference
    assert TITLE not in tells(state, BESIDE)
    assert AREA not in tells(state, BESIDE)
    accepted_ = looking_back.champion_answered(state, "org:ecre", "accepted", NOW)
    assert TITLE not in tells(accepted_, BESIDE)
    signed = looking_back.champion_asked(in_stage("agreed"), "org:ecre")
    assert TITLE in tells(signed, BESIDE)
    assert read(BESIDE, signed)["terms"] == read(BESIDE, signed)["agreed_parts"] == []


def test_both_sides_sign_the_same_record_and_it_says_what_both_may_read() -> None:
    state = opened()
    terms = state.terms[-1]
    record = accepted(state, 1, terms.content, None)
    assert [one["title"] for one in record["request"]] == ["R"]
    assert record["acceptance"]["functional_areas"] == {}
    open_one = shown(state, "title", "lines")
    assert [one["title"] for one in accepted(open_one, 1, terms.content, None)["request"]] == ["Asked"]


def test_fields_are_shown_when_every_offering_party_is_in_the_audience() -> None:
    for to, fields in (
        ({"audiences": ("offerers",)}, ("lines", "title")),
        ({"parties": (FRANCE,)}, ("lines", "title")),
        ({"kinds": ("ngo",)}, ()),
        ({"audiences": ("offerers",), "but": (FRANCE,)}, ()),
    ):
        request = Request("request-001", NOW)
        request.decided(NOW)
        request.consent(NOW, ("title", "lines"), **to)
        made = match(MatchConfirmed, request, NOW, {CHAD: "accepted", FRANCE: "accepted"}, status="confirmed").match
        confirmed = made.model_copy(update={"channel": "bilateral", "delivery_mode": "peer_to_peer"})
        state = opening.by_match(
            confirmed, {"request-001": request.state}, {"offer-001": offer("offer-001", NOW).offer}, "e1", "E", NOW
        )
        assert state.shown_fields == fields, to
