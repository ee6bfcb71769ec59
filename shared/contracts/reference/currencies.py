"""Currencies in which money is given: ISO 4217, with their minor units. Metals, funds and codes for tests are none."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from shared.contracts.reference.tables import rows


@dataclass(frozen=True)
class Currency:
    """``minor_units``: digits behind the point that an amount can have; valid until ``until``, if it is gone."""

    code: str
    minor_units: int
    name: str
    until: date


@cache
def currencies() -> dict[str, Currency]:
    """Every currency of the list, also those that are gone."""
    return {
        row["code"]: Currency(row["code"], int(row["minor_units"]), row["name"],
                              date.fromisoformat(row["until"]) if row["until"] else date.max)
        for row in rows("currencies")
    }  # fmt: skip


@lru_cache(2)
def active(on: date) -> dict[str, Currency]:
    """Those in use on a date."""
    return {code: one for code, one in currencies().items() if on <= one.until}
