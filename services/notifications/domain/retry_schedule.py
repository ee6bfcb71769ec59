"""When a webhook is tried again: the schedule of Standard Webhooks over three days, spread by chance, Retry-After kept."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

SCHEDULE_S: tuple[float, ...] = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds to wait before each attempt, 75.6 hours in all, unless a setting says otherwise."""
JITTER = 0.1
"""Share of a wait that is left to chance, both ways, unless a setting says otherwise."""
MOST_RETRY_AFTER_S = 86_400.0
"""An endpoint may ask us to wait a day at most, so that nobody parks a delivery for ever."""


def next_attempt_at(
    attempts: int,
    schedule_s: Sequence[float],
    jitter: float,
    now: datetime,
    chance: random.Random,
    retry_after_s: float | None = None,
) -> datetime | None:
    """When to try after ``attempts`` failures; None when the schedule is used up and the delivery is given up.

    ``schedule_s[n]`` is the wait before attempt n + 1, in seconds; each is spread by ``jitter`` (0.1 = 10 %) both ways.
    ``retry_after_s`` of the endpoint's answer counts when it is longer.
    """
    if attempts >= len(schedule_s):
        return None
    wait = schedule_s[attempts] * (1 + jitter * (2 * chance.random() - 1))
    return now + timedelta(seconds=max(wait, min(retry_after_s or 0.0, MOST_RETRY_AFTER_S)))


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as an HTTP date; None when it says nothing usable."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - now).total_seconds())
