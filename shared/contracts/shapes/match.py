"""A match: n requesters and m offerers over request lines, partial quantities, roles explicit (WM 11, 19, 20)."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.counter import Counter
from shared.contracts.shapes.handover import Belonged
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.contracts.shapes.support_request import SupportType
from shared.contracts.shapes.values import Amount, DeclineReason, FunctionalArea, LineId, PartyId, Quantity, Unit


class MatchLine(Shape):
    """Part of an offer line put to part of a request line.

    ``quantity`` is what is reserved, in the offer line's unit; ``covers`` is how much of the request line it meets, in
    that line's unit (equal when the units are).
    """

    request_id: str
    request_line_id: LineId
    offer_id: str
    offer_line_id: LineId
    quantity: Quantity
    covers: Quantity


class Reservation(Shape):
    """Capacity asked of one offer's owner; the owner alone grants it."""

    reservation_id: str
    offer_id: str
    offer_region: str
    status: Literal["requested", "held", "refused", "committed", "released"]
    reason: str | None = None


class Side(Shape):
    """One party of a match and its own answer."""

    party: PartyId
    role: Literal["requester", "offerer"]
    region: str | None = Field(
        default=None, description="Deployment that serves this party and tells it; null: the match's own"
    )
    answer: Literal["pending", "accepted", "declined"] = "pending"
    reason_code: DeclineReason | None = None
    answered_at: datetime | None = None


class Consultation(Shape):
    """A consultation with a stakeholder before the match (WM 11)."""

    party: PartyId
    summary: str
    held_at: datetime
    recorded_by: str


MatchStatus = Literal["reserving", "reserved", "confirmed", "refused", "declined", "timed_out", "withdrawn"]
ALIVE: tuple[MatchStatus, ...] = ("reserving", "reserved")
"""A match that is neither confirmed nor over."""


class MatchState(Shape):
    """A match after an event. ``explanation`` is the ranking the officer chose from, kept with the proposal."""

    match_id: str
    reference: str
    region: str
    status: MatchStatus
    lines: tuple[MatchLine, ...] = Field(min_length=1)
    sides: tuple[Side, ...]
    reservations: tuple[Reservation, ...]
    consultations: tuple[Consultation, ...] = ()
    counters: tuple[Counter, ...] = ()
    follows: str | None = Field(default=None, description="match_id of the one that a counter to it ended")
    followed_by: str | None = Field(default=None, description="match_id of the one made from a counter to it")
    functional_areas: tuple[FunctionalArea, ...] = ()
    channel: Channel | None = None
    delivery_mode: DeliveryMode | None = None
    proposed_by: str
    proposal_reason: str
    explanation: tuple[dict[str, Any], ...] = ()
    proposed_at: datetime
    reservation_deadline: datetime
    answer_due_at: datetime
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    handed_over_to: str | None = Field(default=None, description="Deployment that owns it now; here it is history")
    belonged: tuple[Belonged, ...] = Field(default=(), description="Deployments that owned it before, in order")


class NeedLine(Shape):
    """What is still open of one request line: open = asked - reserved - committed, in the line's unit."""

    line_id: LineId
    functional_area: FunctionalArea
    support_type: SupportType
    unit: Unit
    asked: Amount
    reserved: Amount
    committed: Amount
    open: Amount
