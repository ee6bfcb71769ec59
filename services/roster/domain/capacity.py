"""Arithmetic of capacity: remaining = quantity - reserved - committed, line by line, never below zero (WM 7, 11)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.support_offer import LineCapacity, OfferLine

ZERO = Decimal(0)


def fresh(lines: Sequence[OfferLine], before: Sequence[LineCapacity] = ()) -> tuple[LineCapacity, ...]:
    """Capacity of an offer's lines, keeping what is promised of them."""
    known = {capacity.line_id: capacity for capacity in before}
    return tuple(
        _line(
            line.line_id,
            line.quantity.unit,
            line.quantity.amount,
            known[line.line_id].reserved if line.line_id in known else ZERO,
            known[line.line_id].committed if line.line_id in known else ZERO,
        )
        for line in lines
    )


def _line(line_id: str, unit: str, quantity: Decimal, reserved: Decimal, committed: Decimal) -> LineCapacity:
    remaining = quantity - reserved - committed
    if min(remaining, reserved, committed) < 0:
        raise ArithmeticError(f"capacity of line {line_id} would fall below zero")
    return LineCapacity(
        line_id=line_id, unit=unit, quantity=quantity, reserved=reserved, committed=committed, remaining=remaining
    )


def refusal(capacity: Sequence[LineCapacity], wanted: Sequence[ReservedLine]) -> str | None:
    """Why a reservation cannot be granted, as a code with the line; None when it can."""
    known = {line.line_id: line for line in capacity}
    asked: dict[str, Decimal] = {}
    for line in wanted:
        if line.line_id not in known:
            return f"unknown_line:{line.line_id}"
        if line.quantity.unit != known[line.line_id].unit:
            return f"other_unit:{line.line_id}"
        asked[line.line_id] = asked.get(line.line_id, ZERO) + line.quantity.amount
    short = next((i for i, amount in asked.items() if amount > known[i].remaining), None)
    return f"not_enough_left:{short}" if short else None


def _each(
    capacity: Sequence[LineCapacity],
    lines: Sequence[ReservedLine],
    change: Callable[[LineCapacity, Decimal], LineCapacity],
) -> tuple[LineCapacity, ...]:
    amounts: dict[str, Decimal] = {}
    for line in lines:
        amounts[line.line_id] = amounts.get(line.line_id, ZERO) + line.quantity.amount
    return tuple(change(c, amounts[c.line_id]) if c.line_id in amounts else c for c in capacity)


def hold(capacity: Sequence[LineCapacity], lines: Sequence[ReservedLine]) -> tuple[LineCapacity, ...]:
    """Reserves. Raises ArithmeticError below zero."""
    return _each(capacity, lines, lambda c, n: _line(c.line_id, c.unit, c.quantity, c.reserved + n, c.committed))


def release(capacity: Sequence[LineCapacity], lines: Sequence[ReservedLine]) -> tuple[LineCapacity, ...]:
    """Frees what was reserved."""
    return _each(capacity, lines, lambda c, n: _line(c.line_id, c.unit, c.quantity, c.reserved - n, c.committed))


def commit(capacity: Sequence[LineCapacity], lines: Sequence[ReservedLine]) -> tuple[LineCapacity, ...]:
    """Turns what was reserved into what is committed."""
    return _each(capacity, lines, lambda c, n: _line(c.line_id, c.unit, c.quantity, c.reserved - n, c.committed + n))


def give_back(capacity: Sequence[LineCapacity], lines: Sequence[ReservedLine]) -> tuple[LineCapacity, ...]:
    """Frees what was committed and is not needed any more. Raises ArithmeticError below zero."""
    return _each(capacity, lines, lambda c, n: _line(c.line_id, c.unit, c.quantity, c.reserved, c.committed - n))
