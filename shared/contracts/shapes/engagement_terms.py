"""What both sides of an engagement agree on: terms, each proposed and countered with words, and signed (WM 11, 19, 20)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.contracts.shapes.values import Day, Label, LineId, PartyId, Period, Quantity, Text

SideRole = Literal["requester", "offerer"]


class TermsLine(Shape):
    """How much of an engagement's line is agreed on, and when. A line that is left out is not part of it."""

    line_id: LineId
    quantity: Quantity = Field(description="In the offer line's unit")
    covers: Quantity = Field(description="How much of the request line it meets, in that line's unit")
    period: Period | None = None


class TermsContent(Shape):
    """What is proposed: quantities and dates by line, how it is given and by whom."""

    lines: tuple[TermsLine, ...] = Field(min_length=1, max_length=100)
    channel: Channel
    delivery_mode: DeliveryMode
    implementing_partner: PartyId | None = Field(default=None, description="Who carries it out (WM 20)")


class TermsAside(Shape):
    """A proposed version is for nobody to sign any more: another party declined it, or who proposed it took it back."""

    how: Literal["declined", "taken_back"]
    by: PartyId
    words: Text
    at: datetime


class Terms(Shape):
    """One version of what is proposed. The first is what the match says; each later one was proposed by a side, with words.

    ``digest``: SHA-256 of the agreement record of this version, in hexadecimal digits.
    """

    version: int
    content: TermsContent
    proposed_by: PartyId | None = Field(default=None, description="null: as the match was confirmed")
    words: Text | None = None
    proposed_at: datetime
    digest: str
    set_aside: TermsAside | None = Field(default=None, description="Who declined it, or took it back, and why")


class Signature(Shape):
    """A party's own word for one version: by its login, or on paper that its country office or bureau recorded."""

    party: PartyId
    version: int
    how: Literal["login", "paper"]
    paper_reference: Label | None = None
    paper_signed_on: Day | None = None
    recorded_by: str | None = Field(default=None, description="Who recorded the paper; null for a login")
    signed_at: datetime
