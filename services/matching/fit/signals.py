"""Signals: each compares one thing and says in words what it saw. A value of None means that it is not known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.matching.fit.features import OfferFeatures, OfferLineFeatures
from services.matching.fit.relatedness import relatedness


@dataclass(frozen=True, slots=True)
class Signal:
    """One part of a score: value from 0 to 1, and words for the officer."""

    signal: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a request with what matters of its request."""

    line_id: str
    area: str
    areas: frozenset[str]
    support_type: str | None
    form: str | None
    unit: str | None
    amount: Decimal | None
    start: date | None
    end: date | None
    states: tuple[str, ...]
    bureaux: frozenset[str]
    languages: frozenset[str]
    quality: frozenset[str]
    relations: frozenset[str]


def area_value(asked: Asked, areas: frozenset[str], nearest: float) -> float:
    """Value of the areas offered, ``nearest`` being how near the nearest of them is to the line's own."""
    whole = len(asked.areas & areas) / len(asked.areas) if asked.areas else nearest
    return round(0.7 * nearest + 0.3 * whole, 3)


def functional_area(asked: Asked, line: OfferLineFeatures) -> Signal | None:
    """The line's own area counts most; the request's other areas show an offerer who can do the whole."""
    best = max(line.areas, key=lambda area: (relatedness(asked.area, area), area))
    value = relatedness(asked.area, best)
    words = f"offers {asked.area}" if value == 1 else f"offers {best}, related to {asked.area}"
    words = words if value else f"offers neither {asked.area} nor anything related"
    return Signal(
        "functional_area",
        area_value(asked, line.areas, value),
        f"{words}; {len(asked.areas & line.areas)} of {len(asked.areas)} areas of the request",
    )


def language(asked: Asked, offer: OfferFeatures) -> Signal | None:
    """A common working language."""
    if not asked.languages or not offer.languages:
        return None
    common = sorted(asked.languages & offer.languages)
    return Signal(
        "language", 1.0 if common else 0.0, f"common language: {', '.join(common)}" if common else "no common language"
    )


def geography(asked: Asked, offer: OfferFeatures) -> Signal | None:
    """Named for the State, or its bureau, or from its neighbourhood, or from elsewhere."""
    if offer.countries & frozenset(asked.states):
        return Signal("geography", 1.0, "the offer names this State")
    if offer.bureaux & asked.bureaux:
        return Signal("geography", 0.8, "the offer names this State's region")
    if offer.home & asked.bureaux:
        return Signal("geography", 0.8, "the offerer is a State of the same region")
    if not offer.home and not offer.bureaux:
        return None
    return Signal("geography", 0.2, "the offerer is from another region")


def prior_relation(asked: Asked, offer: OfferFeatures) -> Signal | None:
    """Whether they have worked together before."""
    known = sorted(asked.relations & frozenset(offer.parties))
    return Signal("prior_relation", 1.0, f"has worked with {', '.join(known)} before") if known else None


def support_type(asked: Asked, line: OfferLineFeatures) -> Signal | None:
    """The same kind of support; money can pay for the other kinds, in part."""
    if asked.support_type is None:
        return None
    if line.support_type == asked.support_type:
        return Signal("support_type", 1.0, f"{line.support_type} support, as asked")
    value = 0.4 if line.support_type == "financial" else 0.1
    return Signal("support_type", value, f"{line.support_type} support, asked is {asked.support_type}")


def quality(asked: Asked, offer: OfferFeatures) -> Signal | None:
    """The same of the four characteristics (WM 15.i, 18)."""
    if not asked.quality or not offer.quality:
        return None
    common = sorted(asked.quality & offer.quality)
    return Signal(
        "quality", len(common) / len(asked.quality), f"aims at {', '.join(common) or 'other characteristics'}"
    )


def quantity(asked: Asked, line: OfferLineFeatures) -> Signal | None:
    """How much of the line it can cover, when both count in the same unit."""
    if asked.amount is None or asked.unit != line.unit:
        return None
    share = float(min(line.remaining / asked.amount, Decimal(1)))
    return Signal(
        "quantity",
        round(share, 3),
        f"{line.remaining.normalize():f} {asked.unit} left, asked are {asked.amount.normalize():f}",
    )


def period(asked: Asked, offer: OfferFeatures) -> Signal | None:
    """How much of the time asked it is available (WM 9)."""
    if asked.start is None:
        return None
    end = asked.end or date(asked.start.year + 2, asked.start.month, min(asked.start.day, 28))
    days = (end - asked.start).days + 1
    overlap = (min(end, offer.end) - max(asked.start, offer.start)).days + 1
    share = round(max(0.0, min(1.0, overlap / days)), 3)
    return Signal("period", share, f"available for {share:.0%} of the time asked")


def form(asked: Asked, line: OfferLineFeatures) -> Signal | None:
    """The same form of support."""
    if asked.form is None or line.form is None:
        return None
    same = asked.form == line.form
    return Signal(
        "form", 1.0 if same else 0.3, f"{line.form}, as asked" if same else f"{line.form}, asked is {asked.form}"
    )


OF_OFFER: tuple[Callable[[Asked, OfferFeatures], Signal | None], ...] = (
    language,
    geography,
    prior_relation,
    quality,
    period,
)
"""Signals of the offer as a whole; they depend on what ``features.offer_case`` names."""

OF_LINE: tuple[Callable[[Asked, OfferLineFeatures], Signal | None], ...] = (
    support_type,
    quantity,
    form,
)
"""Signals of one line beside its areas; they depend on what ``features.line_case`` names."""
