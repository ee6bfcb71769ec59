"""Ranks offers for a line: score = weighted mean of the signals that are known; order is fixed for equal scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.matching.fit.features import OfferFeatures, OfferLineFeatures, Prepared, words
from services.matching.fit.filters import excluded
from services.matching.fit.signals import OF_LINE, OF_OFFER, Asked, Signal
from services.matching.fit.weights import WEIGHTS

_W_SUBJECT = WEIGHTS["subject"]
_Case = tuple[Callable[..., Signal | None], Callable[..., Any], float, dict[Any, Any]]
"""A signal, what it depends on, its weight, and the cases already worked out."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer that can serve, with its best line, its score from 0 to 1 and what it rests on."""

    offer: OfferFeatures
    offer_line_id: str
    score: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class LineRanking:
    """Every offer for one line of a request: ranked best first, or excluded with a reason code."""

    line_id: str
    ranked: tuple[Ranked, ...]
    excluded: tuple[tuple[OfferFeatures, str], ...]


def rank(lines: Sequence[Asked], texts: Sequence[str | None], offers: Prepared) -> list[LineRanking]:
    """Ranks all offers for each line. ``texts`` are the request's own words; nothing is decided here (WM 11)."""
    subject = _similarity(texts, offers)
    return [_line(asked, offers.offers, subject) for asked in lines]


def _similarity(texts: Sequence[str | None], offers: Prepared) -> dict[int, Signal]:
    asked = set(words(*texts))
    found: dict[int, float] = {}
    common: dict[int, list[str]] = {}
    for word in sorted(asked):
        for number, value in offers.postings.get(word, ()):
            found[number] = found.get(number, 0.0) + value
            common.setdefault(number, []).append(word)
    top = max(found.values(), default=1.0) or 1.0
    return {
        number: Signal("subject", round(value / top, 3), f"words in common: {', '.join(common[number][:6])}")
        for number, value in found.items()
    }


_NO_WORDS = Signal("subject", 0.0, "no words in common")


def _line(asked: Asked, offers: Sequence[OfferFeatures], subject: dict[int, Signal]) -> LineRanking:
    ranked: list[Ranked] = []
    out: list[tuple[OfferFeatures, str]] = []
    of_offer: list[_Case] = [(signal, key, WEIGHTS[signal.__name__], {}) for signal, key in OF_OFFER]
    of_line: list[_Case] = [(signal, key, WEIGHTS[signal.__name__], {}) for signal, key in OF_LINE]
    for number, offer in enumerate(offers):
        reason = excluded(asked, offer)
        if reason is not None:
            out.append((offer, reason))
            continue
        text = subject.get(number, _NO_WORDS) if subject else None
        whole = _W_SUBJECT if text else 0.0
        total = _W_SUBJECT * text.value if text else 0.0
        seen = [text] if text else []
        for signal, key, weight, memo in of_offer:
            case = key(offer)
            found = memo.get(case, memo)
            if found is memo:
                found = memo[case] = signal(asked, offer)
            if found is not None:
                whole += weight
                total += weight * found.value
                seen.append(found)
        best = max(
            (_of_line(line, asked, of_line, whole, total) for line in offer.lines if line.remaining > 0),
            key=lambda one: one[0],
        )
        ranked.append(Ranked(offer, best[1], best[0], (*best[2], *seen)))
    ranked.sort(key=lambda one: (-one.score, one.offer.offer_id))
    return LineRanking(asked.line_id, tuple(ranked), tuple(out))


def _of_line(
    line: OfferLineFeatures, asked: Asked, of_line: list[_Case], whole: float, total: float
) -> tuple[float, str, tuple[Signal, ...]]:
    seen = []
    for signal, key, weight, memo in of_line:
        case = key(line)
        found = memo.get(case, memo)
        if found is memo:
            found = memo[case] = signal(asked, line)
        if found is not None:
            whole += weight
            total += weight * found.value
            seen.append(found)
    return round(total / whole, 4), line.line_id, tuple(seen)
