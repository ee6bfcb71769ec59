"""The ranking as one would write it first: every offer and line looked at in turn, nothing remembered, nothing spared."""

from collections.abc import Sequence
from typing import Any

from services.matching.fit.features import features
from services.matching.fit.filters import FILTERS
from services.matching.fit.signals import OF_LINE, OF_OFFER, AskedLine, Signal, functional_area
from services.matching.fit.subject import index, words
from services.matching.fit.weights import WEIGHTS
from shared.contracts.shapes.support_offer import SupportOfferState


def plain(
    lines: Sequence[AskedLine],
    texts: Sequence[str | None],
    offers: Sequence[SupportOfferState],
    today: Any,
    counter: Any,
) -> list[dict[str, Any]]:
    """For each line: (place, offer id, offer line, score, signals) of the ranked, (offer id, reason) of the excluded."""
    texts_of = [
        [o.content.title, o.content.summary, o.content.conditions, *(x.description for x in o.content.lines)]
        for o in offers
    ]
    postings = index([counter(words(*one)) for one in texts_of])
    asked_words = sorted(set(words(*texts)))
    near = [sum(postings[w].get(n, 0.0) for w in asked_words if w in postings) for n in range(len(offers))]
    return [_line(asked, offers, today, near, (asked_words, postings)) for asked in lines]


def _line(asked: AskedLine, offers: Any, today: Any, near: list[float], index_: Any) -> dict[str, Any]:
    ranked, excluded = [], []
    for number, state in enumerate(offers):
        offer = features(state, today)
        reason = next((one.code for one in FILTERS if one.excludes(asked, one.aspect(offer))), None)
        if reason is not None:
            excluded.append((offer.offer_id, reason))
            continue
        of_offer = [signal for one in OF_OFFER if (signal := one.of(asked, one.aspect(offer)))]
        of_subject = _subject(number, near, *index_)
        best: tuple[float, Any, list[Signal]] | None = None
        for line in offer.lines:
            if line.left.remaining <= 0:
                continue
            of_line = [signal for one in OF_LINE if (signal := one.of(asked, one.aspect(line)))]
            area = functional_area(asked, line.areas)
            score = _mean([*of_offer, *of_subject], [area], of_line)
            if best is None or score > best[0]:
                best = score, line.line_id, [area, *of_line, *of_subject, *of_offer]
        assert best is not None
        ranked.append((-round(best[0], 4), offer.offer_id, number, best))
    ranked.sort(key=lambda one: one[:3])
    shown = [(place, one, best[1], -score, tuple(best[2])) for place, (score, one, _, best) in enumerate(ranked, 1)]
    return {"line_id": asked.line_id, "ranked": shown, "excluded": excluded}


def _mean(*parts: list[Signal]) -> float:
    """Summed part by part: equal scores must be equal to the last bit, or their order by offer id would be chance."""
    known = sum(sum(WEIGHTS[s.signal] for s in part) for part in parts)
    return sum(sum(WEIGHTS[s.signal] * s.value for s in part) for part in parts) / known


def _subject(number: int, near: list[float], asked: list[str], postings: Any) -> list[Signal]:
    if not max(near, default=0.0):
        return []
    common = [word for word in asked if number in postings.get(word, ())]
    said = f"words in common: {', '.join(common[:6])}" if common else "no words in common"
    return [Signal("subject", round(near[number] / max(near), 3), said)]
