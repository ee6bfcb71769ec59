"""Figures from what each request adds to them (WM 6, 16): sums and counts, so that a rebuild gives the same."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import Any

UNMET_NEED = "unmet_need"
FIRST_FEEDBACK = "first_feedback"


def unmet_need(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Open quantity by region, functional area and unit."""
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    requests: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        for part in row.parts:
            key = (row.region, part["functional_area"], part["unit"])
            sums[key] += Decimal(part["open"])
            requests[key].add(row.request_id)
    return [
        {"region": r, "functional_area": area, "unit": unit, "open": format(total.normalize(), "f"),
         "requests": len(requests[r, area, unit])}
        for (r, area, unit), total in sorted(sums.items())
        if total > 0
    ]  # fmt: skip


def first_feedback(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Seconds from submission to first feedback, by region: how many had it, and the median."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        seconds[row.region] += [part["seconds"] for part in row.parts]
    return [
        {"region": region, "requests": len(found), "median_seconds": median(found)}
        for region, found in sorted(seconds.items())
        if found
    ]
