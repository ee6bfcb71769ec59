"""Counts of a deployment's own records by month, as signals of early warning are worked out of them (WM 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

REQUESTS, URGENT, FEEDBACK, CALLS = (
    "requests_rise",
    "urgent_requests_rise",
    "late_feedback_rise",
    "unanswered_calls_rise",
)
BY_COUNTRY = (REQUESTS, URGENT)
"""Counted by country of the requesting States; the others by deployment. A warning is kept of a country."""
COMPARED = 12
"""How many months before are compared with, at most."""


@dataclass(frozen=True, slots=True)
class CountedRecords:
    """How many records of a kind there are of a place in a month. ``place``: a country's code, or the region itself."""

    region: str
    kind: str
    place: str
    month: str
    count: int


@dataclass(frozen=True)
class OwnRecords:
    """Counts of deployments. ``first``: when each one's first request was submitted."""

    first: Mapping[str, datetime]
    counted: Iterable[CountedRecords] = field(default=())
