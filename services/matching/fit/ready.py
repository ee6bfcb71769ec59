"""What stands ready for a gap: offers that a State may read, by what fits functional areas that it has in mind (WM 18).

A State looks before it asks for anything. Nothing is stored or told, and nothing depends on what is reserved of an offer:
that would show consultations that nobody agreed to make known (WM 7, 11, 17).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from services.matching.fit.explanation import explained
from services.matching.fit.features import features, home_bureau, languages_of
from services.matching.fit.prepared import PreparedOffer, arrange
from services.matching.fit.ranking import Ranked, rank
from services.matching.fit.relatedness import relatedness
from services.matching.fit.signals import AskedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_offer


class Ready(NamedTuple):
    """An offer as the ranking sees it without what is reserved, who may read it, and what it is called."""

    known: PreparedOffer
    thing: Resource
    title: str
    language: str
    region: str


def ready(state: SupportOfferState, today: date, unconfirmed_days: int) -> Ready:
    """Looks at one offer. Its words are not compared: no request says any yet."""
    capacity = tuple(
        line.model_copy(update={"reserved": Decimal(0), "remaining": line.quantity - line.committed})
        for line in state.capacity
    )
    seen = features(state.model_copy(update={"capacity": capacity}), today, unconfirmed_days)
    return Ready(
        PreparedOffer(seen, Counter()), of_offer(state), state.content.title, state.content.language, state.region
    )


def begins_at_once(one: Ready, today: date) -> bool:
    """Whether it is available today, and its party said of late that it stands: what can go fast in a crisis (WM 12)."""
    seen = one.known.features
    return seen.window.start <= today <= seen.window.end and seen.unconfirmed is None


def gap(state: str, areas: Sequence[str], today: date) -> list[AskedLine]:
    """A State's gap in each of these areas, from today on, as a ranking compares it."""
    bureau = home_bureau(state, today)
    return [
        AskedLine(
            line_id=area, area=area, areas=frozenset(areas), support_type=None, form=None, unit=None, amount=None,
            start=today, end=None, states=(state,), bureaux=frozenset({bureau} if bureau else ()),
            languages=languages_of(state), quality=frozenset(), worked={},
        )
        for area in areas
    ]  # fmt: skip


def standing_ready(
    actor: Actor, state: str, areas: Sequence[str], offers: Iterable[Ready], today: date, most: int
) -> list[dict[str, Any]]:
    """For each area at most so many offers that the actor may read and that serve it or one related to it, the best first."""
    readable = {one.known.features.offer_id: one for one in offers if decide(actor, a.READ_OFFER, one.thing).allowed}
    lines = gap(state, areas, today)
    found = rank(lines, [None], arrange([one.known for one in readable.values()]), most)
    return [
        {
            "functional_area": asked.area,
            "offers": [
                explained(each) | _called(readable[each.offer.offer_id]) for each in line.ranked if _serves(asked, each)
            ],
        }
        for asked, line in zip(lines, found, strict=True)
    ]


def _serves(asked: AskedLine, one: Ranked) -> bool:
    line = next(line for line in one.offer.lines if line.line_id == one.offer_line_id)
    return any(relatedness(asked.area, area) > 0 for area in line.areas)


def _called(one: Ready) -> dict[str, str]:
    return {"title": one.title, "language": one.language, "region": one.region}
