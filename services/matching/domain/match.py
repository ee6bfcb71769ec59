"""A match through its life (WM 11, 19, 20). Pure: state in, state out; a person stands behind each step."""

from datetime import datetime
from typing import Literal

from services.matching.domain.counter import lapsed, open_of
from shared.contracts.shapes.match import ALIVE, Consultation, MatchState, MatchStatus, Reservation, Side
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P11, P19


def _must_be(match: MatchState, allowed: tuple[MatchStatus, ...], what: str) -> None:
    if match.status not in allowed:
        raise Conflict(f"match_{match.status}", f"A match that is {match.status} cannot be {what}", P11)


def held(match: MatchState, reservation_id: str) -> MatchState:
    """An owner holds its part; when all do, both sides are asked."""
    reservations = _with(match, reservation_id, "held")
    done = all(r.status == "held" for r in reservations)
    status = "reserved" if done and match.status == "reserving" else match.status
    return match.model_copy(update={"reservations": reservations, "status": status})


def refused(match: MatchState, reservation_id: str, reason: str) -> MatchState:
    """An owner refuses; the match is over and nothing stays held."""
    return match.model_copy(
        update={"reservations": _with(match, reservation_id, "refused", reason), "status": "refused"}
    )


def _with(
    match: MatchState, reservation_id: str, status: Literal["held", "refused"], reason: str | None = None
) -> tuple[Reservation, ...]:
    return tuple(
        r.model_copy(update={"status": status, "reason": reason}) if r.reservation_id == reservation_id else r
        for r in match.reservations
    )


def answered(match: MatchState, answer: Side) -> tuple[MatchState, Side]:
    """A party's own answer; a decline ends the match, whatever it countered before. Raises Conflict, Invalid."""
    _must_be(match, ("reserved",), "answered")
    mine = next((side for side in match.sides if side.party == answer.party), None)
    if mine is None:
        raise Invalid((Fault("/party", "is no party of this match", "no_party"),), paragraph=P11)
    if mine.answer != "pending":
        raise Conflict("already_answered", f"{mine.party} has {mine.answer} this match already", P11)
    if answer.answer == "declined" and answer.reason_code is None:
        raise Invalid((Fault("/reason_code", "a decline gives a coded reason", "reason_needed"),), paragraph=P11)
    if answer.answer == "accepted" and open_of(match, mine.party) is not None:
        raise Conflict("counter_open", f"A counter of {mine.party} waits for an officer; withdraw it first", P11)
    given = answer.model_copy(update={"role": mine.role, "region": mine.region})
    sides = tuple(given if side.party == answer.party else side for side in match.sides)
    return match.model_copy(update={"sides": sides}), given


def without(match: MatchState, party: str) -> MatchState | None:
    """The match without a side that left; None when nobody would stand on that side any more (WM 15.v)."""
    sides = tuple(side for side in match.sides if side.party != party)
    roles = {side.role for side in sides}
    gone = {"sides": sides, "counters": lapsed(match.counters, party)}
    return match.model_copy(update=gone) if roles == {"requester", "offerer"} else None


def consulted(match: MatchState, consultation: Consultation) -> MatchState:
    """A consultation with a stakeholder is noted (WM 11). Raises Conflict."""
    _must_be(match, ALIVE, "consulted on")
    return match.model_copy(update={"consultations": (*match.consultations, consultation)})


def confirmed(
    match: MatchState, channel: Channel, delivery_mode: DeliveryMode, officer: str, now: datetime
) -> MatchState:
    """An officer confirms what both sides accepted, with channel and delivery mode (WM 19, 20). Raises Conflict, Invalid."""
    _must_be(match, ("reserved",), "confirmed")
    if channel == "bilateral" and delivery_mode != "peer_to_peer":
        fault = Fault("/delivery_mode", "bilateral support is given peer to peer", "modes_contradict")
        raise Invalid((fault,), paragraph=P19)
    kept = tuple(r.model_copy(update={"status": "committed"}) for r in match.reservations)
    return match.model_copy(
        update={
            "status": "confirmed",
            "channel": channel,
            "delivery_mode": delivery_mode,
            "confirmed_by": officer,
            "confirmed_at": now,
            "reservations": kept,
        }
    )


def over(match: MatchState, status: MatchStatus) -> MatchState:
    """The match ends before confirmation. Raises Conflict."""
    _must_be(match, ALIVE, "ended")
    return match.model_copy(update={"status": status, "counters": lapsed(match.counters)})
