"""Calendar months as YYYY-MM, in UTC: the same moment lies in the same month wherever it is read (WM 12)."""

import re
from datetime import UTC, datetime

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def month_of(moment: datetime) -> str:
    """The month of a moment."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def earlier(month: str, by: int) -> str:
    """The month so many before; a negative number: after."""
    year, number = (int(part) for part in month.split("-"))
    years, left = divmod(year * 12 + number - 1 - by, 12)
    return f"{years:04}-{left + 1:02}"


def months_before(month: str, count: int) -> list[str]:
    """So many months before it, the oldest first."""
    return [earlier(month, by) for by in range(count, 0, -1)]


def begins(month: str) -> datetime:
    """Its first moment."""
    return datetime(int(month[:4]), int(month[5:7]), 1, tzinfo=UTC)


def last_whole(now: datetime) -> str:
    """The last month that is over."""
    return earlier(month_of(now), 1)
