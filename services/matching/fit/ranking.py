"""Ranks offers for a line: score = weighted mean of the signals that are known; order is fixed for equal scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.matching.fit.features import OfferFeatures, Prepared, words
from services.matching.fit.filters import excluded
from services.matching.fit.relatedness import relatedness
from services.matching.fit.signals import OF_LINE, OF_OFFER, Asked, Signal, area_value, functional_area
from services.matching.fit.weights import WEIGHTS
from shared.contracts.vocabulary import code_list

_W_SUBJECT, _W_AREA = WEIGHTS["subject"], WEIGHTS["functional_area"]
_Part = tuple[float, float, tuple[Signal, ...]]
"""Weight of the signals that are known, their weighted sum, the signals."""
_Whole = tuple[str | None, float, float, tuple[Signal, ...]]
"""The same of a whole offer, with the reason that excludes it."""


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


def rank(
    lines: Sequence[Asked], texts: Sequence[str | None], offers: Prepared, most: int | None = None
) -> list[LineRanking]:
    """Ranks all offers for each line. ``texts`` are the request's own words; nothing is decided here (WM 11).

    ``most`` spares the work of putting together more than the first offers of each line; their order is the same.
    """
    subject = _similarity(texts, offers)
    wholes: dict[tuple[date | None, date | None], list[_Whole]] = {}
    for asked in lines:
        if (asked.start, asked.end) not in wholes:
            wholes[asked.start, asked.end] = _of_offers(asked, offers)
    return [_line(asked, offers, subject, wholes[asked.start, asked.end], most) for asked in lines]


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


def _sum(signals: Iterable[Signal | None]) -> _Part:
    known = tuple(signal for signal in signals if signal is not None)
    weights = [WEIGHTS[signal.signal] for signal in known]
    return sum(weights), sum(w * s.value for w, s in zip(weights, known, strict=True)), known


def _of_offers(asked: Asked, offers: Prepared) -> list[_Whole]:
    """What lines of one request with one period have in common: the reason that excludes, else the offer's signals."""
    known: dict[int, _Whole] = {}
    found = []
    for case, offer in zip(offers.cases, offers.offers, strict=True):
        whole = known.get(case)
        if whole is None:
            reason = excluded(asked, offer)
            whole = known[case] = (reason, *_sum(signal(asked, offer) for signal in OF_OFFER if reason is None))
        found.append(whole)
    return found


def _line(
    asked: Asked, offers: Prepared, subject: dict[int, Signal], wholes: list[_Whole], most: int | None
) -> LineRanking:
    out: list[tuple[OfferFeatures, str]] = []
    places: list[tuple[float, str, int, int]] = []
    parts: dict[int, _Part] = {}
    near = {area: relatedness(asked.area, area) for area in code_list("functional_areas")}
    for number, (reason, weight, total, _) in enumerate(wholes):
        offer = offers.offers[number]
        if reason is not None:
            out.append((offer, reason))
            continue
        if subject:
            text = subject.get(number)
            weight += _W_SUBJECT
            total += _W_SUBJECT * text.value if text else 0.0
        best, chosen = -1.0, 0
        for place, case in enumerate(offers.line_cases[number]):
            if case < 0:
                continue
            part, line = parts.get(case), offer.lines[place]
            if part is None:
                part = parts[case] = _sum(signal(asked, line) for signal in OF_LINE)
            # Sets of areas are seldom equal, so only their value is worked out here; the words are for the first few.
            nearest = max([near[area] for area in line.areas])
            of_area = _W_AREA * area_value(asked, line.areas, nearest)
            score = (total + of_area + part[1]) / (weight + _W_AREA + part[0])
            if score > best:
                best, chosen = score, place
        places.append((-round(best, 4), offer.offer_id, number, chosen))
    places.sort()
    ranked = tuple(_together(asked, place, offers, subject, wholes, parts) for place in places[:most])
    return LineRanking(asked.line_id, ranked, tuple(out))


def _together(
    asked: Asked,
    place: tuple[float, str, int, int],
    offers: Prepared,
    subject: dict[int, Signal],
    wholes: list[_Whole],
    parts: dict[int, _Part],
) -> Ranked:
    score, _, number, chosen = place
    offer = offers.offers[number]
    text = (subject.get(number, _NO_WORDS),) if subject else ()
    line = offer.lines[chosen]
    area = functional_area(asked, line)
    of_line = parts[offers.line_cases[number][chosen]][2]
    return Ranked(offer, line.line_id, -score, (*((area,) if area else ()), *of_line, *text, *wholes[number][3]))
