"""Offers made ready for many rankings: flat lists to run through, and each distinct aspect once (WM 11)."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from services.matching.fit.features import OfferFeatures, OfferLineFeatures, features
from services.matching.fit.filters import FILTERS
from services.matching.fit.signals import OF_LINE, OF_OFFER
from services.matching.fit.subject import Postings, index, words
from shared.contracts.shapes.support_offer import SupportOfferState


class AspectColumn(NamedTuple):
    """One aspect of many things: what occurs, and for each thing which of it."""

    distinct: tuple[Any, ...]
    of: Sequence[int]


@dataclass(frozen=True)
class PreparedOffers:
    """Offers in the order they came, and their lines that have something left in order of offer id."""

    offers: tuple[OfferFeatures, ...]
    filter_columns: tuple[AspectColumn, ...] = field(repr=False)
    offer_columns: tuple[AspectColumn, ...] = field(repr=False)
    lines: tuple[OfferLineFeatures, ...] = field(repr=False)
    owners: Sequence[int] = field(repr=False)
    """For each line the number of its offer."""
    line_columns: tuple[AspectColumn, ...] = field(repr=False)
    by_area: dict[str, Sequence[int]] = field(repr=False)
    """area -> lines that serve it."""
    postings: Postings = field(repr=False)


class PreparedOffer(NamedTuple):
    """An offer with what is costly to work out of it."""

    features: OfferFeatures
    words: Counter[str]


def known(offer: SupportOfferState, today: date, unconfirmed_days: int | None = None) -> PreparedOffer:
    """Looks at one offer; needed again only when it changes, or the day. ``unconfirmed_days`` as in ``features``."""
    content = offer.content
    texts = (content.title, content.summary, content.conditions, *(line.description for line in content.lines))
    return PreparedOffer(features(offer, today, unconfirmed_days), Counter(words(*texts)))


def prepare(offers: Sequence[SupportOfferState], today: date, unconfirmed_days: int | None = None) -> PreparedOffers:
    """Prepares offers for many rankings."""
    return arrange([known(offer, today, unconfirmed_days) for offer in offers])


def arrange(offers: Sequence[PreparedOffer]) -> PreparedOffers:
    """Puts known offers together; needed again when one of them changes."""
    found = tuple(one.features for one in offers)
    by_id = sorted(range(len(found)), key=lambda number: (found[number].offer_id, number))
    pairs = [(number, line) for number in by_id for line in found[number].lines if line.left.remaining > 0]
    lines = tuple(line for _, line in pairs)
    by_area: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for area in line.areas:
            by_area.setdefault(area, []).append(place)
    return PreparedOffers(
        offers=found,
        filter_columns=tuple(_column(found, one.aspect) for one in FILTERS),
        offer_columns=tuple(_column(found, one.aspect) for one in OF_OFFER),
        lines=lines,
        owners=[number for number, _ in pairs],
        line_columns=tuple(_column(lines, one.aspect) for one in OF_LINE),
        by_area=dict(by_area),
        postings=index([one.words for one in offers]),
    )


def _column(things: Iterable[Any], aspect: Callable[[Any], Hashable]) -> AspectColumn:
    numbers: dict[Hashable, int] = {}
    of = [numbers.setdefault(aspect(thing), len(numbers)) for thing in things]
    return AspectColumn(tuple(numbers), of)
