"""An organisation as an applicant describes it (WM 3)."""

from typing import Any


def organisation_body(**changes: Any) -> dict[str, Any]:
    """A network of clinics, with a name in two languages."""
    return {
        "names": [
            {"language": "en", "name": "Refugee Law Clinic Network"},
            {"language": "fr", "name": "Réseau de cliniques juridiques"},
        ],
        "kind": "ngo",
        "seat": "iso3166:SEN",
        "website": "https://clinics.example",
        "registration": "Register of associations of Senegal, 4711",
        "statement": "Trains decision makers and interpreters; could lend trainers",
        "language": "en",
        "across_regions": False,
    } | changes
