"""A capacity assessment as a State plans, carries out and validates it, and its state as intake keeps it (WM 13, 14)."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, model_validator

from shared.contracts.event import Shape
from shared.contracts.shapes.codes import AssessmentMethod
from shared.contracts.shapes.engagement_plan import Evidence
from shared.contracts.shapes.values import (
    AssessmentReference,
    Country,
    FunctionalArea,
    Language,
    LineId,
    PartyId,
    Period,
    Text,
    Title,
)

AssessmentStatus = Literal["planned", "under_way", "validated", "superseded", "dropped"]
AssessmentPriority = Literal["high", "medium", "low"]
AssessmentRole = Literal["editor", "reader"]
OPEN: tuple[AssessmentStatus, ...] = ("planned", "under_way")
"""It is still worked on."""


class AssessedArea(Shape):
    """A line of an assessment: what there is of a functional area, what is lacking, what shows it, how much it presses."""

    line_id: LineId
    functional_area: FunctionalArea
    present_capacity: Text | None = None
    gap: Text | None = None
    priority: AssessmentPriority | None = None
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)


class AssessmentContent(Shape):
    """What is assessed, how, by whom and with whom. While it is worked on any area may still say nothing but its name."""

    title: Title
    language: Language
    method: AssessmentMethod
    own_method: Text | None = Field(default=None, description="Of a method of the State's own: which, and its version")
    period: Period
    done_by: Title | None = Field(default=None, description="Who carries it out")
    done_with: tuple[Title, ...] = Field(default=(), max_length=50, description="Who takes part (WM 14)")
    summary: Text | None = None
    areas: tuple[AssessedArea, ...] = Field(default=(), max_length=100)

    @model_validator(mode="after")
    def _distinct(self) -> "AssessmentContent":
        if len({one.line_id for one in self.areas}) != len(self.areas):
            raise ValueError("two areas have the same line_id")
        return self


class AssessmentHand(Shape):
    """A party to which its State shows an assessment, or which it asks to work on it (WM 14)."""

    party: PartyId
    role: AssessmentRole
    since: datetime


class AssessmentState(Shape):
    """An assessment after an event. It is its State's own: whom the State does not show it to reads nothing of it.

    ``content_version`` rises with each change of what it says; ``method_version``: the day from which the version of its method is in
    force. ``replaces``: the one that it takes the place of, once it is validated.
    """

    assessment_id: str
    reference: AssessmentReference
    region: str
    status: AssessmentStatus
    party: Country
    entered_by: PartyId
    content_version: int
    content: AssessmentContent
    method_version: date
    planned_at: datetime
    changed_at: datetime
    begun_at: datetime | None = None
    validated_at: datetime | None = None
    replaces: AssessmentReference | None = None
    superseded_by: AssessmentReference | None = None
    hands: tuple[AssessmentHand, ...] = ()
