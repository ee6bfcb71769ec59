"""Time zones of places: names of the tz database by continent or ocean, and UTC."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@cache
def places() -> frozenset[str]:
    """Names of zones that a place can have. ``localtime``, ``Factory``, ``posixrules``, ``Etc/...`` and old short names are no place's."""
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in _AREAS) | {"UTC"}


def contradiction(at: datetime, zone: str) -> str | None:
    """What is wrong with a moment whose offset is not that of the zone at that moment; None when it is, or is UTC.

    In the hour that the clock leaves out in spring there is no right offset; in the one it repeats in autumn both are.
    """
    offset = at.utcoffset()
    if not offset:
        return None
    there = at.astimezone(ZoneInfo(zone))
    if there.utcoffset() == offset:
        return None
    wall = at.replace(tzinfo=ZoneInfo(zone))
    if wall.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return f"{wall:%Y-%m-%d %H:%M} does not exist in {zone}: the clock is put forward over it"
    right = [_written(wall.replace(fold=fold).utcoffset()) for fold in (0, 1)]
    return (
        f"at {wall:%Y-%m-%d %H:%M} the offset of {zone} is {' or '.join(dict.fromkeys(right))}, not {_written(offset)}"
    )


def _written(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
