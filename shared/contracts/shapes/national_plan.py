"""A national plan of action as a State keeps it here, and its state as intake keeps it (WM 13, 15.i)."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from shared.contracts.event import Shape
from shared.contracts.shapes.values import (
    Amount,
    Country,
    Day,
    FunctionalArea,
    Language,
    LineId,
    PartyId,
    Period,
    PlanReference,
    Text,
    Title,
)

PlanStatus = Literal["in_force", "superseded"]


class PlanTitle(Shape):
    """What it is called in a language."""

    language: Language
    title: Title


class PlanLine(Shape):
    """An aim of the plan, with its numbers: from where, to what, of what, by when."""

    line_id: LineId
    functional_area: FunctionalArea
    aim: Text
    measured_in: Title | None = Field(default=None, description="Of what the numbers are, e.g. decisions a month")
    baseline: Amount | None = None
    target: Amount | None = None
    due_on: Day | None = None


class NationalPlanContent(Shape):
    """The plan as its State words it."""

    title: Title
    language: Language
    other_titles: tuple[PlanTitle, ...] = Field(default=(), max_length=20, description="What it is called in others")
    period: Period
    adopted_on: Day | None = None
    document: Text | None = Field(
        default=None, description="Where its text is: among the documents of a case, or published"
    )
    summary: Text | None = None
    lines: tuple[PlanLine, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _distinct(self) -> "NationalPlanContent":
        if len({one.line_id for one in self.lines}) != len(self.lines):
            raise ValueError("two lines have the same line_id")
        return self

    @property
    def areas(self) -> tuple[str, ...]:
        """Functional areas of its lines."""
        return tuple(sorted({one.functional_area for one in self.lines}))


class PlanReader(Shape):
    """A party to which its State shows a plan."""

    party: PartyId
    since: datetime


class NationalPlanState(Shape):
    """A plan after an event. It is its State's own: whom the State does not show it to reads nothing of it.

    ``content_version`` rises with each change of what it says. ``replaces``: the one that it took the place of.
    """

    national_plan_id: str
    reference: PlanReference
    region: str
    status: PlanStatus
    party: Country
    entered_by: PartyId
    content_version: int
    content: NationalPlanContent
    recorded_at: datetime
    changed_at: datetime
    replaces: PlanReference | None = None
    superseded_by: PlanReference | None = None
    readers: tuple[PlanReader, ...] = ()
