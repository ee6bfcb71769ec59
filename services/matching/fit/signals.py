"""Signals: each compares one aspect and says in words what it saw. A value of None means that it is not known (WM 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from services.matching.domain.worked import Worked
from services.matching.fit.features import LeftOfLine, OfferFeatures, OfferLineFeatures, OfferPlace, OfferWindow
from services.matching.fit.relatedness import relatedness
from services.matching.fit.weights import ENDED
from shared.modalities.access.audience import Audience

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Signal:
    """One part of a score: value from 0 to 1, and words for the officer; of earlier work also what the words are made of."""

    signal: str
    value: float
    words: str
    worked: tuple[Worked, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedLine:
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
    worked: Mapping[str, tuple[Worked, ...]]
    """Earlier work of its States, by the other party."""
    ongoing: bool = False
    """Whether the engagement is to go on after the time asked (WM 9)."""
    audience: Audience | None = None
    """To whom its States opened the request; None: nothing is shown yet, or no possible offerer is outside."""


Value = float | None


@dataclass(frozen=True, slots=True)
class SignalAspect(Generic[Thing]):
    """A signal and the one aspect it looks at: equal aspects have equal values, and words are for the few that are shown."""

    signal: str
    aspect: Callable[[Thing], Any]
    value: Callable[[AskedLine, Any], Value]
    words: Callable[[AskedLine, Any], str]
    worked: Callable[[AskedLine, Any], tuple[Worked, ...]] = lambda _, __: ()

    def of(self, asked: AskedLine, aspect: Any) -> Signal | None:
        """The signal with its words; None when it is not known."""
        value = self.value(asked, aspect)
        if value is None:
            return None
        return Signal(self.signal, value, self.words(asked, aspect), self.worked(asked, aspect))


def area_value(asked: AskedLine, common: int, nearest: float) -> float:
    """Value of areas that have ``common`` ones with the request, the nearest being so near to the line's own."""
    whole = common / len(asked.areas) if asked.areas else nearest
    return round(0.7 * nearest + 0.3 * whole, 3)


def functional_area(asked: AskedLine, areas: frozenset[str]) -> Signal:
    """The line's own area counts most; the request's other areas show an offerer who can do the whole."""
    best = max(areas, key=lambda area: (relatedness(asked.area, area), area))
    value = relatedness(asked.area, best)
    words = f"offers {asked.area}" if value == 1 else f"offers {best}, related to {asked.area}"
    words = words if value else f"offers neither {asked.area} nor anything related"
    common = len(asked.areas & areas)
    value = area_value(asked, common, value)
    return Signal("functional_area", value, f"{words}; {common} of {len(asked.areas)} areas of the request")


def _language(asked: AskedLine, spoken: frozenset[str]) -> Value:
    """A common working language."""
    if not asked.languages or not spoken:
        return None
    return 1.0 if asked.languages & spoken else 0.0


def _language_words(asked: AskedLine, spoken: frozenset[str]) -> str:
    common = sorted(asked.languages & spoken)
    return f"common language: {', '.join(common)}" if common else "no common language"


def _geography(asked: AskedLine, place: OfferPlace) -> Value:
    """Named for the State, or its bureau, or from its neighbourhood, or from elsewhere."""
    if place.countries & frozenset(asked.states):
        return 1.0
    if place.bureaux & asked.bureaux or place.home & asked.bureaux:
        return 0.8
    return 0.2 if place.home or place.bureaux else None


def _geography_words(asked: AskedLine, place: OfferPlace) -> str:
    if place.countries & frozenset(asked.states):
        return "the offer names this State"
    if place.bureaux & asked.bureaux:
        return "the offer names this State's region"
    same = place.home & asked.bureaux
    return "the offerer is a State of the same region" if same else "the offerer is from another region"


def _worked(asked: AskedLine, parties: tuple[str, ...]) -> tuple[Worked, ...]:
    return tuple(one for party in sorted(set(parties)) for one in asked.worked.get(party, ()))


def _prior_relation(asked: AskedLine, parties: tuple[str, ...]) -> Value:
    """Whether they have worked together before, and how that ended: the mean over all of it."""
    times = sum(one.times for one in _worked(asked, parties))
    if not times:
        return None
    return round(sum(ENDED[one.ended] * one.times for one in _worked(asked, parties)) / times, 3)


_ENDED = {
    "fulfilled": "fulfilled",
    "running": "going on",
    "withdrawn": "withdrawn before it began",
    "ended_early": "ended early",
    "closed_unfulfilled": "closed unfulfilled",
    "not_known": "how it ended is not known",
}


def _ended_words(one: Worked) -> str:
    by, why = f" by {one.by}" if one.by else "", f" ({one.reason})" if one.reason else ""
    times = f", {one.times} times" if one.times > 1 else ""
    return f"{one.party} with {one.state}: {_ENDED[one.ended]}{by}{why}{times}"


