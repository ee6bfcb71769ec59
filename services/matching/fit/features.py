"""What the ranking sees of an offer, by aspects: offers that are equal in an aspect are compared in it once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from babel.languages import get_official_languages

from shared.contracts.reference.states import states
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.vocabulary import bureau_of
from shared.modalities.steps.confirmed import unconfirmed_since


class OfferPlace(NamedTuple):
    """Countries and bureaux an offer names, and the bureaux its offerers belong to."""

    countries: frozenset[str]
    bureaux: frozenset[str]
    home: frozenset[str]


class OfferWindow(NamedTuple):
    """When an offer is available."""

    start: date
    end: date


class LeftOfLine(NamedTuple):
    """What is left of a line."""

    unit: str
    remaining: Decimal


@dataclass(frozen=True, slots=True)
class OfferLineFeatures:
    """One line of an offer as the ranking sees it."""

    line_id: str
    areas: frozenset[str]
    support_type: str
    form: str | None
    left: LeftOfLine


@dataclass(frozen=True, slots=True)
class OfferFeatures:
    """An offer as the ranking sees it."""

    offer_id: str
    reference: str
    parties: tuple[str, ...]
    live: bool
    place: OfferPlace
    languages: frozenset[str]
    quality: frozenset[str]
    window: OfferWindow
    lines: tuple[OfferLineFeatures, ...]
    unconfirmed: date | None = None
    """Since when its party did not say that it stands, once that is too long."""


@cache
def languages_of(party: str) -> frozenset[str]:
    """Official languages of a State (CLDR), none for an organisation."""
    if not party.startswith("iso3166:"):
        return frozenset()
    state = states().get(party.removeprefix("iso3166:"))
    found = get_official_languages(state.alpha2, regional=False, de_facto=True) if state else ()
    return frozenset(code.partition("_")[0] for code in found)


@cache
def home_bureau(party: str, on: date) -> str | None:
    """The bureau a State belongs to on a date; None for an organisation."""
    return bureau_of(party.removeprefix("iso3166:"), on)


@lru_cache(4096)
def _same(codes: tuple[str, ...]) -> frozenset[str]:
    """One set for all that hold the same codes: thousands of offers share a few."""
    return frozenset(codes)


def _unconfirmed(confirmed_at: datetime, today: date, days: int | None) -> date | None:
    now = datetime.combine(today, time.max, UTC)
    since = None if days is None else unconfirmed_since(confirmed_at, days, now)
    return None if since is None else since.date()


def features(state: SupportOfferState, today: date, unconfirmed_days: int | None = None) -> OfferFeatures:
    """What is compared of an offer. ``unconfirmed_days``: how long a word of its party is taken for good; None: for ever."""
    content = state.content
    left = {capacity.line_id: capacity.remaining for capacity in state.capacity}
    spoken = content.languages or {code for party in content.offering_parties for code in languages_of(party)}
    lines = tuple(
        OfferLineFeatures(
            line.line_id, _same(line.functional_areas), line.support_type, line.support_form,
            LeftOfLine(line.quantity.unit, left.get(line.line_id, line.quantity.amount)),
        )
        for line in content.lines
    )  # fmt: skip
    homes = {home for party in content.offering_parties if (home := home_bureau(party, today))}
    place = OfferPlace(_same(content.countries), _same(content.bureaux), _same(tuple(sorted(homes))))
    window = OfferWindow(content.availability.start, content.availability.end or date.max)
    return OfferFeatures(
        state.offer_id, state.reference, content.offering_parties, standing(state) == "live",
        place, _same(tuple(sorted(spoken))), _same(content.quality_characteristics), window, lines,
        _unconfirmed(state.confirmed_at, today, unconfirmed_days),
    )  # fmt: skip
