"""A counter to a proposed match: what a party would give or take instead, in its own word, and what became of it (WM 11)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import DeclineReason, Language, LineId, Measured, PartyId, Unit

CounterStatus = Literal["open", "taken", "kept", "withdrawn", "lapsed"]


class CounterLine(Shape):
    """What its party would give or take of one line of the match instead, in the unit of its own line; 0: not this line."""

    request_id: str
    request_line_id: LineId
    offer_id: str
    offer_line_id: LineId
    amount: Measured
    unit: Unit


class Counter(Shape):
    """A party's counter. Lines that it does not name it leaves as they are proposed.

    ``open`` until an officer takes it, keeps the proposal as it is, or its party withdraws it; ``lapsed`` when the match
    ended before that, or the party left it. A machine decides none of these.
    """

    counter_id: str
    party: PartyId
    lines: tuple[CounterLine, ...] = Field(min_length=1)
    words: str | None = None
    language: Language | None = None
    reason_code: DeclineReason | None = None
    made_at: datetime
    status: CounterStatus = "open"
    settled_at: datetime | None = None
    settled_by: str | None = Field(default=None, description="The officer who took it or kept the proposal")
    settled_reason: str | None = None
