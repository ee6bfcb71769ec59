"""Figures of engagements from sums: from what is asked to what is delivered, stages, and how long it took (WM 9, 15.vii, 16).

For officers the sums are the roll-ups. For everybody else they are made here of the engagements that they may read, in the
form in which they read them, and no group of fewer than the least size is told (WM 17).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.gateway.domain.adds import ASKED_IN, OFFERED_IN, STATUS
from services.gateway.domain.engaged import ENGAGED, FIRST_DELIVERY, GIVEN, HORIZON, Addend, adds
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.rollups import Sum, Sums, plain
from services.gateway.read_model.tables import item
from services.gateway.read_model.views import state_for
from shared.modalities.steps.of_engagements import LABELS

ENGAGEMENT = "engagement"
QUANTILES: Mapping[str, float] = {"p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}
PAGE = 200
_CHAIN = {ASKED_IN: "asked", OFFERED_IN: "offered", **{figure: name for name, figure in ENGAGED.items()}}
_COUNTED = {ASKED_IN: "requests", OFFERED_IN: "offers", ENGAGED["committed"]: "engagements"}


async def visible_sums(reader: ItemReader, regions: Iterable[str], least: int, *, by_region: bool) -> Sums:
    """Sums of the engagements that somebody may read, as he reads them; groups of fewer than ``least`` are left out."""
    amounts: dict[tuple[str | None, str, str, str, str], tuple[Decimal, int]] = {}
    wanted = [item.c.region.in_(list(regions))]
    async for row in _read(reader, wanted):
        stage: Addend = (STATUS, "", ENGAGEMENT, row.status, "0", 1)
        for figure, area, unit, label, amount, items in (stage, *adds(state_for(reader.actor, row))):
            key = (row.region if by_region else None, figure, area, unit, label)
            before, count = amounts.get(key, (Decimal(0), 0))
            amounts[key] = before + Decimal(amount), count + items
    found = [Sum(*key, amount, count) for key, (amount, count) in amounts.items()]
    return in_groups(sorted(found, key=lambda one: (one.region or "", *one[1:5])), least)


async def _read(reader: ItemReader, conditions: Sequence[Any]) -> Any:
    after: tuple[Any, str] | None = None
    more = True
    while more:
        rows, more = await reader.page(ENGAGEMENT, conditions, after, PAGE)
        for row in rows:
            yield row
        after = (rows[-1].begun_at, rows[-1].id) if rows else None


def in_groups(found: Sums, least: int) -> Sums:
    """Amounts in groups of a least size. Days are told as one group of a region, whatever their number."""
    days: dict[str | None, int] = defaultdict(int)
    for one in found:
        days[one.region] += one.items if one.figure == FIRST_DELIVERY else 0
    return [one for one in found if (days[one.region] if one.figure == FIRST_DELIVERY else one.items) >= least]


def chain(found: Sums) -> list[dict[str, Any]]:
    """By area, unit and year: ``asked`` by requests in line of that year, ``offered`` by live offers of that year (whole in each
    area), and of engagements that were opened in that year ``committed + over = released + reported + delivered + outstanding``.
    """
    rows: dict[tuple[str | None, str, str, str], dict[str, Any]] = {}
    for one in found:
        if one.figure in _CHAIN:
            row = rows.setdefault((one.region, one.area, one.unit, one.label), {})
            row[_CHAIN[one.figure]] = plain(one.amount)
            if one.figure in _COUNTED:
                row[_COUNTED[one.figure]] = one.items
    empty = dict.fromkeys(_CHAIN.values(), "0") | dict.fromkeys(_COUNTED.values(), 0)
    return [
        {"region": region, "functional_area": area, "unit": unit, "year": int(year), **empty, **row}
        for (region, area, unit, year), row in sorted(rows.items(), key=lambda each: (each[0][0] or "", *each[0][1:]))
    ]


def given(found: Sums) -> list[dict[str, Any]]:
    """What was delivered and confirmed, by area, unit and the year of the delivery."""
    return [
        {"region": one.region, "functional_area": one.area, "unit": one.unit, "year": int(one.label),
         "delivered": plain(one.amount), "engagements": one.items}
        for one in found if one.figure == GIVEN
    ]  # fmt: skip


def stages(found: Sums) -> list[dict[str, Any]]:
    """Engagements by stage, with what the public portal calls it; None where it shows none of them."""
    return [
        {"region": one.region, "stage": one.label, "label": LABELS.get(one.label), "engagements": one.items}
        for one in found if one.figure == STATUS and one.unit == ENGAGEMENT
    ]  # fmt: skip


def horizons(found: Sums) -> list[dict[str, Any]]:
    """Engagements by horizon and the year in which they were opened (WM 9)."""
    return [
        {"region": one.region, "horizon": one.unit, "year": int(one.label), "engagements": one.items}
        for one in found if one.figure == HORIZON
    ]  # fmt: skip


def first_delivery(found: Sums) -> list[dict[str, Any]]:
    """Whole days from request to first delivery (``engaged.days_to_first``), of engagements that have one: mean and quantiles.

    The quantile q of n sorted numbers of days is the number at place q * (n - 1), counted from 0; between two places it is
    on the straight line between their numbers, as ``percentile_cont`` of SQL says.
    """
    regions: dict[str | None, list[Sum]] = defaultdict(list)
    for one in found:
        if one.figure == FIRST_DELIVERY:
            regions[one.region].append(one)
    return [_spread(region, sorted(days, key=lambda one: one.label)) for region, days in regions.items()]


def _spread(region: str | None, days: Sequence[Sum]) -> dict[str, Any]:
    count = sum(one.items for one in days)
    mean = float(sum((one.amount for one in days), Decimal(0))) / count
    quantiles = {f"{name}_days": _quantile(days, count, share) for name, share in QUANTILES.items()}
    return {"region": region, "engagements": count, "mean_days": round(mean, 3)} | quantiles


def _quantile(days: Sequence[Sum], count: int, share: float) -> float:
    place = share * (count - 1)
    low = int(place)
    first, second = _nth(days, low), _nth(days, min(low + 1, count - 1))
    return round(first + (second - first) * (place - low), 3)


def _nth(days: Sequence[Sum], place: int) -> int:
    return next(_walk(days, place))


def _walk(days: Sequence[Sum], place: int) -> Iterator[int]:
    for one in days:
        if place < one.items:
            yield int(one.label)
        place -= one.items
