"""What an engagement gives back of what was committed to its match (WM 7, 11)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.engagement import EngagementLine
from shared.contracts.shapes.values import Quantity

ZERO = Decimal(0)


def not_taken_yet(
    committed: Sequence[ReservedLine], engaged: Sequence[EngagementLine], taken: Mapping[str, Decimal]
) -> tuple[ReservedLine, ...]:
    """What is still to be freed, by offer line: ``released`` only grows, so an event that comes again or late frees nothing.

    ``taken``: what was freed before. Never more than was committed: another deployment's word frees no other's capacity.
    """
    found = []
    for line in committed:
        mine = [one for one in engaged if one.offer_line_id == line.line_id and one.unit == line.quantity.unit]
        given = min(sum((one.released for one in mine), ZERO), line.quantity.amount)
        fresh = given - taken.get(line.line_id, ZERO)
        if fresh > 0:
            found.append(ReservedLine(line_id=line.line_id, quantity=Quantity(amount=fresh, unit=line.quantity.unit)))
    return tuple(found)
