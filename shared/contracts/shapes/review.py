"""A review of the terms of reference as dialogue keeps it: its period, how it came, proposals, and what was decided (WM 21)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, Language, PartyId, Text

ReviewStatus = Literal["due", "asked", "declined", "opened", "consulting", "concluded"]
Decided = Literal["taken_up", "not_taken_up", "later"]
LOOKING = ("opened", "consulting", "concluded")
"""Statuses of a review that looks at a period, which no other review of its deployment looks at."""
MOST_PROPOSALS = 200

ParagraphNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]?(\.[ivx]{1,4})?$"),
    Field(description="As the working modalities number it, e.g. 8 or 15.iii", examples=["8"]),
]


class ReviewedPeriod(Shape):
    """The days that a review looks at, both within it."""

    from_on: Day
    until_on: Day

    def meets(self, other: "ReviewedPeriod") -> bool:
        """Whether both have a day in common."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on


class FromMeeting(Shape):
    """The meeting that a proposal comes from (WM 4)."""

    meeting_id: str
    reference: str


class ReviewProposal(Shape):
    """What a party proposes to change. Once its party took it back, nobody reads its text any more."""

    proposal_id: str
    party: PartyId
    paragraph: ParagraphNumber
    language: Language
    text: Text | None
    meeting: FromMeeting | None = None
    made_at: datetime
    withdrawn_at: datetime | None = None
    decision: Decided | None = None
    decision_words: Text | None = None


class ReviewConcerned(Shape):
    """A party that is told of a review by itself. ``region``: the deployment that serves it, if it is not the review's."""

    party: PartyId
    region: str | None = None


class ReviewConclusion(Shape):
    """How a review ended. ``terms_from``: from which day changed terms hold; null where they stay as they are."""

    words: Text
    language: Language
    concluded_at: datetime
    terms_from: Day | None = None


class ReviewState(Shape):
    """A review after an event.

    ``came``: on its day of the year, or asked for by ``asked_by`` with a reason. ``due_on``: the review day of a yearly one.
    ``words``: what the Secretariat says of it as it opens it, in ``language``; ``consult_until``: the last day for proposals.
    """

    review_id: str
    reference: str
    region: str
    status: ReviewStatus
    came: Literal["yearly", "asked"]
    begun_at: datetime
    due_on: Day | None = None
    asked_by: PartyId | None = None
    asked_region: str | None = Field(default=None, description="The deployment that serves who asked, if it is another")
    reason: Text | None = None
    reason_language: Language | None = None
    declined_because: Text | None = None
    declined_language: Language | None = None
    period: ReviewedPeriod | None = None
    opened_at: datetime | None = None
    words: Text | None = None
    language: Language | None = None
    concerned: tuple[ReviewConcerned, ...] = ()
    consulting_at: datetime | None = None
    consult_until: Day | None = None
    proposals: tuple[ReviewProposal, ...] = ()
    conclusion: ReviewConclusion | None = None

    def proposal(self, proposal_id: str) -> ReviewProposal | None:
        """One of its proposals."""
        return next((one for one in self.proposals if one.proposal_id == proposal_id), None)

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        regions = {one.region for one in self.concerned} | {self.asked_region}
        return frozenset(one for one in regions if one is not None)

    def takes_proposals(self, today: date) -> bool:
        """Whether parties may propose on a day."""
        return self.status == "consulting" and self.consult_until is not None and today <= self.consult_until
