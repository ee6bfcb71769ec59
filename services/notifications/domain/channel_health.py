"""Whether a channel speaks (WM 6). Silence is the costliest fault there is: nobody misses what never came."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Signs:
    """Signs of life of a channel. Silence counts from ``since``. ``passed_at``: of its self-test; ``delivered_at``: of real messages;
    ``overdue_since``: the oldest message that should be out and is not, of those nothing holds back."""

    since: datetime
    failures: int
    passed_at: datetime | None
    delivered_at: datetime | None
    overdue_since: datetime | None
    muted_until: datetime | None


@dataclass(frozen=True)
class SilenceBounds:
    """When silence is a fault."""

    failures: int
    quiet_after: timedelta
    backlog_after: timedelta


def silence(signs: Signs, bounds: SilenceBounds, now: datetime) -> tuple[str, datetime] | None:
    """Why a channel counts as quiet, and since when; None while it speaks, or while somebody muted it."""
    if signs.muted_until is not None and signs.muted_until > now:
        return None
    last = max(filter(None, (signs.since, signs.passed_at, signs.delivered_at)))
    speaks = signs.delivered_at is not None and now - signs.delivered_at <= bounds.backlog_after
    if signs.failures >= bounds.failures and not speaks:
        return "self_test_fails", last
    if now - last > bounds.quiet_after:
        return "no_sign_of_life", last
    if signs.overdue_since is not None and now - signs.overdue_since > bounds.backlog_after:
        return "messages_do_not_leave", signs.overdue_since
    return None
