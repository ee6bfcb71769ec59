"""The circuit breaker of an endpoint: opens, waits longer each time, asks with one call, closes; days of failure disable."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain.endpoint_health import (
    AttemptOutcome,
    EndpointLimits,
    Health,
    after,
    asked,
    disabled_because,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LIMITS = EndpointLimits(3, (30, 60), timedelta(hours=120))
DOWN, FINE = AttemptOutcome("http_500", 500), AttemptOutcome("ok", 204)


def failed(times: int, at: datetime = NOW) -> Health:
    health = Health()
    for _ in range(times):
        health = after(health, DOWN, at, LIMITS)
    return health


def test_it_opens_after_failures_in_a_row_and_a_success_forgets_them() -> None:
    assert failed(2).circuit == "closed"
    assert after(failed(2), FINE, NOW, LIMITS) == Health()
    opened = failed(3)
    assert (opened.circuit, opened.blocked_until) == ("open", NOW + timedelta(seconds=30))


def test_half_open_lets_one_through_and_each_failure_waits_longer() -> None:
    later = NOW + timedelta(seconds=31)
    trying = asked(failed(3), later)
    assert trying.circuit == "half_open"
    again = after(trying, DOWN, later, LIMITS)
    assert (again.circuit, again.blocked_until) == ("open", later + timedelta(seconds=60))
    third = after(asked(again, later + timedelta(seconds=61)), DOWN, later + timedelta(seconds=61), LIMITS)
    assert third.blocked_until == later + timedelta(seconds=121)
    assert after(trying, FINE, later, LIMITS) == Health()


def test_an_open_circuit_stays_open_until_its_time() -> None:
    assert asked(failed(3), NOW + timedelta(seconds=29)).circuit == "open"


def test_calls_that_were_under_way_when_it_opened_do_not_make_the_wait_longer() -> None:
    assert failed(8).blocked_until == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_throttling_answer_holds_the_whole_endpoint(status: int) -> None:
    held = after(Health(), AttemptOutcome(f"http_{status}", status, 0, 90.0), NOW, LIMITS)
    assert (held.blocked_until, held.blocked_why, held.circuit) == (NOW + timedelta(seconds=90), "throttled", "closed")
    unsaid = after(Health(), AttemptOutcome(f"http_{status}", status), NOW, LIMITS)
    assert unsaid.blocked_until == NOW + timedelta(seconds=30)


def test_another_failure_holds_nothing_back() -> None:
    assert after(Health(), DOWN, NOW, LIMITS).blocked_until is None


def test_gone_disables_at_once() -> None:
    gone = AttemptOutcome("http_410", 410)
    assert disabled_because(after(Health(), gone, NOW, LIMITS), gone, 1, NOW, LIMITS) == "gone"


@pytest.mark.parametrize(
    ("hours", "attempts", "why"), [(119, 9, None), (120, 9, "failing"), (2000, 2, None), (2000, 3, "failing")]
)
def test_five_days_of_failure_disable_but_a_late_delivery_is_tried_first(
    hours: int, attempts: int, why: str | None
) -> None:
    then = NOW + timedelta(hours=hours)
    health = after(failed(1), DOWN, then, LIMITS)
    assert disabled_because(health, DOWN, attempts, then, LIMITS) == why
    assert disabled_because(after(health, FINE, then, LIMITS), FINE, attempts, then, LIMITS) is None
