"""What an organisation that asks to be registered makes owed: an officer decides (WM 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.modalities.access.actor import SECRETARIAT, officers_of
from shared.modalities.paragraphs import P3
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class Applied:
    """An organisation, as far as somebody owes something of it. ``across_regions``: Geneva decides."""

    region: str
    status: str
    across_regions: bool
    since: datetime


def of_organisation(one: Applied, limits: Limits) -> Iterator[Step]:
    """An officer of the bureau decides, of one that works across regions an officer in Geneva."""
    if one.status == "applied":
        who = SECRETARIAT if one.across_regions else officers_of(one.region)
        yield Step("organisation_decision", who, limits.calendar(one.since, limits.confirm, one.region), P3)


def applied_of(region: str, state: Mapping[str, Any]) -> Applied:
    """An organisation as the rules of steps read it, from its state as JSON."""
    return Applied(region, state["status"], state["across_regions"], datetime.fromisoformat(state["applied_at"]))
