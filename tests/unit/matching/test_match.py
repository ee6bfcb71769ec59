"""A match through its life: what each step refuses, and what it leaves as it was (WM 11, 19, 20)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest

from services.matching.domain import match as domain
from shared.contracts.shapes.match import Consultation, MatchLine, MatchState, MatchStatus, Reservation, Side
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Invalid

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, CHE = "iso3166:TCD", "iso3166:FRA", "iso3166:CHE"
STATUSES: tuple[MatchStatus, ...] = get_args(MatchStatus)


def a_match(status: str = "reserved", **changes: Any) -> MatchState:
    one = Quantity(amount=Decimal(1), unit="packages")
    line = MatchLine(
        request_id="r", request_line_id="1", offer_id="o", offer_line_id="1", quantity=one, covers=one
    )  # fmt: skip
    held = tuple(
        Reservation(reservation_id=one, offer_id=f"o{one}", offer_region="europe", status="requested") for one in "ab"
    )
    sides = (
        Side(party=TCD, role="requester", answer="pending"),
        Side(party=FRA, role="offerer", region="europe", answer="pending"),
    )
    values: dict[str, Any] = {
        "match_id": "m", "reference": "ACSG-M-2026-001", "region": "wca", "status": status, "lines": (line,), "sides": sides,
        "reservations": held, "proposed_by": "officer", "proposed_at": NOW, "answer_due_at": NOW,
        "proposal_reason": "The nearest", "reservation_deadline": NOW,
    }  # fmt: skip
    return MatchState.model_validate(values | changes)


def word(party: str = FRA, answer: str = "accepted", **more: Any) -> Side:
    return Side.model_validate({"party": party, "role": "requester", "answer": answer} | more)


def note() -> Consultation:
    return Consultation(party=FRA, summary="They can come in May", recorded_by="officer", held_at=NOW)


def test_it_is_reserved_when_every_owner_holds_its_part_and_not_before() -> None:
    one = domain.held(a_match("reserving"), "a")
    assert (one.status, [r.status for r in one.reservations]) == ("reserving", ["held", "requested"])
    both = domain.held(one, "b")
    assert (both.status, [r.status for r in both.reservations]) == ("reserved", ["held", "held"])


@pytest.mark.parametrize("status", [one for one in STATUSES if one != "reserving"])
def test_a_late_hold_wakes_no_match(status: MatchStatus) -> None:
    late = domain.held(domain.held(a_match(status), "a"), "b")
    assert late.status == status


def test_a_refusal_ends_it_and_touches_no_other_part() -> None:
    over = domain.refused(a_match("reserving"), "b", "no_capacity")
    assert over.status == "refused"
    assert [(r.reservation_id, r.status, r.reason) for r in over.reservations] == [
        ("a", "requested", None), ("b", "refused", "no_capacity"),
    ]  # fmt: skip


@pytest.mark.paragraph("11")
def test_an_answer_is_its_partys_alone_and_keeps_its_role_and_region() -> None:
    after, given = domain.answered(a_match(), word())
    assert (given.party, given.role, given.region, given.answer) == (FRA, "offerer", "europe", "accepted")
    assert [(s.party, s.role, s.answer) for s in after.sides] == [
        (TCD, "requester", "pending"), (FRA, "offerer", "accepted"),
    ]  # fmt: skip


@pytest.mark.parametrize("status", [one for one in STATUSES if one != "reserved"])
def test_only_a_reserved_match_is_answered_or_confirmed(status: MatchStatus) -> None:
    with pytest.raises(Conflict) as refused:
        domain.answered(a_match(status), word())
    assert refused.value.code == f"match_{status}"
    with pytest.raises(Conflict) as again:
        domain.confirmed(a_match(status), "through_unhcr", "peer_to_peer", "officer", NOW)
    assert again.value.code == f"match_{status}"


def test_who_is_no_side_has_no_answer() -> None:
    with pytest.raises(Invalid) as refused:
        domain.answered(a_match(), word(CHE))
    assert [(f.pointer, f.code) for f in refused.value.faults] == [("/party", "no_party")]


@pytest.mark.parametrize("first", ["accepted", "declined"])
@pytest.mark.parametrize("second", ["accepted", "declined"])
def test_an_answer_is_given_once(first: str, second: str) -> None:
    answered, _ = domain.answered(a_match(), word(answer=first, reason_code="timing"))
    with pytest.raises(Conflict) as refused:
        domain.answered(answered, word(answer=second, reason_code="timing"))
    assert refused.value.code == "already_answered"


@pytest.mark.parametrize("answer", ["accepted", "declined"])
@pytest.mark.parametrize("reason", [None, "timing"])
def test_a_decline_needs_its_reason_and_an_acceptance_none(answer: str, reason: str | None) -> None:
    if (answer, reason) == ("declined", None):
        with pytest.raises(Invalid) as refused:
            domain.answered(a_match(), word(answer=answer, reason_code=reason))
        assert [(f.pointer, f.code) for f in refused.value.faults] == [("/reason_code", "reason_needed")]
    else:
        assert domain.answered(a_match(), word(answer=answer, reason_code=reason))[1].answer == answer


@pytest.mark.parametrize(
    ("parties", "leaves", "stands"),
    [
        ((("aa", "requester"), ("bb", "offerer")), "aa", False),
        ((("aa", "requester"), ("bb", "offerer")), "bb", False),
        ((("aa", "requester"), ("bb", "requester"), ("cc", "offerer")), "aa", True),
        ((("aa", "requester"), ("bb", "requester"), ("cc", "offerer")), "cc", False),
        ((("aa", "requester"), ("bb", "offerer"), ("cc", "offerer")), "cc", True),
    ],
)
def test_who_leaves_ends_it_when_nobody_stands_on_that_side(
    parties: tuple[tuple[str, str], ...], leaves: str, stands: bool
) -> None:
    sides = tuple(Side.model_validate({"party": f"org:{p}", "role": role, "answer": "pending"}) for p, role in parties)
    left = domain.without(a_match(sides=sides), f"org:{leaves}")
    assert (left is not None) is stands
    if left is not None:
        assert [s.party for s in left.sides] == [f"org:{p}" for p, _ in parties if p != leaves]


@pytest.mark.parametrize("status", STATUSES)
def test_consultation_and_end_are_for_a_match_that_is_alive(status: MatchStatus) -> None:
    match = a_match(status)
    if status in {"reserving", "reserved"}:
        assert domain.consulted(match, note()).consultations == (note(),)
        assert domain.consulted(domain.consulted(match, note()), note()).consultations == (note(), note())
        assert domain.over(match, "withdrawn").status == "withdrawn"
    else:
        with pytest.raises(Conflict) as refused:
            domain.consulted(match, note())
        assert refused.value.code == f"match_{status}"
        with pytest.raises(Conflict) as again:
            domain.over(match, "withdrawn")
        assert again.value.code == f"match_{status}"


@pytest.mark.paragraph("19")
@pytest.mark.paragraph("20")
@pytest.mark.parametrize("channel", get_args(Channel))
@pytest.mark.parametrize("mode", get_args(DeliveryMode))
def test_every_channel_with_every_mode(channel: Channel, mode: DeliveryMode) -> None:
    if channel == "bilateral" and mode != "peer_to_peer":
        with pytest.raises(Invalid) as refused:
            domain.confirmed(a_match(), channel, mode, "officer", NOW)
        assert [(f.pointer, f.code) for f in refused.value.faults] == [("/delivery_mode", "modes_contradict")]
        return
    after = domain.confirmed(a_match(), channel, mode, "officer", NOW)
    assert (after.status, after.channel, after.delivery_mode) == ("confirmed", channel, mode)
    assert (after.confirmed_by, after.confirmed_at) == ("officer", NOW)
    assert {r.status for r in after.reservations} == {"committed"}
