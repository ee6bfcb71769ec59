"""Who plays the demo's journey in each deployment: a State that it serves, an offerer, and what the one asks of the other.

The pairs follow public records where there is one (tests/data/public_cases.csv); what they write is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

CANARY = "CANARY-7f3a"
PACKAGE = {"amount": "1", "unit": "packages"}
THIS_RUN = (f"demo-{uuid4().hex[:12]}",)
"""The data of earlier starts stays, and each start asks, offers and meets anew, whatever it says."""


class NoCast(LookupError):
    """A deployment in which no State asks."""


@dataclass(frozen=True)
class Cast:
    """The parties of one journey with the names of their demo actors."""

    country: str
    """The State that asks, ISO 3166-1 alpha-3."""
    offerer: str
    language: str
    area: str
    zone: str
    title: str
    offered: str

    @property
    def state(self) -> str:
        """The State as a party."""
        return f"iso3166:{self.country}"

    @property
    def authority(self) -> str:
        """The actor that speaks for the State."""
        return f"{self.country.lower()}-authority"

    @property
    def gives(self) -> str:
        """The actor that speaks for the offerer."""
        scheme, _, name = self.offerer.partition(":")
        return f"{name.lower()}-authority" if scheme == "iso3166" else name

    def request(self) -> dict[str, Any]:
        """What the State submits; quantities are made up. A canary stands in every text that it will not agree to show."""
        objective = {
            "text": f"{CANARY} Decide within six months",
            "milestones": [
                {"text": f"{CANARY} 60% within six months", "kind": "quantitative", "due_on": "2027-06-30"},
                {"text": f"{CANARY} Officers apply one method", "kind": "qualitative", "due_on": "2027-06-30"},
            ],
        }
        line = {
            "line_id": "1", "functional_area": self.area, "support_type": "technical", "quantity": PACKAGE,
            "period": {"start": "2026-01-01", "end": "2027-12-31"},
        }  # fmt: skip
        return {
            "title": self.title,
            "language": self.language,
            "summary": f"{CANARY} Decisions take too long.",
            "requesting_states": [self.state],
            "competent_authority": {
                "name": f"The competent authority {CANARY}",
                "focal_point": {"name": CANARY, "email": "c@example.org"},
            },
            "submission_route": {"route": "country_office", "country_office": f"unhcr-office:{self.country}"},
            "national_plan": {"title": f"National plan of action {CANARY}", "reference": "PNA-2025"},
            "assessment": {"reference": f"Assessment {CANARY}", "conducted_on": "2025-11-03"},
            "own_commitments": [{"description": f"{CANARY} Twelve officers are hired"}],
            "gap": f"{CANARY} Two years of waiting on average.",
            "lines": [line],
            "objectives": [objective],
            "languages": [self.language],
            "distinct_from": list(THIS_RUN),
        }

    def offer(self, **more: Any) -> dict[str, Any]:
        """Two packages of what is asked for."""
        line = {"line_id": "experts", "functional_areas": [self.area], "support_type": "technical",
                "quantity": {"amount": "2", "unit": "packages"}}  # fmt: skip
        return {
            "title": self.offered, "language": self.language, "offering_parties": [self.offerer],
            "languages": [self.language], "lines": [line],
            "availability": {"start": "2026-01-01", "end": "2028-12-31"}, "channels": ["bilateral", "through_unhcr"],
            "distinct_from": list(THIS_RUN), **more,
        }  # fmt: skip

    def mailboxes(self) -> list[tuple[str, str, str]]:
        """(actor, party, language) of everybody who has to hear of it; addresses are made up."""
        return [(self.authority, self.state, self.language), (self.gives, self.offerer, self.language)]


_EXAMINATION = "Examination methods and training for eligibility staff"
CASTS: Mapping[str, Cast] = {
    "wca": Cast("TCD", "iso3166:FRA", "fr", "case_processing", "Africa/Ndjamena",
                "Stronger examination at the national eligibility commission", _EXAMINATION),
    "esa": Cast("ETH", "iso3166:SWE", "en", "registration", "Africa/Addis_Ababa",
                "Registration and documents at one-stop shops", "Experts in registration and study visits"),
    "europe": Cast("SRB", "org:euaa", "en", "institution_building", "Europe/Belgrade",
                   "A roadmap for the asylum office", "Experts for a roadmap of 24 months"),
    "mena": Cast("EGY", "iso3166:DEU", "ar", "legislation", "Africa/Cairo",
                 "Rules of procedure for the new asylum law", "Drafting of rules of procedure"),
    "ap": Cast("PHL", "iso3166:NZL", "en", "case_processing", "Asia/Manila",
               "One method of examination at the refugee unit", _EXAMINATION),
    "americas": Cast("MEX", "iso3166:CAN", "es", "case_management_it", "America/Mexico_City",
                     "Case files of the refugee commission in digital form", "Digitisation of case files"),
    "sandbox": Cast("XAB", "iso3166:XAG", "fr", "case_processing", "UTC",
                    "Made up: interview rooms in Valdoria", "Made up: interviewers of Mont Azur"),
}  # fmt: skip
"""Deployment -> its journey. Geneva has none: no State asks there."""


def cast_of(deployment: str) -> Cast:
    """Who plays in a deployment. Raises NoCast."""
    if deployment not in CASTS:
        known = ", ".join(sorted(CASTS))
        raise NoCast(f"No State asks at '{deployment}', so no journey is there; there is one of {known}")
    return CASTS[deployment]
