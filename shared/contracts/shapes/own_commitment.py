"""What a party commits to do itself, without asking for support (WM 13); the mechanism shows it as a pledge."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import (
    FunctionalArea,
    Language,
    LineElsewhere,
    PartyId,
    PlanReference,
    Text,
    Title,
    Year,
)

CommitmentStage = Literal["planning", "in_progress", "fulfilled"]
CommitmentForum = Literal["grf_2019", "grf_2023", "other"]
"""Where a pledge was made: at a Global Refugee Forum, or elsewhere."""
CommitmentStatus = Literal["recorded", "planning", "in_progress", "fulfilled"]
"""``recorded``: its party has not said how far it is."""


class CommittedInPlan(Shape):
    """The national plan that a commitment carries out, and the line of it (WM 13)."""

    recorded_as: PlanReference
    line_id: LineElsewhere | None = None


class OwnCommitmentContent(Shape):
    """A commitment as its party words it."""

    party: PartyId
    title: Title
    language: Language
    text: Text | None = None
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    year: Year | None = None
    source: Text | None = Field(default=None, description="Where it was made public")
    forum: CommitmentForum | None = Field(default=None, description="At which it was made")
    forum_name: Title | None = Field(default=None, description="Of another forum: which")
    contributors: tuple[Title, ...] = Field(default=(), max_length=50, description="Who gives to it beside the party")
    plan: CommittedInPlan | None = None


class OwnCommitmentState(Shape):
    """A commitment as intake keeps it. ``stage``: as its party last said; None while it said nothing of it.

    ``confirmed_at``: when the party last said how it stands, that it is as it was included; None while it never did.
    """

    commitment_id: str
    region: str
    content: OwnCommitmentContent
    recorded_at: datetime
    content_version: int = 1
    stage: CommitmentStage | None = None
    stage_note: Text | None = None
    stage_since: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def status(self) -> CommitmentStatus:
        """How it stands."""
        return self.stage or "recorded"
