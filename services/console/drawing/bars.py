"""Lengths of bars: shares of the longest of those that have the same unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDE = 300
"""Steps of the longest bar."""
PARTS = ("committed", "reserved", "open")
"""What was asked for, by what became of it; together it is what was asked, unless more was given."""


@dataclass(frozen=True)
class Bar:
    """One row: its figures, and of each part where it begins and how long it is."""

    row: Mapping[str, Any]
    parts: tuple[tuple[str, int, int], ...]


def bars(rows: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Rows of needs as bars; amounts of different units are never drawn against each other."""
    given = list(rows)
    longest: dict[str, Decimal] = {}
    for one in given:
        total = sum((Decimal(one[name]) for name in PARTS), Decimal())
        longest[one["unit"]] = max(total, longest.get(one["unit"], Decimal()))
    return [Bar(one, _parts(one, longest[one["unit"]])) for one in given]


def _parts(row: Mapping[str, Any], longest: Decimal) -> tuple[tuple[str, int, int], ...]:
    found, at = [], 0
    for name in PARTS:
        long = int(WIDE * Decimal(row[name]) / longest) if longest else 0
        found.append((name, at, long))
        at += long
    return tuple(found)
