"""When a message goes out: quiet hours and the time of an overview, in the reader's time zone. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notifications.domain.preferences import QuietHours

_LONGEST_DAYS = 9


def after_quiet(now: datetime, zone: str, quiet: QuietHours | None) -> datetime:
    """The first moment from ``now`` on that is not quiet; ``now`` itself when it is not. In UTC."""
    if quiet is None:
        return now
    local, end = now.astimezone(ZoneInfo(zone)), now + timedelta(days=_LONGEST_DAYS)
    while local < end:
        later = _end_of_quiet(local, quiet)
        if later is None:
            return max(now, local.astimezone(UTC))
        # By way of UTC, so that a local time the clock jumps over becomes the one after the jump.
        local = later.astimezone(UTC).astimezone(local.tzinfo)
    return now


def _end_of_quiet(local: datetime, quiet: QuietHours) -> datetime | None:
    """The local end of the quiet time that ``local`` lies in, or None."""
    if local.isoweekday() in quiet.days:
        return _on(local, time(0), 1)
    if quiet.start is None or quiet.end is None:
        return None
    clock = local.time()
    if quiet.start < quiet.end:
        return _on(local, quiet.end, 0) if quiet.start <= clock < quiet.end else None
    if clock >= quiet.start:
        return _on(local, quiet.end, 1)
    return _on(local, quiet.end, 0) if clock < quiet.end else None


def _on(local: datetime, at: time, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), at, local.tzinfo)


def next_overview(now: datetime, zone: str, at: time, weekday: int | None, quiet: QuietHours | None) -> datetime:
    """The next overview after ``now``: daily, or weekly on an ISO weekday; put off by quiet hours. In UTC."""
    local = now.astimezone(ZoneInfo(zone))
    for days in range(9):
        there = _on(local, at, days).astimezone(UTC)
        if there > now and (weekday is None or (local.date() + timedelta(days=days)).isoweekday() == weekday):
            return after_quiet(there, zone, quiet)
    raise AssertionError("a week has seven days")
