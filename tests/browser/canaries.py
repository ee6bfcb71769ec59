"""Words that stand in what some may read and others may not, and who may: looked for in every page of the walk."""

from collections.abc import Mapping

SUMMARY = "CANARY-summary-7e1c"
"""In a field of Chad's request that Chad did not agree to show."""
DRAFT = "CANARY-draft-of-chad-5b20"
OFFER_DRAFT = "CANARY-draft-of-france-91d3"
ADDRESS = "canary-greffe-44aa@example.org"
MAY_READ: Mapping[str, frozenset[str]] = {
    SUMMARY: frozenset({"tcd-authority", "tcd-office", "wca-officer"}),
    DRAFT: frozenset({"tcd-authority", "tcd-office"}),
    OFFER_DRAFT: frozenset({"fra-authority"}),
    ADDRESS: frozenset({"tcd-authority"}),
}
"""Canary -> persons of the walk who may read it."""


def leaks(who: str, text: str) -> list[str]:
    """Canaries in a page that its reader may not read."""
    return [canary for canary, may in MAY_READ.items() if canary in text and who not in may]
