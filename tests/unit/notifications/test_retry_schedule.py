"""When a webhook is tried again (W3): the schedule over three days, spread by a tenth, and what the endpoint asks for."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain.retry_schedule import MOST_RETRY_AFTER_S, next_attempt_at, retry_after
from services.notifications.settings import NotificationsSettings

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SCHEDULE = NotificationsSettings.model_fields["webhook_schedule_s"].default


def test_the_schedule_spans_three_days() -> None:
    assert sum(SCHEDULE) >= 72 * 3600
    assert SCHEDULE[0] == 0


@pytest.mark.parametrize("attempts", range(1, len(SCHEDULE)))
def test_each_wait_is_the_schedules_spread_by_a_tenth(attempts: int) -> None:
    waits = []
    for seed in range(300):
        at = next_attempt_at(attempts, SCHEDULE, 0.1, NOW, random.Random(seed))
        assert at is not None
        waits.append((at - NOW).total_seconds())
    wanted = SCHEDULE[attempts]
    assert 0.9 * wanted <= min(waits) < 0.92 * wanted
    assert 1.08 * wanted < max(waits) <= 1.1 * wanted


def test_after_the_last_attempt_there_is_none() -> None:
    assert next_attempt_at(len(SCHEDULE), SCHEDULE, 0.1, NOW, random.Random(1)) is None


@pytest.mark.parametrize(("asked", "waits"), [(1.0, 5), (3600.0, 3600), (10 * MOST_RETRY_AFTER_S, MOST_RETRY_AFTER_S)])
def test_a_longer_wait_that_is_asked_for_counts_up_to_a_day(asked: float, waits: float) -> None:
    at = next_attempt_at(1, SCHEDULE, 0.0, NOW, random.Random(1), asked)
    assert at == NOW + timedelta(seconds=waits)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Fri, 01 May 2026 12:02:00 GMT", 120.0),
        ("Fri, 01 May 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 5000, 999_999_999.0),
        ("Fri, 99 May 2026", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
