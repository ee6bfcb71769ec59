"""A ranking as plain data for people and programs."""

from collections.abc import Sequence
from typing import Any

from services.matching.fit.filters import REASONS
from services.matching.fit.ranking import LineRanking, Ranked
from services.matching.fit.weights import WEIGHTS


def explained(one: Ranked, place: int) -> dict[str, Any]:
    """One ranked offer: place, score, and each signal with value, weight and words."""
    return {
        "rank": place,
        "offer_id": one.offer.offer_id,
        "reference": one.offer.reference,
        "offering_parties": list(one.offer.parties),
        "offer_line_id": one.offer_line_id,
        "score": one.score,
        "signals": [
            {"signal": s.signal, "value": s.value, "weight": WEIGHTS[s.signal], "words": s.words} for s in one.signals
        ],
    }


def explain(rankings: Sequence[LineRanking], most: int | None = None) -> list[dict[str, Any]]:
    """Every line with its ranked offers (the first ``most``) and all excluded ones with their reason."""
    return [
        {
            "line_id": ranking.line_id,
            "ranked": [explained(one, place) for place, one in enumerate(ranking.ranked[:most], 1)],
            "excluded": [
                {"offer_id": o.offer_id, "reference": o.reference, "reason": code, "words": REASONS[code]}
                for o, code in ranking.excluded
            ],
        }
        for ranking in rankings
    ]
