"""A time limit ends on a working day of its bureau; every due date is computed in one place."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.reference.working_days import due, is_working_day
from shared.contracts.vocabulary import bureaux, deployments

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(r"\+ timedelta\(days=[\w.]*(due|confirm|consent|seek|revision|feedback|answer)[\w.]*\)")
"""A time limit added to a moment by hand."""


@pytest.mark.parametrize(
    ("since", "days", "bureau", "expected"),
    [
        ("2026-11-28T10:00", 14, "wca", "2026-12-14T10:00"),  # from a Saturday
        ("2026-11-27T10:00", 14, "wca", "2026-12-11T10:00"),  # from a Friday
        ("2026-12-11T10:00", 14, "wca", "2026-12-28T10:00"),  # Christmas on a Friday
        ("2026-12-18T10:00", 14, "geneva", "2027-01-04T10:00"),  # New Year's Day on a Friday
        ("2027-03-12T10:00", 14, "europe", "2027-03-29T10:00"),  # Good Friday
        ("2027-03-12T10:00", 14, "geneva", "2027-03-30T10:00"),  # and Easter Monday
        ("2026-11-26T10:00", 15, "mena", "2026-12-13T10:00"),  # a Friday: Amman works from Sunday on
        ("2026-11-29T10:00", 14, "mena", "2026-12-13T10:00"),  # a Sunday is a working day there
        ("2026-11-29T10:00", 14, "europe", "2026-12-14T10:00"),
        ("2026-11-29T22:30", 14, "esa", "2026-12-14T22:30"),  # Monday in Nairobi, Sunday in UTC
        ("2026-11-27T18:00", 14, "ap", "2026-12-14T18:00"),  # Saturday in Bangkok, Friday in UTC
        ("2026-11-28T10:00", 14, "moon", "2026-12-14T10:00"),
    ],
)  # fmt: skip
def test_a_limit_ends_on_a_working_day(since: str, days: int, bureau: str, expected: str) -> None:
    at = datetime.fromisoformat(since).replace(tzinfo=UTC)
    assert due(at, days, bureau) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC)), days=st.integers(0, 60),  # noqa: DTZ001 - bounds are naive
    bureau=st.sampled_from([*deployments(), *bureaux(date(2026, 11, 28))]),
)  # fmt: skip
def test_a_limit_is_never_shortened_nor_stretched_beyond_a_long_weekend(at: datetime, days: int, bureau: str) -> None:
    found = due(at, days, bureau)
    assert timedelta() <= found - at - timedelta(days=days) <= timedelta(days=5)
    assert is_working_day(found.date(), bureau)


def test_every_deployment_has_a_week() -> None:
    assert not is_working_day(date(2026, 12, 12), "wca")
    assert [one for one in deployments() if is_working_day(date(2026, 12, 25), one)] == []


def by_hand(text: str) -> bool:
    return ELSEWHERE.search(text) is not None


def test_no_due_date_is_computed_elsewhere() -> None:
    files = [path for top in ("services", "shared") for path in (ROOT / top).rglob("*.py")]
    assert [str(path) for path in files if by_hand(path.read_text())] == []


@pytest.mark.parametrize(
    "planted", ["now + timedelta(days=settings.answer_due_days)", "at + timedelta(days=limits.confirm)"]
)
def test_a_planted_due_date_is_found(planted: str) -> None:
    assert by_hand(planted)
