"""What a request rests on: the plan that it is part of, the assessment before it, what its State committed itself (WM 13, 15.i)."""

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import (
    AssessmentReference,
    CommitmentId,
    Day,
    LineElsewhere,
    PlanReference,
    Text,
    Title,
)


class NationalPlan(Shape):
    """The national plan of action the request is part of (WM 13, 15.i)."""

    title: Title
    reference: Text | None = None
    adopted_on: Day | None = None
    recorded_as: PlanReference | None = Field(default=None, description="As a requesting State keeps it here")


class CapacityAssessment(Shape):
    """The prior assessment of gaps, needs and existing capacity (WM 13)."""

    reference: Text
    conducted_on: Day | None = None
    summary: Text | None = None
    recorded_as: AssessmentReference | None = Field(default=None, description="As a requesting State keeps it here")


class OwnCommitment(Shape):
    """What the requesting State has already committed to the project (WM 13)."""

    description: Text
    resources: Text | None = None
    recorded_as: CommitmentId | None = Field(default=None, description="As a requesting State keeps it here")
    for_line: LineElsewhere | None = Field(default=None, description="The line of the request that it is for")
