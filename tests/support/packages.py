"""A package of support as a party prepares it, and events of one (WM 7, 18)."""

from datetime import datetime
from typing import Any

from services.roster.domain import support_package as domain
from shared.contracts.shapes.support_package import PackageContent, SupportPackageState

FRA = "iso3166:FRA"


def package_body(**changes: Any) -> dict[str, Any]:
    """Courses and equipment for registration, in two languages and two years."""
    return {
        "wordings": [
            {"language": "en", "title": "Training on registration", "summary": "Two trainers", "conditions": "Rooms are provided"},
            {"language": "fr", "title": "Formation à l'enregistrement", "summary": "Deux formateurs"},
        ],
        "lines": [
            {
                "line_id": "courses", "functional_areas": ["registration"], "support_type": "technical", "unit": "courses",
                "years": [{"year": 2030, "amount": "4"}, {"year": 2031, "amount": "2"}],
            },
            {
                "line_id": "kits", "functional_areas": ["registration", "documentation"], "support_type": "material",
                "unit": "items", "years": [{"year": 2030, "amount": "10"}],
            },
        ],
        "cost_borne": "offering_party",
        "languages": ["en", "fr"],
        "legal_traditions": ["civil_law"],
        "channels": ["bilateral"],
        "delivery_modes": ["peer_to_peer"],
    } | changes  # fmt: skip


def prepared(now: datetime, party: str = FRA, **changes: Any) -> SupportPackageState:
    """A package that a party has just prepared."""
    content = PackageContent.model_validate(package_body(**changes))
    return domain.prepared(content, "p1", "PACKAGE-2026-FRA-001", "wca", party, now)
