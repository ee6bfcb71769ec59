"""Figures from what each request adds to them (WM 6, 16): sums and counts, so that a rebuild gives the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """What one request adds to a figure."""

    region: str
    request_id: str
    parts: list[dict[str, Any]]


UNMET_NEED = "unmet_need"
FIRST_FEEDBACK = "first_feedback"


def of_shown_lines(region: str, request_id: str, lines: Iterable[Mapping[str, Any]]) -> Part:
    """What a request adds to the need that others see: its lines as they are shown, whatever became of them (WM 17)."""
    parts = [
        {"functional_area": one["functional_area"], "unit": one["quantity"]["unit"], "open": one["quantity"]["amount"]}
        for one in lines
    ]
    return Part(region, request_id, parts)


def unmet_need(rows: Iterable[Any], least: int = 1) -> list[dict[str, Any]]:
    """Open quantity by region, functional area and unit; groups of fewer requests than ``least`` are left out."""
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
        if total > 0 and len(requests[r, area, unit]) >= least
    ]  # fmt: skip


def first_feedback(rows: Iterable[Any], least: int = 1) -> list[dict[str, Any]]:
    """Seconds from submission to first feedback, by region: how many had it, and the median; groups of fewer requests
    than ``least`` are left out.
    """
    seconds: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        seconds[row.region] += [part["seconds"] for part in row.parts]
    return [
        {"region": region, "requests": len(found), "median_seconds": median(found)}
        for region, found in sorted(seconds.items())
        if len(found) >= max(least, 1)
    ]
