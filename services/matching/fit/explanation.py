"""A ranking as plain data for people and programs."""

from collections.abc import Sequence
from typing import Any, TypedDict

from services.matching.fit.filters import REASONS
from services.matching.fit.ranking import LineRanking, Ranked
from services.matching.fit.signals import Signal
from services.matching.fit.weights import WEIGHTS


def explained(one: Ranked) -> dict[str, Any]:
    """One ranked offer: place, score, and each signal with value, weight and words."""
    return {
        "rank": one.place,
        "offer_id": one.offer.offer_id,
        "reference": one.offer.reference,
        "offering_parties": list(one.offer.parties),
        "offer_line_id": one.offer_line_id,
        "score": one.score,
        "signals": [_signal(signal) for signal in one.signals],
    }


def _signal(one: Signal) -> dict[str, Any]:
    """Of earlier work also each part of it, so that a page says it in the reader's language."""
    said = {"signal": one.signal, "value": one.value, "weight": WEIGHTS[one.signal], "words": one.words}
    return said | {"worked": [part._asdict() for part in one.worked]} if one.worked else said


class LineExplained(TypedDict):
    """A line of a request with its offers: ranked, the best first, and excluded."""

    line_id: str
    ranked: list[dict[str, Any]]
    excluded: list[dict[str, str]]


def explain(rankings: Sequence[LineRanking]) -> list[LineExplained]:
    """Every line with its ranked offers and all excluded ones with their reason."""
    found: list[LineExplained] = []
    excluded: dict[int, list[dict[str, str]]] = {}
    for one in rankings:
        # Lines with one period exclude the same offers for the same reasons, held in one list.
        if id(one.reasons) not in excluded:
            excluded[id(one.reasons)] = [
                {"offer_id": o.offer_id, "reference": o.reference, "reason": code, "words": REASONS[code]}
                for o, code in one.excluded
            ]
        ranked = [explained(offer) for offer in one.ranked]
        found.append({"line_id": one.line_id, "ranked": ranked, "excluded": excluded[id(one.reasons)]})
    return found
