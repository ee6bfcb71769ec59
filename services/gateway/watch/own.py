"""Signals out of a deployment's own records, by the rule that figures of a file are held to (WM 12). Pure: the same counts, the
same signals. Each deployment's are worked out from its own records alone, so that Geneva and the bureau find the same ones.

A month without a record IS a month of none here, unlike one without a row in a file: the deployment was there to receive
it. So months count from the one after its first request: that one may have begun in the middle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.gateway.domain.months import earlier, month_of, months_before
from services.gateway.domain.own_records import BY_COUNTRY, COMPARED, OwnRecords
from services.gateway.watch.rule import Threshold
from services.gateway.watch.signals import WatchSignal, signals

THRESHOLD = Threshold(least=5, ratio=1.5, alpha=0.01)
"""Of a region's records there are tens a month at most, where a file counts thousands: the chance holds for small numbers too."""


@dataclass(frozen=True, slots=True)
class SignalOfRecords:
    """A signal, and the deployment that its records are of."""

    region: str
    signal: WatchSignal

    @property
    def country(self) -> str | None:
        """The country that it is of, by its code; None where it is of the region."""
        return self.signal.country if self.signal.kind in BY_COUNTRY else None


def own_signals(records: OwnRecords, month: str) -> list[SignalOfRecords]:
    """Signals of a month that is over, by region, kind and place."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    for one in records.counted:
        by_month = found.setdefault((one.region, one.kind), {}).setdefault(one.place, {})
        by_month[one.month] = by_month.get(one.month, 0) + one.count
    return [
        SignalOfRecords(region, signal)
        for (region, kind), places in sorted(found.items())
        if region in records.first
        for signal in signals(_whole(places, records.first[region], month), month, COMPARED, THRESHOLD, kind)
    ]


def _whole(places: Mapping[str, Mapping[str, int]], first: datetime, month: str) -> dict[str, dict[str, int]]:
    """With none for each month in which the deployment was there and counted none."""
    since = earlier(month_of(first), -1)
    known = [one for one in (*months_before(month, COMPARED), month) if one >= since]
    return {place: {one: counts.get(one, 0) for one in known} for place, counts in places.items()}