def _prior_relation_words(asked: AskedLine, parties: tuple[str, ...]) -> str:
    return f"worked together before: {'; '.join(map(_ended_words, _worked(asked, parties)))}"


def _quality(asked: AskedLine, aims: frozenset[str]) -> Value:
    """The same of the four characteristics (WM 15.i, 18)."""
    return len(asked.quality & aims) / len(asked.quality) if asked.quality and aims else None


def _quality_words(asked: AskedLine, aims: frozenset[str]) -> str:
    return f"aims at {', '.join(sorted(asked.quality & aims)) or 'other characteristics'}"


def _period(asked: AskedLine, window: OfferWindow) -> Value:
    """How much of the time asked it is available (WM 9)."""
    if asked.start is None:
        return None
    end = asked.end or date(asked.start.year + 2, asked.start.month, min(asked.start.day, 28))
    if window.start <= asked.start and end <= window.end:
        return 1.0
    days = (end - asked.start).days + 1
    overlap = (min(end, window.end) - max(asked.start, window.start)).days + 1
    return round(max(0.0, min(1.0, overlap / days)), 3)


def _period_words(asked: AskedLine, window: OfferWindow) -> str:
    return f"available for {_period(asked, window):.0%} of the time asked"


def _after(asked: AskedLine) -> tuple[date, date] | None:
    """The year after the time asked, of an engagement that is to go on."""
    if not asked.ongoing or asked.start is None:
        return None
    last = asked.end or date(asked.start.year + 2, asked.start.month, min(asked.start.day, 28))
    return last, date(last.year + 1, last.month, min(last.day, 28))


def _engagement(asked: AskedLine, window: OfferWindow) -> Value:
    """How much of the year after the time asked it is still there; known of an ongoing engagement alone (WM 9)."""
    if (year := _after(asked)) is None:
        return None
    overlap = (min(year[1], window.end) - max(year[0], window.start)).days
    return round(max(0.0, min(1.0, overlap / (year[1] - year[0]).days)), 3)


def _engagement_words(asked: AskedLine, window: OfferWindow) -> str:
    return f"available for {_engagement(asked, window):.0%} of the year after, for an ongoing engagement"


def _confirmed(_: AskedLine, unconfirmed: date | None) -> Value:
    """Whether its party said lately that it stands. One that is confirmed needs no credit for it (WM 7)."""
    return None if unconfirmed is None else 0.0


def _confirmed_words(_: AskedLine, unconfirmed: date | None) -> str:
    return f"not confirmed since {unconfirmed}"


def _support_type(asked: AskedLine, kind: str) -> Value:
    """The same kind of support; money can pay for the other kinds, in part."""
    if asked.support_type is None:
        return None
    if kind == asked.support_type:
        return 1.0
    return 0.4 if kind == "financial" else 0.1


def _support_type_words(asked: AskedLine, kind: str) -> str:
    same = kind == asked.support_type
    return f"{kind} support, as asked" if same else f"{kind} support, asked is {asked.support_type}"


def _quantity(asked: AskedLine, left: LeftOfLine) -> Value:
    """How much of the line it can cover, when both count in the same unit."""
    if asked.amount is None or asked.unit != left.unit:
        return None
    return 1.0 if left.remaining >= asked.amount else round(float(left.remaining / asked.amount), 3)


def _quantity_words(asked: AskedLine, left: LeftOfLine) -> str:
    amount = asked.amount or Decimal(0)
    return f"{left.remaining.normalize():f} {asked.unit} left, asked are {amount.normalize():f}"


def _form(asked: AskedLine, offered: str | None) -> Value:
    """The same form of support."""
    if asked.form is None or offered is None:
        return None
    return 1.0 if asked.form == offered else 0.3


def _form_words(asked: AskedLine, offered: str | None) -> str:
    return f"{offered}, as asked" if asked.form == offered else f"{offered}, asked is {asked.form}"


OF_OFFER: tuple[SignalAspect[OfferFeatures], ...] = (
    SignalAspect("language", lambda offer: offer.languages, _language, _language_words),
    SignalAspect("geography", lambda offer: offer.place, _geography, _geography_words),
    SignalAspect("prior_relation", lambda offer: offer.parties, _prior_relation, _prior_relation_words, _worked),
    SignalAspect("quality", lambda offer: offer.quality, _quality, _quality_words),
    SignalAspect("period", lambda offer: offer.window, _period, _period_words),
    SignalAspect("engagement", lambda offer: offer.window, _engagement, _engagement_words),
    SignalAspect("confirmed", lambda offer: offer.unconfirmed, _confirmed, _confirmed_words),
)
"""Signals of the offer as a whole."""

OF_LINE: tuple[SignalAspect[OfferLineFeatures], ...] = (
    SignalAspect("support_type", lambda line: line.support_type, _support_type, _support_type_words),
    SignalAspect("quantity", lambda line: line.left, _quantity, _quantity_words),
    SignalAspect("form", lambda line: line.form, _form, _form_words),
)
"""Signals of one line beside its areas."""
