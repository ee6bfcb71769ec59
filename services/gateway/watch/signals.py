"""Signals out of monthly figures: where the last month stands out of those before it (WM 12). Pure: the same file, the same signals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

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
    figures: Mapping[str, Mapping[str, int]], month: str | None, months: int, threshold: Threshold
) -> list[WatchSignal]:
    """Signals of a month, or of the last one that the figures have, against at most ``months`` before it, by country.

    Places that are looked at are those with a figure of that month and enough before it.
    """
    window = month or max((last for known in figures.values() for last in known), default="")
    span = [_before(window, n) for n in range(months, 0, -1)] if window else []
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
                    key=f"{KIND}:{country}:{window}",
                    kind=KIND,
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


def _before(month: str, by: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    years, left = divmod(year * 12 + number - 1 - by, 12)
    return f"{years:04}-{left + 1:02}"
