"""When a time limit ends: on a working day of the bureau whose deployment keeps it. The only place that computes due dates.

Weeks and holidays are dated data (``working_weeks.csv``, ``holidays.csv``: ``*`` is every bureau). Holidays that follow the
moon, and those of one duty station, are added as they are announced. A moment is on a working day where the bureau sits and
in UTC, in which it is written, so that it reads as one on either clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from shared.contracts.reference.tables import rows

DAY = timedelta(days=1)
_OTHERS = "geneva"
"""Whose week holds for a deployment that has none of its own."""


@dataclass(frozen=True)
class Week:
    """The working week of a bureau: ISO weekdays, where it sits, and from when until when it holds."""

    weekdays: frozenset[int]
    zone: ZoneInfo
    since: date
    until: date


@cache
def _weeks() -> dict[str, tuple[Week, ...]]:
    found: dict[str, tuple[Week, ...]] = {}
    for row in rows("working_weeks"):
        until = date.fromisoformat(row["until"]) if row["until"] else date.max
        weekdays = frozenset(map(int, row["weekdays"].split()))
        week = Week(weekdays, ZoneInfo(row["time_zone"]), date.fromisoformat(row["since"]), until)
        found[row["bureau"]] = (*found.get(row["bureau"], ()), week)
    return found


@cache
def _holidays(bureau: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(row["day"]) for row in rows("holidays") if row["bureau"] in {"*", bureau})


@lru_cache(4096)
def _week(bureau: str, on: date) -> Week:
    weeks = _weeks().get(bureau) or _weeks()[_OTHERS]
    return next((one for one in weeks if one.since <= on <= one.until), weeks[-1])


@lru_cache(4096)
def is_working_day(day: date, bureau: str) -> bool:
    """Whether a bureau works on a day."""
    return day.isoweekday() in _week(bureau, day).weekdays and day not in _holidays(bureau)


def zone_of(bureau: str, on: date) -> str:
    """The time zone in which a bureau sits: where its days begin and end."""
    return _week(bureau, on).zone.key


def _works(at: datetime, bureau: str) -> bool:
    there = at.astimezone(_week(bureau, at.date()).zone).date()
    return is_working_day(there, bureau) and is_working_day(at.astimezone(UTC).date(), bureau)


def due(since: datetime, days: int, bureau: str) -> datetime:
    """``days`` after a moment, or at the same hour of the next working day of the bureau (or deployment)."""
    at = since + timedelta(days=days)
    while not _works(at, bureau):
        at += DAY
    return at
