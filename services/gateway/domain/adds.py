"""What an item adds to the roll-ups of its region: pure, and the only place that says so (WM 6, 8, 16).

A roll-up is the sum of what its items add; the projector adds the new and takes away the old in one statement, so it is
exact at every commit. Areas of one offer line share its quantity: an offer is counted whole in each area it can serve.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.gateway.domain import engaged
from services.gateway.domain.engaged import Addend
from shared.contracts.delivery import EngagementEvent
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import standing

STATUS, FIRST_FEEDBACK = "status", "first_feedback"
ASKED, RESERVED, COMMITTED, OPEN = "asked", "reserved", "committed", "open"
OFFERED, REMAINING = "offered", "remaining"
ASKED_IN, OFFERED_IN = "asked_in", "offered_in"
"""What requests in line ask for, and what live offers offer, by the year of their submission and listing."""


def _summed(parts: Iterable[tuple[str, str, str, Decimal]], label: str = "") -> list[Addend]:
    sums: dict[tuple[str, str, str], Decimal] = {}
    for figure, area, unit, amount in parts:
        sums[figure, area, unit] = sums.get((figure, area, unit), Decimal(0)) + amount
    return [
        (figure, area, unit, label, format(amount, "f"), 1) for (figure, area, unit), amount in sorted(sums.items())
    ]


def _need(event: Any) -> list[Addend]:
    return _summed(
        (figure, line.functional_area, line.unit, getattr(line, figure))
        for line in event.lines
        for figure in (ASKED, RESERVED, COMMITTED, OPEN)
        if figure != OPEN or line.open > 0
    )


def _offer(event: Any) -> list[Addend]:
    if standing(event.offer) != "live":
        return []
    left = {line.line_id: line for line in event.offer.capacity}
    found: list[tuple[str, str, str, Decimal]] = []
    offered: list[tuple[str, str, str, Decimal]] = []
    for line in event.offer.content.lines:
        for area in dict.fromkeys(line.functional_areas):
            offered.append((OFFERED, area, line.quantity.unit, line.quantity.amount))
            if line.line_id in left and left[line.line_id].remaining > 0:
                found.append((REMAINING, area, line.quantity.unit, left[line.line_id].remaining))
    in_year = [(OFFERED_IN, area, unit, amount) for _, area, unit, amount in offered]
    return [*_summed([*offered, *found]), *_summed(in_year, str(event.offer.listed_at.year))]


def _request(event: Any) -> list[Addend]:
    one = event.request
    found: list[Addend] = []
    if one.feedback_at is not None:
        seconds = (one.feedback_at - one.submitted_at).total_seconds()
        # By the hour, so that the middle one can be told from a sum.
        hours = f"{int(max(0, seconds) // 3600):06}"
        found.append((FIRST_FEEDBACK, "", "s", hours, format(Decimal(str(seconds)), "f"), 1))
    if standing(one) == "in_line":
        asked = (
            (ASKED_IN, line.functional_area, line.quantity.unit, line.quantity.amount) for line in one.content.lines
        )
        found += _summed(asked, str(one.submitted_at.year))
    return found


def _engagement(event: Any) -> list[Addend]:
    return engaged.adds(event.engagement.model_dump(mode="json", include=set(engaged.READ)))


_ADDS: Mapping[type[Event], Callable[[Any], list[Addend]]] = {
    OpenNeedChanged: _need,
    SupportOfferEvent: _offer,
    SupportRequestEvent: _request,
    EngagementEvent: _engagement,
}


def adds(kind: str, status: str, event: Event) -> list[Addend]:
    """Everything an item adds after an event."""
    more = next((_ADDS[base] for base in type(event).__mro__ if base in _ADDS), None)
    return [(STATUS, "", kind, status, "0", 1), *(more(event) if more is not None else [])]
