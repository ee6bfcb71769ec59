"""A call for offers: whom UNHCR asks for what, until when, and what came of it with each party (WM 16, 17)."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.classification import fields_of
from shared.contracts.event import Shape
from shared.contracts.shapes.handover import HANDED_OVER, Belonged
from shared.contracts.shapes.values import DeclineReason, LineId, PartyId

CallAnswer = Literal["offered", "declined", "ask_again"]
CallStatus = Literal["open", "closing", "closed", "recalled"]
Reach = Literal["to_be_reached", "reached", "seen", "unreachable"]
TAKES_ANSWERS: tuple[CallStatus, ...] = ("open", "closing")
"""A call that is neither closed nor recalled."""


class LineAnswered(Shape):
    """What a party says of one line of the request: an answer may be for a part of what is asked."""

    line_id: LineId
    answer: CallAnswer


class Approached(Shape):
    """One party that is asked, and what came of it. ``answer`` is of the whole call: an offer for one line is an offer.

    ``reason_code`` and ``ask_again_after`` are what it said last; ``offers``: identifiers of its offers in response.
    """

    party: PartyId
    region: str | None = Field(default=None, description="Deployment that serves and tells it; null: the call's own")
    reach: Reach = "to_be_reached"
    reach_at: datetime | None = None
    answer: CallAnswer | None = None
    lines: tuple[LineAnswered, ...] = ()
    reason_code: DeclineReason | None = None
    ask_again_after: date | None = None
    offers: tuple[str, ...] = ()
    named_to_state: bool = Field(default=False, description="Whether the requesting States may know that it was asked")
    answered_at: datetime | None = None


class Balance(Shape):
    """How the States that are asked stand by region. ``regions``: bureau -> how many; for the officer, who decides."""

    outcome: Literal["balanced", "one_sided", "too_few"]
    regions: dict[str, int]


class Solicitation(Shape):
    """UNHCR's call for offers: the consented view only, to the parties approached (WM 16, 17).

    ``approached`` are those that it is shown to now, nobody once it is recalled; ``asked`` are all that were asked, with what
    came of it. A call of before there were answers has no ``asked``.
    """

    solicitation_id: str
    request_id: str
    approached: tuple[PartyId, ...]
    shown: dict[str, Any] = fields_of("RequestContent")
    message: str | None = None
    answer_due_at: datetime
    sought_by: str
    sought_at: datetime
    region: str = Field(default="", description="Deployment that owns it; empty in calls of before they had a life")
    status: CallStatus = "open"
    requesting_states: tuple[PartyId, ...] = ()
    line_ids: tuple[LineId, ...] = Field(default=(), description="Lines it asks for; none: all that are shown")
    asked: tuple[Approached, ...] = ()
    balance: Balance | None = None
    closes_from: datetime | None = Field(
        default=None, description="From when on it is closing: the last days for an answer"
    )
    ended_at: datetime | None = None
    ended_because: (
        Literal["date", "officer", "agreement_withdrawn", "request_withdrawn", "agreement_narrowed"] | None
    ) = None
    ended_by: str | None = None
    ending_words: str | None = None
    handed_over_to: str | None = Field(default=None, description="Deployment that owns it now; here it is history")
    belonged: tuple[Belonged, ...] = Field(default=(), description="Deployments that owned it before, in order")

    @property
    def standing(self) -> str:
        """Its status where it stands: that it was handed over, or its own."""
        return HANDED_OVER if self.handed_over_to is not None else self.status

    def everyone(self) -> tuple[Approached, ...]:
        """All that were asked, also where nothing was kept of each."""
        return self.asked or tuple(Approached(party=party) for party in self.approached)

    def of(self, party: str) -> Approached | None:
        """What came of asking a party; None when it was not asked."""
        return next((one for one in self.everyone() if one.party == party), None)

    def serving(self) -> frozenset[str]:
        """Other deployments that serve a party that was asked."""
        return frozenset(one.region for one in self.asked if one.region is not None and one.region != self.region)
