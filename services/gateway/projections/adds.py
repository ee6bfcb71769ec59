"""What an item adds to the roll-ups of its region: pure, and the only place that says so (WM 6, 8, 16).

A roll-up is the sum of what its items add; the projector adds the new and takes away the old in one statement, so it is
exact at every commit. Areas of one offer line share its quantity: an offer is counted whole in each area it can serve.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import standing

STATUS, FIRST_FEEDBACK = "status", "first_feedback"
ASKED, RESERVED, COMMITTED, OPEN = "asked", "reserved", "committed", "open"
OFFERED, REMAINING = "offered", "remaining"
Addend = tuple[str, str, str, str, str, int]
"""figure, area, unit, label, amount, items."""


def _summed(parts: Iterable[tuple[str, str, str, Decimal]]) -> list[Addend]:
    sums: dict[tuple[str, str, str], Decimal] = {}
    for figure, area, unit, amount in parts:
        sums[figure, area, unit] = sums.get((figure, area, unit), Decimal(0)) + amount
    return [(figure, area, unit, "", format(amount, "f"), 1) for (figure, area, unit), amount in sorted(sums.items())]


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
    for line in event.offer.content.lines:
        for area in dict.fromkeys(line.functional_areas):
            found.append((OFFERED, area, line.quantity.unit, line.quantity.amount))
            if line.line_id in left and left[line.line_id].remaining > 0:
                found.append((REMAINING, area, line.quantity.unit, left[line.line_id].remaining))
    return _summed(found)


def _request(event: Any) -> list[Addend]:
    one = event.request
    if one.feedback_at is None:
        return []
    seconds = (one.feedback_at - one.submitted_at).total_seconds()
    # By the hour, so that the middle one can be told from a sum.
    return [(FIRST_FEEDBACK, "", "s", f"{int(max(0, seconds) // 3600):06}", format(Decimal(str(seconds)), "f"), 1)]


_ADDS: Mapping[type[Event], Callable[[Any], list[Addend]]] = {
    OpenNeedChanged: _need,
    SupportOfferEvent: _offer,
    SupportRequestEvent: _request,
}


def adds(kind: str, status: str, event: Event) -> list[Addend]:
    """Everything an item adds after an event."""
    more = next((_ADDS[base] for base in type(event).__mro__ if base in _ADDS), None)
    return [(STATUS, "", kind, status, "0", 1), *(more(event) if more is not None else [])]
