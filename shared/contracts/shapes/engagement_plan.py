"""What is to be delivered by whom and when, what it is to reach, and what was said of it since (WM 15.ii, 15.vii, 20)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, LineId, Measured, PartyId, Quantity, Text, Title

ResultKind = Literal["output", "outcome", "impact", "other"]
"""IATI ResultType 1, 2, 3 and 9."""
Measure = Literal["unit", "percentage", "nominal", "ordinal", "qualitative"]
"""IATI IndicatorMeasure 1 to 5."""
Evidenced = Literal["self_reported", "confirmed", "disputed"]
"""Said by one side; confirmed by the other; or noted by the other as otherwise."""

EvidenceLink = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/]+[^\s]*$", max_length=500),
    Field(examples=["https://registry.example/report-1"]),
]


class Evidence(Shape):
    """Where it can be read. The document itself stays where it is."""

    title: Title
    link: EvidenceLink
    dated: Day | None = None


class PlannedDelivery(Shape):
    """What is to be delivered of one line: how much, when, where and by whom."""

    delivery_id: LineId
    line_id: LineId
    what: Title
    quantity: Quantity = Field(description="In the offer line's unit")
    due_on: Day
    where: Text | None = None
    by: Literal["party", "unhcr", "partner"] = "party"
    partner: PartyId | None = None


class PlannedMilestone(Shape):
    """A step that shows whether the objective is reached. A number has a baseline and a target (WM 15.ii)."""

    milestone_id: LineId
    text: Text
    objective: Text | None = None
    result: ResultKind = "output"
    measure: Measure
    indicator: Text | None = None
    baseline: Measured | None = None
    target: Measured | None = None
    due_on: Day


class PlanContent(Shape):
    """What a side proposes to do: deliveries, milestones, how it is monitored (WM 15.vii)."""

    deliveries: tuple[PlannedDelivery, ...] = Field(default=(), max_length=200)
    milestones: tuple[PlannedMilestone, ...] = Field(default=(), max_length=100)
    monitoring: Text | None = None


class Plan(Shape):
    """A version of the plan and the parties that agreed to it; who proposes one agrees to it."""

    version: int
    content: PlanContent
    proposed_by: PartyId
    proposed_at: datetime
    agreed_by: tuple[PartyId, ...]


class PlanFinding(Shape):
    """What lacks before the start. It advises, and bars nothing."""

    paragraph: str
    subject: Literal["monitoring", "quantitative_milestones", "qualitative_milestones", "deliveries"]
    outcome: Literal["met", "not_met"]
    reason: str


class Reported(Shape):
    """What one side reports and the other answers."""

    words: Text | None = None
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)
    reported_by: PartyId
    reported_at: datetime
    standing: Evidenced = "self_reported"
    answered_by: PartyId | None = None
    answer: Text | None = None
    answered_at: datetime | None = None


class ReportedDelivery(Reported):
    """Something was delivered, as one side says; the other confirms it or says what was otherwise."""

    report_id: LineId
    line_id: LineId
    delivery_id: LineId | None = Field(default=None, description="Which planned delivery it was")
    quantity: Quantity
    covers: Quantity
    delivered_on: Day


class ReportedMilestone(Reported):
    """Where a milestone stands, as one side says. ``reached``: it is met; after that it is not moved any more."""

    milestone_id: LineId
    reached: bool
    actual: Measured | None = None
    as_of: Day


class UseOfFunds(Shape):
    """What money was used for (WM 15.vii): exact, in its currency."""

    report_id: LineId
    line_id: LineId
    used: Quantity
    used_on: Day
    purpose: Text
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)
    reported_by: PartyId
    reported_at: datetime
