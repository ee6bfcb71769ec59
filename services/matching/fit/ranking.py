"""Ranks offers for a line: score = weighted mean of the signals that are known; order is fixed for equal scores (WM 11)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add
from typing import Any, NamedTuple

from services.matching.fit.features import OfferFeatures
from services.matching.fit.filters import FILTERS
from services.matching.fit.prepared import AspectColumn, PreparedOffers
from services.matching.fit.relatedness import relatedness
from services.matching.fit.signals import (
    OF_LINE,
    OF_OFFER,
    AskedLine,
    Signal,
    SignalAspect,
    area_value,
    functional_area,
)
from services.matching.fit.subject import Subject, subject
from services.matching.fit.weights import WEIGHTS

_W_SUBJECT, _W_AREA = WEIGHTS["subject"], WEIGHTS["functional_area"]
_NO_WORDS = Signal("subject", 0.0, "no words in common")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer that can serve: its place from 1, its best line, its score from 0 to 1 and what it rests on."""

    place: int
    offer: OfferFeatures
    offer_line_id: str
    score: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class LineRanking:
    """Every offer for one line of a request: ranked best first, or excluded with a reason code."""

    line_id: str
    ranked: tuple[Ranked, ...]
    offers: tuple[OfferFeatures, ...]
    reasons: Sequence[str | None]
    """For each offer the code of the reason that excludes it."""

    @property
    def excluded(self) -> Iterator[tuple[OfferFeatures, str]]:
        """Offers that cannot serve, in the order they came, each with its reason code."""
        return ((offer, why) for offer, why in zip(self.offers, self.reasons, strict=True) if why is not None)


_Sums = tuple[list[float], list[float]]
"""For each thing: the weight of the signals that are known of it, and their weighted sum."""


class _Whole(NamedTuple):
    """What lines of one request with one period have in common."""

    reasons: list[str | None]
    lines: list[int]
    """Lines of offers that are not excluded."""
    owners: list[int]
    """For each such line the number of its offer."""
    sums: _Sums


class _Chosen(NamedTuple):
    """Which of the ranked offers are put together."""

    most: int | None
    only: Collection[str] | None


def rank(
    lines: Sequence[AskedLine],
    texts: Sequence[str | None],
    offers: PreparedOffers,
    most: int | None = None,
    only: Collection[str] | None = None,
) -> list[LineRanking]:
    """Ranks all offers for each line. ``texts`` are the request's own words; nothing is decided here (WM 11).

    ``most`` spares the work of putting together more than the first offers of each line, ``only`` more than those
    offers; places, scores and words are the same.
    Runs through flat lists of numbers: what people read is put together for the chosen offers alone.
    """
    about = subject(texts, offers.postings, len(offers.offers))
    wholes: dict[tuple[date | None, date | None], _Whole] = {}
    for asked in lines:
        if (asked.start, asked.end) not in wholes:
            wholes[asked.start, asked.end] = _whole(asked, offers, about)
    chosen = _Chosen(most, only)
    return [_line(asked, offers, about, wholes[asked.start, asked.end], chosen) for asked in lines]


def _sums(
    asked: AskedLine, comparisons: Sequence[SignalAspect[Any]], columns: Sequence[AspectColumn], things: list[int]
) -> _Sums:
    weights, totals, of_all = [0.0] * len(things), [0.0] * len(things), 0.0
    for comparison, column in zip(comparisons, columns, strict=True):
        values = [comparison.value(asked, aspect) for aspect in column.distinct]
        known, weight = [value is not None for value in values], WEIGHTS[comparison.signal]
        if not any(known):
            continue
        which = list(map(column.of.__getitem__, things))
        # What is not known adds nothing to either sum.
        if all(known):
            of_all += weight
        else:
            weighs = [weight if one else 0.0 for one in known]
            weights = list(map(add, weights, map(weighs.__getitem__, which)))
        brings = [weight * value if value else 0.0 for value in values]
        totals = list(map(add, totals, map(brings.__getitem__, which)))
    weights = [weight + of_all for weight in weights]
    return weights, totals


