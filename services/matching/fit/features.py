"""What is prepared once of each offer, so that a ranking only compares: parties, languages, words, lines."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

import pycountry
from babel.languages import get_official_languages

from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.vocabulary import bureau_of

_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that say nothing about a subject in the languages the records are written in.
_EMPTY = frozenset(
    [
        "and",
        "the",
        "for",
        "with",
        "from",
        "that",
        "this",
        "are",
        "was",
        "were",
        "has",
        "have",
        "its",
        "their",
        "into",
        "within",
        "other",
        "others",
        "und",
        "les",
        "des",
        "une",
        "pour",
        "avec",
        "dans",
        "sur",
        "par",
        "los",
        "las",
        "del",
        "con",
        "para",
        "una",
        "support",
        "state",
        "states",
        "asylum",
        "project",
        "projects",
        "national",
        "system",
        "systems",
        "refugee",
        "refugees",
        "shown",
        "source",
        "public",
        "record",
        "https",
        "http",
        "www",
        "org",
        "acsg",
        "portal",
        "matches",
        "pledges",
    ]
)


@dataclass(frozen=True, slots=True)
class OfferLineFeatures:
    """One line of an offer as the ranking sees it."""

    line_id: str
    areas: frozenset[str]
    support_type: str
    form: str | None
    unit: str
    remaining: Decimal


@dataclass(frozen=True, slots=True)
class OfferFeatures:
    """An offer as the ranking sees it."""

    offer_id: str
    reference: str
    parties: tuple[str, ...]
    live: bool
    countries: frozenset[str]
    bureaux: frozenset[str]
    languages: frozenset[str]
    quality: frozenset[str]
    start: date
    end: date
    channels: frozenset[str]
    lines: tuple[OfferLineFeatures, ...]
    home: frozenset[str]


@dataclass(frozen=True)
class Prepared:
    """Offers with an index of their words; equal numbers in ``cases`` and ``line_cases`` stand for equal cases."""

    offers: tuple[OfferFeatures, ...]
    cases: tuple[int, ...] = field(repr=False)
    line_cases: tuple[tuple[int, ...], ...] = field(repr=False)
    postings: Mapping[str, tuple[tuple[int, float], ...]] = field(repr=False)


@cache
def languages_of(party: str) -> frozenset[str]:
    """Official languages of a State (CLDR), none for an organisation."""
    if not party.startswith("iso3166:"):
        return frozenset()
    country = pycountry.countries.get(alpha_3=party.removeprefix("iso3166:"))
    found = get_official_languages(country.alpha_2, regional=False, de_facto=True) if country else ()
    return frozenset(code.partition("_")[0] for code in found)


@cache
def home_bureau(party: str, on: date) -> str | None:
    """The bureau a State belongs to on a date; None for an organisation."""
    return bureau_of(party.removeprefix("iso3166:"), on) if party.startswith("iso3166:") else None


def words(*texts: str | None) -> list[str]:
    """Meaningful words, cut to a stem of six letters so that forms of a word meet."""
    found = (word.lower() for text in texts if text for word in _WORD.findall(text))
    return [word[:6] for word in found if word not in _EMPTY]


def features(state: SupportOfferState, today: date) -> OfferFeatures:
    """What is compared of an offer."""
    content = state.content
    left = {capacity.line_id: capacity.remaining for capacity in state.capacity}
    spoken = frozenset(content.languages) or frozenset().union(*(languages_of(p) for p in content.offering_parties))
    lines = tuple(
        OfferLineFeatures(
            line.line_id, frozenset(line.functional_areas), line.support_type, line.support_form,
            line.quantity.unit, left.get(line.line_id, line.quantity.amount),
        )
        for line in content.lines
    )  # fmt: skip
    homes = (home_bureau(party, today) for party in content.offering_parties)
    return OfferFeatures(
        state.offer_id, state.reference, content.offering_parties, state.status == "live",
        frozenset(content.countries), frozenset(content.bureaux), spoken, frozenset(content.quality_characteristics),
        content.availability.start, content.availability.end or date.max, frozenset(content.channels), lines,
        frozenset(home for home in homes if home),
    )  # fmt: skip


def prepare(offers: Sequence[SupportOfferState], today: date) -> Prepared:
    """Prepares offers for many rankings; again when one of them changes."""
    texts = [
        words(o.content.title, o.content.summary, o.content.conditions, *(line.description for line in o.content.lines))
        for o in offers
    ]
    found = tuple(features(offer, today) for offer in offers)
    numbers: dict[object, int] = {}
    cases = tuple(numbers.setdefault(offer_case(one), len(numbers)) for one in found)
    known: dict[object, int] = {}
    lines = tuple(
        tuple(known.setdefault(line_case(x), len(known)) if x.remaining > 0 else -1 for x in one.lines) for one in found
    )
    return Prepared(found, cases, lines, _index(texts))


def offer_case(one: OfferFeatures) -> tuple[object, ...]:
    """Everything of an offer that filters and signals of the whole look at."""
    left = any(line.remaining > 0 for line in one.lines)
    place = (one.countries, one.bureaux, one.home)
    return one.live, one.parties, *place, one.languages, one.quality, one.start, one.end, left


def line_case(one: OfferLineFeatures) -> tuple[object, ...]:
    """Everything of a line, beside its areas, that its signals look at."""
    return one.support_type, one.form, one.unit, one.remaining


def _index(texts: Sequence[Iterable[str]]) -> dict[str, tuple[tuple[int, float], ...]]:
    """TF-IDF postings with unit-length documents."""
    counts = [Counter(text) for text in texts]
    spread = Counter(word for count in counts for word in count)
    rarity = {word: math.log(1 + len(counts) / n) for word, n in spread.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, count in enumerate(counts):
        values = {word: (1 + math.log(n)) * rarity[word] for word, n in count.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        for word, value in values.items():
            postings.setdefault(word, []).append((number, value / length))
    return {word: tuple(found) for word, found in postings.items()}
