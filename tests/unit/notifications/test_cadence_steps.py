"""Steps of a cadence at their limits, and the level that is on a late one (WM 4, 6, 17)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from services.notifications.domain.reminder_times import Cadence, recalls, told

DUE = datetime(2026, 3, 15, 12, tzinfo=UTC)
NONE = Cadence(before=(), on_the_day=False, every=0)
ABOVE = (("country_office", "unhcr-office:TCD"), ("bureau", "unhcr-bureau:wca"), ("geneva", "unhcr:secretariat"))


def steps(cadence: Cadence, *, voluntary: bool = False, at: time = time(8)) -> list[tuple[str, int]]:
    return [(one.step, one.days) for one in recalls(DUE, cadence, voluntary=voluntary, zone="UTC", at=at)]


@pytest.mark.parametrize(
    ("every", "until", "days"),
    [(7, 21, [7, 14, 21]), (7, 20, [7, 14]), (7, 6, []), (7, 7, [7]), (1, 2, [1, 2]), (0, 56, []), (60, 0, [])],
)
def test_it_is_recalled_every_so_many_days_until_the_last(every: int, until: int, days: list[int]) -> None:
    late = [(f"late-{n}", n) for n in days]
    assert steps(NONE.model_copy(update={"every": every, "until": until})) == late
    assert steps(NONE.model_copy(update={"every": every, "until": until}), voluntary=True) == []


@pytest.mark.parametrize("on_the_day", [True, False])
@pytest.mark.parametrize("before", [(), (1,), (1, 5)])
def test_before_and_on_the_day(on_the_day: bool, before: tuple[int, ...]) -> None:
    found = steps(NONE.model_copy(update={"before": before, "on_the_day": on_the_day}))
    assert found == [(f"before-{n}", -n) for n in sorted(before, reverse=True)] + [("day", 0)] * on_the_day


@pytest.mark.parametrize(("at", "voluntary", "kept"), [
    (time(11, 59), True, True), (time(12), True, False), (time(13), True, False), (time(12), False, True), (time(13), False, True),
])  # fmt: skip
def test_nobody_is_told_to_come_once_it_is_too_late(at: time, voluntary: bool, kept: bool) -> None:
    found = steps(NONE.model_copy(update={"on_the_day": True}), voluntary=voluntary, at=at)
    assert found == ([("day", 0)] if kept else [])


def test_hours_before_are_to_the_minute_and_count_days_where_the_deployment_is() -> None:
    cadence = NONE.model_copy(update={"hours": (2, 13, 24)})
    found = recalls(DUE, cadence, voluntary=True, zone="UTC", at=time(8))
    assert [(one.step, one.days, DUE - one.at) for one in found] == [
        ("hours-24", -1, timedelta(hours=24)), ("hours-13", -1, timedelta(hours=13)), ("hours-2", 0, timedelta(hours=2)),
    ]  # fmt: skip
    apart = recalls(DUE, NONE.model_copy(update={"hours": (13,)}), voluntary=True, zone="Africa/Nairobi", at=time(8))
    assert [(one.step, one.days) for one in apart] == [("hours-13", 0)]


@pytest.mark.parametrize(("days", "level"), [(6, None), (7, 0), (13, 0), (14, 1), (27, 1), (28, 2), (99, 2)])
def test_one_level_is_on_a_late_step(days: int, level: int | None) -> None:
    assert told(days, Cadence(), ABOVE) == (() if level is None else (ABOVE[level][1],))


def test_a_level_that_is_not_there_is_passed_over() -> None:
    assert told(7, Cadence(), ABOVE[1:]) == ()
    assert told(99, Cadence(), ()) == ()
