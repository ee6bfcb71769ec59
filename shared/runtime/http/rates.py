"""How often one caller may ask: a quota that refills evenly, told in the header fields of the IETF's draft.

In memory, per process: each process of a service grants the quota, and a restart forgets what was used. A caller is a
party, with however many tokens it comes; or who logged in for none; or, without a token, an address. The generic cell rate algorithm keeps one moment per
caller and takes a microsecond; the library ``limits`` was measured at five to ten, and keeps every request or lets a double
burst through.
"""

from typing import NamedTuple

from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Retryable
from shared.runtime.clock import Clock

MOST_CALLERS = 50_000


class TooMany(Retryable):
    """The quota is used up; ``retry_after_s`` says when what was asked for fits in again."""


class LeftOfQuota(NamedTuple):
    """What is left of a quota, and in how many seconds all of it will be there again."""

    remaining: int
    reset_s: int


class Limiter:
    """One quota for each caller."""

    def __init__(self, quota: int, window_s: float, clock: Clock) -> None:
        """``quota`` requests in ``window_s`` seconds, all at once or one by one; 0 sets no limit."""
        self.quota, self._window, self._clock = quota, window_s, clock
        self._each = window_s / quota if quota else 0.0
        self._used_until: dict[str, float] = {}
        self.policy = f'"default";q={quota};w={round(window_s)}'.encode()

    def take(self, caller: str, weight: int = 1) -> LeftOfQuota | None:
        """Takes from a caller's quota; None where there is no limit. Raises TooMany, and then takes nothing."""
        if not self.quota:
            return None
        now = self._clock.monotonic()
        known = self._used_until.get(caller)
        begun = now if known is None or known < now else known
        used = begun + min(weight, self.quota) * self._each
        # A hair's breadth for what was rounded away.
        if used - now > self._window + 1e-6:
            wait = used - now - self._window
            raise TooMany("too_many_requests", f"At most {self.quota} requests in {self._window:g} s", wait)
        if known is None and len(self._used_until) >= MOST_CALLERS:
            self._forget(now)
        self._used_until[caller] = used
        return LeftOfQuota(int((self._window - used + now) / self._each + 1e-6), int(used - now) + 1)

    def _forget(self, now: float) -> None:
        """Those whose quota is whole again; if that is nobody, those that came first."""
        whole = [caller for caller, until in self._used_until.items() if until <= now]
        for caller in whole or list(self._used_until)[: MOST_CALLERS // 10]:
            del self._used_until[caller]

    def headers(self, left: LeftOfQuota) -> list[tuple[bytes, bytes]]:
        """RateLimit-Policy and RateLimit of an answer."""
        return [(b"ratelimit-policy", self.policy), (b"ratelimit", b'"default";r=%d;t=%d' % left)]


def caller_of(actor: Actor, address: str) -> str | None:
    """Whose quota a request takes from: a party's, whatever token of it came; None for services of deployments, which keep to bounds of their own."""
    if actor.role is Role.SERVICE:
        return None
    if actor.role is Role.PUBLIC:
        return f"address:{network_of(address)}"
    return f"party:{actor.party}" if actor.party else actor.subject


def network_of(address: str) -> str:
    """An address, or the network of one household of them (IPv6, /64)."""
    return ":".join(address.split(":")[:4]) if ":" in address else address
