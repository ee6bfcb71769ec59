"""Hard filters, apart from the score: an offer that cannot serve is excluded with its reason, never scored low."""

from services.matching.fit.features import OfferFeatures
from services.matching.fit.signals import Asked

REASONS = {
    "not_live": "The offer is withdrawn",
    "own_offer": "The offerer is the State that asks",
    "other_geography": "The offer is for other countries or regions",
    "not_available": "The offer is not available in the period asked",
    "nothing_left": "Nothing of the offer is left",
}


def excluded(asked: Asked, offer: OfferFeatures) -> str | None:
    """The code of the first reason that excludes an offer; None when it may be ranked."""
    if not offer.live:
        return "not_live"
    if set(offer.parties) & set(asked.states):
        return "own_offer"
    named = offer.countries or offer.bureaux
    if named and not (offer.countries & frozenset(asked.states) or offer.bureaux & asked.bureaux):
        return "other_geography"
    if (asked.end is not None and offer.start > asked.end) or (asked.start is not None and offer.end < asked.start):
        return "not_available"
    if all(line.remaining <= 0 for line in offer.lines):
        return "nothing_left"
    return None