def _reasons(asked: AskedLine, offers: PreparedOffers) -> list[str | None]:
    reasons: list[str | None] = [None] * len(offers.offers)
    for one, column in zip(reversed(FILTERS), reversed(offers.filter_columns), strict=True):
        holds = [one.excludes(asked, aspect) for aspect in column.distinct]
        if any(holds):
            reasons = [one.code if holds[which] else later for which, later in zip(column.of, reasons, strict=True)]
    return reasons


def _whole(asked: AskedLine, offers: PreparedOffers, about: Subject | None) -> _Whole:
    reasons = _reasons(asked, offers)
    remain = [number for number, reason in enumerate(reasons) if reason is None]
    weights, totals = _sums(asked, OF_OFFER, offers.offer_columns, remain)
    if about is not None:
        weights = [weight + _W_SUBJECT for weight in weights]
        brings = [_W_SUBJECT * about.values[number] for number in remain]
        totals = list(map(add, totals, brings))
    lines = [line for line, owner in enumerate(offers.owners) if reasons[owner] is None]
    owners = [offers.owners[line] for line in lines]
    place = {number: place for place, number in enumerate(remain)}
    places = [place[owner] for owner in owners]
    return _Whole(reasons, lines, owners, ([weights[one] for one in places], [totals[one] for one in places]))


def _areas(asked: AskedLine, offers: PreparedOffers) -> list[float]:
    """Weighted value of each line's areas: how near the nearest is, and how many of the request's it serves."""
    common = [0] * len(offers.lines)
    for area in asked.areas:
        for line in offers.by_area.get(area, ()):
            common[line] += 1
    nearest = [0.0] * len(offers.lines)
    near = sorted((value, area) for area in offers.by_area if (value := relatedness(asked.area, area)))
    for value, area in near:
        for line in offers.by_area[area]:
            nearest[line] = value
    table = {
        (value, count): _W_AREA * area_value(asked, count, value)
        for value in {0.0, *(value for value, _ in near)}
        for count in range(len(asked.areas) + 1)
    }
    return [table[pair] for pair in zip(nearest, common, strict=True)]


def _line(
    asked: AskedLine, offers: PreparedOffers, about: Subject | None, whole: _Whole, chosen: _Chosen
) -> LineRanking:
    weights, totals = _sums(asked, OF_LINE, offers.line_columns, whole.lines)
    areas = _areas(asked, offers)
    scores = [
        (total + areas[line] + of_line) / (weight + _W_AREA + known)
        for line, weight, total, known, of_line in zip(whole.lines, *whole.sums, weights, totals, strict=True)
    ]
    ranked = []
    for place, nth in enumerate(_first(scores, whole.owners, chosen.most), 1):
        number, line = whole.owners[nth], offers.lines[whole.lines[nth]]
        offer = offers.offers[number]
        if chosen.only is not None and offer.offer_id not in chosen.only:
            continue
        signals = [
            functional_area(asked, line.areas),
            *(one.of(asked, one.aspect(line)) for one in OF_LINE),
            _of_subject(about, number) if about else None,
            *(one.of(asked, one.aspect(offer)) for one in OF_OFFER),
        ]
        said = tuple(signal for signal in signals if signal is not None)
        ranked.append(Ranked(place, offer, line.line_id, round(scores[nth], 4), said))
    return LineRanking(asked.line_id, tuple(ranked), offers.offers, whole.reasons)


def _first(scores: Sequence[float], owners: Sequence[int], most: int | None) -> list[int]:
    """Places of the best line of each owner: by score to four digits, then in the order given; the first ``most``."""
    chosen: dict[int, int] = {}
    last = 0.0
    for place in sorted(range(len(scores)), key=scores.__getitem__, reverse=True):
        if owners[place] in chosen:
            continue
        if most is not None and round(scores[place], 4) < last:
            break
        chosen[owners[place]] = place
        if len(chosen) == most:
            last = round(scores[place], 4)
    return sorted(chosen.values(), key=lambda place: (-round(scores[place], 4), place))[:most]


def _of_subject(about: Subject, number: int) -> Signal:
    common = about.common(number)
    if not common:
        return _NO_WORDS
    return Signal("subject", about.values[number], f"words in common: {', '.join(common[:6])}")
