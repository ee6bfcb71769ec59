"""An expert as a party lists one, and its life without a running service, made with the roster's own rules (WM 7)."""

from datetime import date, datetime
from typing import Any

from services.roster.domain import expert as domain
from services.roster.domain.expert import Sent
from shared.contracts.shapes.expert import ExpertProfile, ExpertState, Receiver
from shared.contracts.shapes.values import Period

FRA, TCD = "iso3166:FRA", "iso3166:TCD"


def expert_body(**changes: Any) -> dict[str, Any]:
    """A judge who trains on evidence, certified by an agency."""
    return {
        "title": "Judge of an asylum chamber",
        "language": "en",
        "summary": "Trains on assessment of evidence, since 2014-2016 in courts",
        "functional_areas": ["registration"],
        "languages": ["fr", "en"],
        "legal_traditions": ["civil_law"],
        "experience_years": 12,
        "level": "senior",
        "certifications": [
            {"title": "Trainer on evidence", "issuer": "EU Agency for Asylum", "issued_on": "2024-03-01"}
        ],
        "visibility": "mechanism",
    } | changes


def listed(now: datetime, party: str = FRA, **changes: Any) -> ExpertState:
    """An expert that a party has just listed."""
    content = ExpertProfile.model_validate(expert_body(**changes))
    return domain.listed(content, "x1", "EXPERT-2026-FRA-001", "wca", party, now)


def sent(state: ExpertState, start: date, end: date | None, now: datetime, region: str | None = None) -> ExpertState:
    """The same in an engagement with Chad."""
    engagement = Sent("e1", "ENGAGEMENT-2026-WCA-001", (Receiver(party=TCD, region=region),))
    return domain.deployed(state, engagement, Period(start=start, end=end), now)
