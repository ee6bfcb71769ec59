"""A call for action as officers word it, and its state as dialogue keeps it: who was asked what, and what came, by each party's own word (WM 5)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.meeting import Link
from shared.contracts.shapes.values import (
    Country,
    Day,
    DeclineReason,
    FunctionalArea,
    Id,
    Language,
    PartyId,
    Quantity,
    Text,
    Title,
)

CallForActionStatus = Literal["open", "closed", "withdrawn"]
ActionAskedFor = Literal["advocacy", "resource_mobilisation", "steering", "communication"]
"""What paragraph 5 has asked of all interested parties."""
WordOnAction = Literal["pending", "will_do", "declined", "not_now"]
MOST_ASKED = 250
MOST_ACTION_REPORTS = 50


class ActionWording(Shape):
    """What is asked for, in one language."""

    language: Language
    title: Title
    text: Text


class ActionAbout(Shape):
    """A meeting or a declared crisis that it is about: one that everybody asked may read."""

    kind: Literal["meeting", "crisis"]
    item_id: Id


class CallForActionContent(Shape):
    """What is asked for. One that names no country, area, meeting or crisis is about the mechanism itself."""

    kind: ActionAskedFor
    wordings: tuple[ActionWording, ...] = Field(min_length=1, max_length=20, description="One a language")
    functional_areas: tuple[FunctionalArea, ...] = Field(default=(), max_length=24)
    countries: tuple[Country, ...] = Field(default=(), max_length=20)
    about: ActionAbout | None = None

    @property
    def title(self) -> str:
        """As it was worded first."""
        return self.wordings[0].title


class ActionWord(Shape):
    """A party's own word: that it will do something, what and by when; that it does not, and why; or that it does not now."""

    answer: Literal["will_do", "declined", "not_now"]
    what: Text | None = None
    language: Language | None = None
    by: Day | None = None
    reason_code: DeclineReason | None = None


class ActionDone(Shape):
    """What a party says itself that it did. ``raised``: of a call to mobilise resources, how much, as its own statement."""

    text: Text
    language: Language
    done_on: Day
    evidence: Link | None = None
    raised: Quantity | None = Field(default=None, description="An amount of money, its unit a currency")


class ActionReport(ActionDone):
    """The same with its number among the party's own, and when it was said, corrected and taken back."""

    number: int
    said_at: datetime
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None


class AskedParty(Shape):
    """A party with its own word and what it did. ``region``: the deployment that serves it, if it is not the call's; ``shown``: whether
    it lets other parties that were asked read that.
    """

    party: PartyId
    came: Literal["asked", "joined"]
    asked_at: datetime
    region: str | None = None
    answer: WordOnAction = "pending"
    word: ActionWord | None = None
    answered_at: datetime | None = None
    shown: bool = False
    reports: tuple[ActionReport, ...] = ()

    def did(self) -> tuple[ActionReport, ...]:
        """What it says that it did, and did not take back."""
        return tuple(one for one in self.reports if one.withdrawn_at is None)


class ActionOutcome(Shape):
    """What came of it, or why it is taken back, in the words of the Secretariat."""

    text: Text
    language: Language


class CallForActionState(Shape):
    """A call for action after an event. ``open_to_all``: whether every stakeholder reads it and may join by its own word."""

    call_for_action_id: str
    reference: str
    region: str
    status: CallForActionStatus
    content: CallForActionContent
    due_on: Day
    opened_at: datetime
    revised_at: datetime | None = None
    open_to_all: bool = False
    parties: tuple[AskedParty, ...] = ()
    ended_at: datetime | None = None
    outcome: ActionOutcome | None = None

    def party(self, party: str) -> AskedParty | None:
        """How a party stands to it."""
        return next((one for one in self.parties if one.party == party), None)

    def shown_parties(self) -> tuple[str, ...]:
        """Who lets others read its word."""
        return tuple(one.party for one in self.parties if one.shown)

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.parties if one.region is not None) - {self.region}
