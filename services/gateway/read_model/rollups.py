"""Reads the roll-ups: a few thousand rows of sums, whatever the number of items behind them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.domain.adds import (
    ASKED,
    COMMITTED,
    FIRST_FEEDBACK,
    OFFERED,
    OPEN,
    REMAINING,
    RESERVED,
    STATUS,
)
from services.gateway.read_model.tables import rollup


class Sum(NamedTuple):
    """One sum; without a region it is over all of them."""

    region: str | None
    figure: str
    area: str
    unit: str
    label: str
    amount: Decimal
    items: int


Sums = list[Sum]


async def sums(connection: AsyncConnection, regions: Sequence[str], *, by_region: bool) -> Sums:
    """Sums of regions, each for itself or all together."""
    table = rollup
    region = table.c.region if by_region else sa.null().label("region")
    key = (table.c.figure, table.c.area, table.c.unit, table.c.label)
    grouped = ([table.c.region] if by_region else []) + list(key)
    query = sa.select(region, *key, sa.func.sum(table.c.amount), sa.func.sum(table.c["items"]))
    query = query.where(table.c.region.in_(list(regions)), table.c["items"] > 0).group_by(*grouped).order_by(*grouped)
    return [Sum(r[0], r[1], r[2], r[3], r[4], r[5], int(r[6])) for r in await connection.execute(query)]


def _tables(found: Sums, figures: Sequence[str]) -> Iterator[tuple[tuple[Any, str, str], dict[str, Sum]]]:
    rows: dict[tuple[Any, str, str], dict[str, Sum]] = defaultdict(dict)
    for one in found:
        if one.figure in figures:
            rows[one.region, one.area, one.unit][one.figure] = one
    yield from rows.items()


def plain(amount: Decimal) -> str:
    """An amount as it is told: digits alone, and no zeros at its end."""
    return format(amount.normalize(), "f")


def _text(row: dict[str, Sum], figure: str) -> str:
    return plain(row[figure].amount if figure in row else Decimal(0))


def need(found: Sums) -> list[dict[str, Any]]:
    """Asked, reserved, committed, open, by area and unit."""
    figures = (ASKED, RESERVED, COMMITTED, OPEN)
    return [
        {"region": region, "functional_area": area, "unit": unit, "requests": row[ASKED].items}
        | {figure: _text(row, figure) for figure in figures}
        for (region, area, unit), row in _tables(found, figures)
    ]


def offers(found: Sums) -> list[dict[str, Any]]:
    """Offered and remaining, by area and unit."""
    figures = (OFFERED, REMAINING)
    return [
        {"region": region, "functional_area": area, "unit": unit, "offers": row[OFFERED].items}
        | {figure: _text(row, figure) for figure in figures}
        for (region, area, unit), row in _tables(found, figures)
    ]


def statuses(found: Sums) -> list[dict[str, Any]]:
    """Items by kind and status."""
    return [
        {"region": one.region, "kind": one.unit, "status": one.label, "items": one.items}
        for one in found if one.figure == STATUS
    ]  # fmt: skip


def first_feedback(found: Sums) -> list[dict[str, Any]]:
    """Mean, and the middle one by the hour (the label)."""
    regions: dict[str | None, list[Sum]] = defaultdict(list)
    for one in found:
        if one.figure == FIRST_FEEDBACK:
            regions[one.region].append(one)
    made = []
    for region, hours in regions.items():
        count = sum(one.items for one in hours)
        mean = float(sum((one.amount for one in hours), Decimal(0))) / count
        made.append(
            {"region": region, "requests": count, "mean_seconds": round(mean, 3), "median_hours": _median(hours)}
        )
    return made


def _median(hours: Sequence[Sum]) -> float:
    """Between the two middle ones when their number is even."""
    ordered = sorted(hours, key=lambda one: one.label)
    count = sum(one.items for one in ordered)
    return (_nth(ordered, (count - 1) // 2) + _nth(ordered, count // 2)) / 2


def _nth(ordered: Sequence[Sum], place: int) -> int:
    for one in ordered:
        if place < one.items:
            return int(one.label)
        place -= one.items
    raise IndexError(place)
