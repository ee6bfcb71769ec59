"""A capacity assessment as a State plans it (WM 13, 14)."""

from datetime import datetime
from typing import Any

from services.intake.domain import assessment as domain
from shared.contracts.shapes.assessment import AssessmentContent, AssessmentState

TCD = "iso3166:TCD"


def area(line_id: str = "1", **changes: Any) -> dict[str, Any]:
    """A line of one that says all there is to say."""
    return {
        "line_id": line_id,
        "functional_area": "registration",
        "present_capacity": "Two desks register forty people a day",
        "gap": "Registration takes ninety days",
        "priority": "high",
        "evidence": [{"title": "Report", "link": "https://registry.example/report-1", "dated": "2026-02-01"}],
    } | changes


def assessment_body(**changes: Any) -> dict[str, Any]:
    """Registration and decisions, in the first months of 2026."""
    return {
        "title": "Capacity of registration",
        "language": "en",
        "method": "entry_and_registration",
        "period": {"start": "2026-01-05", "end": "2026-03-31"},
        "done_by": "National commission",
        "done_with": ["UNHCR", "Bar association"],
        "summary": "Registration is the narrowest place",
        "areas": [area("1"), area("2", functional_area="training", gap="No training since 2023", priority="low")],
    } | changes


def assessed(now: datetime, party: str = TCD, **changes: Any) -> AssessmentState:
    """One that a State has just planned."""
    content = AssessmentContent.model_validate(assessment_body(**changes))
    new = domain.NewAssessment("a1", "ASSESSMENT-2026-TCD-001", "wca", party, party, now)
    return domain.planned(new, content)
