"""Signals out of monthly figures: where the last month stands out of those before it (WM 12). Pure: the same file, the same signals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from services.gateway.domain.months import months_before
from services.gateway.watch.rule import Threshold, risen

KIND = "applications_rise"


@dataclass(frozen=True, slots=True)
class WatchSignal:
    """One signal. ``key`` names kind, place and window: the same window never makes a second one. ``before``: the months compared
    with, the oldest first; a month without a figure is not among them, and is never read as none.
    """

    key: str
    kind: str
    country: str
    window: str
    after: int
    before: Mapping[str, int]
    mean_before: float
    dispersion: float
    chance: float
    limit: float
    threshold: Threshold

    def plain(self) -> dict[str, Any]:
        """As JSON tells it."""
        return asdict(self)


def signals(
    figures: Mapping[str, Mapping[str, int]], month: str | None, months: int, threshold: Threshold, kind: str = KIND
) -> list[WatchSignal]:
    """Signals of a month, or of the last one that the figures have, against at most ``months`` before it, by country or other place.

    Places that are looked at are those with a figure of that month and enough before it.
    """
    window = month or max((last for known in figures.values() for last in known), default="")
    span = months_before(window, months) if window else []
    looked = {
        country: {one: known[one] for one in span if one in known}
        for country, known in figures.items()
        if window in known
    }
    looked = {country: before for country, before in looked.items() if len(before) >= threshold.windows}
    found = []
    for country, before in sorted(looked.items()):
        after = figures[country][window]
        one = risen(after, list(before.values()), len(looked), threshold)
        if one is not None:
            found.append(
                WatchSignal(
                    key=f"{kind}:{country}:{window}",
                    kind=kind,
                    country=country,
                    window=window,
                    after=after,
                    before=before,
                    mean_before=one.mean_before,
                    dispersion=one.dispersion,
                    chance=one.chance,
                    limit=one.limit,
                    threshold=threshold,
                )
            )
    return found
