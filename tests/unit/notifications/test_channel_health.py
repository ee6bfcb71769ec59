"""When a channel counts as quiet: its self-test fails, nothing was heard for a day, or messages do not leave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.domain.channel_health import Signs, SilenceBounds, silence

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
BOUNDS = SilenceBounds(3, timedelta(hours=26), timedelta(minutes=15))
WELL = Signs(NOW - timedelta(days=90), 0, NOW - timedelta(hours=20), None, None, None)


def ago(**by: float) -> datetime:
    return NOW - timedelta(**by)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"failures": 2}, None),
        ({"failures": 3}, "self_test_fails"),
        ({"failures": 3, "delivered_at": ago(minutes=5)}, None),
        ({"failures": 3, "delivered_at": ago(hours=5)}, "self_test_fails"),
        ({"passed_at": ago(hours=27)}, "no_sign_of_life"),
        ({"passed_at": ago(hours=27), "delivered_at": ago(hours=3)}, None),
        ({"passed_at": None, "since": ago(hours=25)}, None),
        ({"passed_at": None, "since": ago(hours=27)}, "no_sign_of_life"),
        ({"overdue_since": ago(minutes=14)}, None),
        ({"overdue_since": ago(minutes=16)}, "messages_do_not_leave"),
        ({"failures": 9, "muted_until": NOW + timedelta(seconds=1)}, None),
        ({"failures": 9, "muted_until": NOW}, "self_test_fails"),
    ],
)
def test_silence(changes: dict[str, Any], why: str | None) -> None:
    found = silence(replace(WELL, **changes), BOUNDS, NOW)
    assert (found[0] if found else None) == why


def test_it_says_since_when() -> None:
    assert silence(replace(WELL, failures=3), BOUNDS, NOW) == ("self_test_fails", ago(hours=20))
    assert silence(replace(WELL, overdue_since=ago(hours=1)), BOUNDS, NOW) == ("messages_do_not_leave", ago(hours=1))
