"""Hard filters, apart from the score: an offer that cannot serve is excluded with its reason, never scored low (WM 11)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.matching.fit.features import OfferFeatures, OfferPlace, OfferWindow
from services.matching.fit.signals import AskedLine


@dataclass(frozen=True, slots=True)
class Filter:
    """A reason to exclude an offer, and the one aspect of it that decides."""

    code: str
    words: str
    aspect: Callable[[OfferFeatures], Any]
    excludes: Callable[[AskedLine, Any], bool]


def _elsewhere(asked: AskedLine, place: OfferPlace) -> bool:
    named = place.countries or place.bureaux
    return bool(named) and not (place.countries & frozenset(asked.states) or place.bureaux & asked.bureaux)


def _not_then(asked: AskedLine, window: OfferWindow) -> bool:
    late = asked.end is not None and window.start > asked.end
    return late or (asked.start is not None and window.end < asked.start)


FILTERS = (
    Filter("not_live", "The offer is withdrawn", lambda offer: offer.live, lambda _, live: not live),
    Filter("own_offer", "The offerer is the State that asks", lambda offer: offer.parties,
           lambda asked, parties: not set(parties).isdisjoint(asked.states)),
    Filter("outside_audience", "The request is not opened to the offerer", lambda offer: offer.parties,
           lambda asked, parties: asked.audience is not None and not all(map(asked.audience.admits, parties))),
    Filter("other_geography", "The offer is for other countries or regions", lambda offer: offer.place, _elsewhere),
    Filter("not_available", "The offer is not available in the period asked", lambda offer: offer.window, _not_then),
    Filter("nothing_left", "Nothing of the offer is left",
           lambda offer: any(line.left.remaining > 0 for line in offer.lines), lambda _, left: not left),
)  # fmt: skip
"""In the order in which the first that holds is the reason given."""

REASONS = {one.code: one.words for one in FILTERS}
