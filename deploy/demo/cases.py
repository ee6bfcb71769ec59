"""Rows of the public cases -> the bodies a competent authority or an offerer would send.

The public records state parties, subjects and themes. They state no quantities and seldom dates, so those are made up
here, and the demo says so (MADE_UP); what a row does not say is left out, and the findings show it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycountry
from babel.languages import get_official_languages

from deploy.demo.parties import DemoParty, parties_of

CASES = Path(__file__).parents[2] / "tests/data/public_cases.csv"
REGION = {
    "wca": "West and Central Africa", "europe": "Europe", "americas": "The Americas", "esa": "Eastern and Southern Africa",
    "mena": "Middle East and North Africa", "ap": "Asia and the Pacific",
}  # fmt: skip
MADE_UP = "Quantities and periods are made up for the demonstration: the public record states none."


@dataclass(frozen=True)
class Case:
    """One row of the file with its columns read."""

    kind: str
    requesting: tuple[DemoParty, ...]
    offering: tuple[DemoParty, ...]
    region: str
    year: str
    subject: str
    themes: tuple[str, ...]
    support_types: tuple[str, ...]
    channels: tuple[str, ...]
    status: str
    source: str


def read_cases(path: Path = CASES) -> Iterator[Case]:
    """Every row, in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = tuple(t for t in row["support_type"].split(";") if t in {"technical", "material", "financial"})
            yield Case(
                row["kind"], tuple(parties_of(row["requesting"])), tuple(parties_of(row["offering"])), row["region"],
                row["year"], row["subject"], tuple(row["themes"].split(";")), known or ("technical",),
                tuple(c for c in row["channel"].split(";") if c != "unknown"), row["status"], row["source"],
            )  # fmt: skip


def languages_of(party: DemoParty) -> list[str]:
    """Official languages of a State (ISO 639-1); none for an organisation."""
    if party.country is None:
        return []
    country = pycountry.countries.get(alpha_3=party.country)
    alpha_2 = country.alpha_2 if country else ""
    return [code for code in get_official_languages(alpha_2, de_facto=True) if len(code) == 2][:20]


def request_body(case: Case, office: str | None) -> dict[str, Any]:
    """RequestContent of a case: only what the public record supports, plus made-up quantities."""
    lead = case.requesting[0]
    route: dict[str, Any] = {"route": "direct", "reason": "Taken from a public record"}
    if office:
        route = {"route": "country_office", "country_office": office}
    return {
        "title": case.subject[:200],
        "language": "en",
        "summary": f"{case.subject}. Source: {case.source}",
        "requesting_states": [party.party for party in case.requesting],
        "competent_authority": {"name": f"Competent authority of {lead.name}"},
        "submission_route": route,
        "lines": [
            {
                "line_id": str(number),
                "functional_area": theme,
                "support_type": case.support_types[0],
                "quantity": {"amount": "1", "unit": "packages"},
                "period": {"start": "2026-01-01", "end": "2027-12-31"},
            }
            for number, theme in enumerate(case.themes, 1)
        ],
        "languages": languages_of(lead),
    }


def offer_body(case: Case) -> dict[str, Any]:
    """OfferContent of a case; one line per kind of support, good for all its themes."""
    lead = case.offering[0]
    body: dict[str, Any] = {
        "title": case.subject[:200],
        "language": "en",
        "summary": f"{case.subject}. Source: {case.source}",
        "offering_parties": [party.party for party in case.offering],
        "lines": [
            {
                "line_id": kind,
                "functional_areas": list(case.themes),
                "support_type": kind,
                "quantity": {"amount": "4", "unit": "packages"},
            }
            for kind in case.support_types
        ],
        "availability": {"start": "2026-01-01", "end": "2028-12-31"},
        "languages": languages_of(lead),
        "channels": list(case.channels),
        "visibility": "public",
    }
    return body


def own_commitment_body(case: Case) -> dict[str, Any]:
    """A pledge row: what a party committed to do itself, without asking for anything."""
    return {
        "party": case.requesting[0].party,
        "title": case.subject[:200],
        "language": "en",
        "functional_areas": list(case.themes),
        "year": int(case.year) if case.year else None,
        "source": case.source,
    }
