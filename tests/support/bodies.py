"""Valid bodies that a test changes where it matters."""

from itertools import count
from typing import Any

_OTHERS = count(1)
PACKAGES = {"amount": "1", "unit": "packages"}


def another() -> dict[str, Any]:
    """Says of a body that another one is meant than every open one that says the same."""
    return {"distinct_from": [f"ANOTHER-{next(_OTHERS)}"]}


def request_body(**changes: Any) -> dict[str, Any]:
    """A request of Chad that meets every criterion."""
    body: dict[str, Any] = {
        "title": "Digital registration of asylum applications",
        "language": "fr",
        "summary": "Files are on paper and are lost.",
        "requesting_states": ["iso3166:TCD"],
        "competent_authority": {"name": "CNARR", "focal_point": {"name": "A. Official", "email": "cnarr@example.org"}},
        "submission_route": {"route": "country_office", "country_office": "unhcr-office:TCD"},
        "national_plan": {"title": "National plan of action", "reference": "PNA-2025"},
        "assessment": {"reference": "Assessment 2025"},
        "gap": "Registration takes ninety days.",
        "lines": [
            {
                "line_id": "1",
                "functional_area": "registration",
                "support_type": "technical",
                "quantity": PACKAGES,
                "period": {"start": "2026-01-01", "end": "2027-12-31"},
            }
        ],
        "languages": ["fr"],
    }
    return body | another() | changes


def offer_body(**changes: Any) -> dict[str, Any]:
    """A standing offer of France with one package."""
    body: dict[str, Any] = {
        "title": "Experts in digital registration",
        "language": "fr",
        "offering_parties": ["iso3166:FRA"],
        "lines": [
            {
                "line_id": "experts",
                "functional_areas": ["registration"],
                "support_type": "technical",
                "quantity": PACKAGES,
            }
        ],
        "availability": {"start": "2026-01-01", "end": "2028-12-31"},
        "languages": ["fr"],
        "visibility": "mechanism",
    }
    return body | another() | changes
