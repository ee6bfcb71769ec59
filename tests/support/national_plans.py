"""A pledge and a national plan of action as a State records them (WM 13)."""

from datetime import datetime
from typing import Any

from services.intake.domain import national_plan as domain
from shared.contracts.shapes.national_plan import NationalPlanContent, NationalPlanState
from shared.contracts.shapes.own_commitment import OwnCommitmentContent, OwnCommitmentState

TCD = "iso3166:TCD"


def plan_line(line_id: str = "1", **changes: Any) -> dict[str, Any]:
    """An aim with its numbers."""
    return {
        "line_id": line_id,
        "functional_area": "registration",
        "aim": "Whoever asks is registered within a week",
        "measured_in": "Days from arrival to registration",
        "baseline": "90",
        "target": "7",
        "due_on": "2027-12-31",
    } | changes


def plan_body(**changes: Any) -> dict[str, Any]:
    """A plan of four years with two aims."""
    return {
        "title": "National plan of action on asylum",
        "language": "en",
        "other_titles": [{"language": "fr", "title": "Plan national d’action sur l’asile"}],
        "period": {"start": "2026-01-01", "end": "2029-12-31"},
        "adopted_on": "2025-11-20",
        "document": "Official journal 2025/48",
        "lines": [plan_line("1"), plan_line("2", functional_area="training", aim="Every officer is trained")],
    } | changes


def planned(now: datetime, party: str = TCD, **changes: Any) -> NationalPlanState:
    """One that a State has just recorded."""
    content = NationalPlanContent.model_validate(plan_body(**changes))
    return domain.recorded(domain.NewPlan("p1", "PLAN-2026-TCD-001", "wca", party, party, now), content)


def pledge_body(**changes: Any) -> dict[str, Any]:
    """A pledge of Chad's at a Forum."""
    return {
        "party": TCD,
        "title": "Twelve officers for registration",
        "language": "en",
        "functional_areas": ["registration"],
        "year": 2023,
        "forum": "grf_2023",
        "contributors": ["Ministry of Territorial Administration"],
    } | changes


def pledged(now: datetime, **changes: Any) -> OwnCommitmentState:
    """One that its party has just recorded."""
    content = OwnCommitmentContent.model_validate(pledge_body(**changes))
    return OwnCommitmentState(commitment_id="c1", region="wca", content=content, recorded_at=now)
