"""The circuit breaker of one endpoint: closed, open, half open; throttled when it asks; disabled after days of failure.

Pure: from the health before and an outcome to the health after. A failing endpoint is left alone for growing waits, then
asked with a single delivery; one success closes the circuit again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Circuit = Literal["closed", "open", "half_open"]
THROTTLING = frozenset({429, 502, 503, 504})
GONE = 410
TRIES_BEFORE_DISABLING = 3
"""A delivery that came after a long quiet gets these attempts before the days of failure count against the endpoint."""


@dataclass(frozen=True)
class EndpointLimits:
    """``opens_after`` failures in a row; ``waits_s`` while open, the last one for ever; ``disables_after`` this long."""

    opens_after: int
    waits_s: Sequence[float]
    disables_after: timedelta


@dataclass(frozen=True)
class Health:
    """How an endpoint does. ``failures`` and ``failing_since`` count from the last success."""

    failures: int = 0
    failing_since: datetime | None = None
    circuit: Circuit = "closed"
    opened: int = 0
    blocked_until: datetime | None = None
    blocked_why: str | None = None


@dataclass(frozen=True)
class AttemptOutcome:
    """What an attempt came to. ``code`` is ``ok`` or says in a word what went wrong; never an address or a body."""

    code: str
    status: int | None = None
    duration_ms: int = 0
    retry_after_s: float | None = None

    @property
    def delivered(self) -> bool:
        """Whether the endpoint took it."""
        return self.code == "ok"


def asked(health: Health, now: datetime) -> Health:
    """The health when a delivery is about to be sent: an open circuit whose wait is over is half open."""
    if health.circuit == "open" and (health.blocked_until is None or health.blocked_until <= now):
        return replace(health, circuit="half_open")
    return health


def after(health: Health, outcome: AttemptOutcome, now: datetime, limits: EndpointLimits) -> Health:
    """The health after one attempt."""
    if outcome.delivered:
        return Health()
    failed = replace(health, failures=health.failures + 1, failing_since=health.failing_since or now)
    if health.circuit == "half_open" or failed.failures >= limits.opens_after:
        wait = limits.waits_s[min(health.opened, len(limits.waits_s) - 1)]
        until = now + timedelta(seconds=max(wait, outcome.retry_after_s or 0.0))
        # Several deliveries were under way when it opened: their failures do not make the wait longer.
        if health.circuit == "open" and health.blocked_until is not None and health.blocked_until > now:
            return failed
        return replace(failed, circuit="open", opened=health.opened + 1, blocked_until=until, blocked_why="circuit")
    if outcome.status in THROTTLING:
        wait = outcome.retry_after_s if outcome.retry_after_s is not None else limits.waits_s[0]
        return replace(failed, blocked_until=now + timedelta(seconds=wait), blocked_why="throttled")
    return failed


def disabled_because(
    health: Health, outcome: AttemptOutcome, attempts: int, now: datetime, limits: EndpointLimits
) -> str | None:
    """Why an endpoint is disabled after this attempt of a delivery tried ``attempts`` times; None when it is not."""
    if outcome.status == GONE:
        return "gone"
    long = health.failing_since is not None and now - health.failing_since >= limits.disables_after
    return "failing" if long and attempts >= TRIES_BEFORE_DISABLING and not outcome.delivered else None
