"""The fund as the roster keeps it while it is switched on: what parties give with ear-marks, what officers allot (WM 7)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.shapes.values import (
    Country,
    Day,
    FunctionalArea,
    Id,
    Language,
    LineElsewhere,
    Quantity,
    Text,
    Title,
)

ContributionStatus = Literal["promised", "received", "withdrawn"]
AllotmentStatus = Literal["proposed", "approved", "refused", "withdrawn", "declined", "closed"]
EntryKind = Literal["receipt", "allotment", "commitment", "payment", "release", "return", "reversal"]


class FundEarmark(Shape):
    """What a contribution is for: all that is said here holds for each allotment of it; nothing said: for anything."""

    country: Country | None = None
    functional_area: FunctionalArea | None = None
    quality_initiative: bool = False


class ContributionContent(Shape):
    """What a party gives: an amount of one currency, and its ear-mark."""

    money: Quantity
    earmark: FundEarmark = FundEarmark()
    words: Text | None = None
    language: Language


class ContributionPaper(Shape):
    """The paper that the party signed, where officers record what it says."""

    reference: Title
    signed_on: Day


class FundContribution(Shape):
    """A contribution after a change. ``persons``: who recorded it and who said that it came; none of them approves what is made of it."""

    contribution_id: str
    reference: str
    region: str
    status: ContributionStatus
    party: str
    content: ContributionContent
    paper: ContributionPaper | None = None
    persons: tuple[str, ...] = classified(Classification.STRICTLY_CONFIDENTIAL, default=())
    promised_at: datetime
    received_on: date | None = None


class FundPurpose(Shape):
    """What an allotment is for: a line of a request, an expert's hire, the quality-assurance initiative; one of them or several."""

    request_id: Id | None = None
    line_id: LineElsewhere | None = None
    expert_id: Id | None = None
    initiative_id: Id | None = None

    @model_validator(mode="after")
    def _some(self) -> "FundPurpose":
        if self.request_id is None and self.expert_id is None and self.initiative_id is None:
            raise ValueError("a request, an expert or an initiative is named")
        if (self.request_id is None) != (self.line_id is None):
            raise ValueError("a request is named with its line")
        return self


class AllotmentContent(Shape):
    """What is proposed: so much of a contribution for a purpose, in support of a State, with the reason."""

    contribution_id: Id
    money: Quantity
    state: Country
    functional_area: FunctionalArea | None = None
    purpose: FundPurpose
    reason: Text
    language: Language


class StateAnswer(Shape):
    """The word of the State in whose support money is spent; ``shows_contributor``: whether who gave it reads which State that is."""

    agreed: bool
    shows_contributor: bool = False
    said_at: datetime


class AllotmentDecision(Shape):
    """What a second person decided, and why."""

    approved: bool
    reason: Text
    by: str = classified(Classification.STRICTLY_CONFIDENTIAL)
    decided_at: datetime


class FundAllotment(Shape):
    """An allotment after a change. ``proposed_by``: the person."""

    allotment_id: str
    reference: str
    region: str
    status: AllotmentStatus
    content: AllotmentContent
    proposed_by: str | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)
    proposed_at: datetime
    decision: AllotmentDecision | None = None
    answer: StateAnswer | None = None
    closed_at: datetime | None = None


class FundPosting(Shape):
    """One side of an entry: ``account`` is what of which thing, e.g. ``paid:<allotment>``."""

    account: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)


class FundEntry(Shape):
    """What happened to money of one contribution: debits and credits of one currency that come to the same."""

    entry_id: str
    number: int = 0
    kind: EntryKind
    contribution_id: str
    allotment_id: str | None = None
    currency: str
    postings: tuple[FundPosting, ...]
    by: str = classified(Classification.STRICTLY_CONFIDENTIAL)
    reason: str | None = None
    reverses: str | None = None
    at: datetime
