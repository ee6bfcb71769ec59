"""What a package of support makes its party owe: to say now and then that it still stands, as for an offer (WM 7)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from shared.modalities.paragraphs import P7
from shared.modalities.steps.confirmed import asked_again_at
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import SupportPackage


def of_package(one: SupportPackage, limits: Limits) -> Iterator[Step]:
    """One that is withdrawn, or ends by itself before it would be asked about, is not asked about."""
    asked_at, over = asked_again_at(one.confirmed_at, limits.unconfirmed), datetime(one.last_year + 1, 1, 1, tzinfo=UTC)
    if one.status == "prepared" and asked_at < over:
        until = limits.calendar(asked_at, limits.confirm, one.region)
        yield Step("package_stands", one.party, until, P7, begins_at=asked_at, ends_at=over)


def owing(region: str, state: Mapping[str, Any]) -> SupportPackage:
    """A package as these rules read it, from its state as JSON."""
    last = max(one["year"] for line in state["content"]["lines"] for one in line["years"])
    confirmed_at = datetime.fromisoformat(state["confirmed_at"])
    return SupportPackage(region, state["status"], state["party"], confirmed_at, last)
