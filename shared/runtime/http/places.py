"""Places for what lasts: WebSockets, streams, exports. So many in a process, so many of one caller, and a share of all that
callers without a token cannot take.

A caller is a party, whatever token it comes with; who has no party is who logged in; without a token it is an address.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from prometheus_client import Gauge

from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Retryable
from shared.runtime.http.rates import caller_of


class Bounds(NamedTuple):
    """``kept`` is the share of all places that are kept for known callers."""

    all: int
    per_caller: int
    per_address: int
    kept: float

    @property
    def unknown(self) -> int:
        """Places that callers without a token may take together: one at least."""
        return max(1, round(self.all * (1 - self.kept)))


class Places:
    """Lets callers in and counts them out."""

    def __init__(self, what: str, bounds: Bounds, again_s: float, gauge: Gauge) -> None:
        """``what`` names the places in the code of a refusal: ``too_many_<what>``."""
        self._what, self._bounds, self._again_s, self._gauge = what, bounds, again_s, gauge
        self._inside: Counter[str] = Counter()
        self._unknown = 0

    def enter(self, actor: Actor, address: str) -> Callable[[], None]:
        """A place, and how it is given back; twice does no harm. Raises Retryable when there is none."""
        bounds, known = self._bounds, actor.role is not Role.PUBLIC
        who = caller_of(actor, address) or actor.subject
        if self._inside[who] >= (bounds.per_caller if known else bounds.per_address):
            raise self._full(f"Your earlier {self._what} are still open")
        if self._inside.total() >= bounds.all or (not known and self._unknown >= bounds.unknown):
            raise self._full(f"Too many {self._what} are open just now")
        self._inside[who] += 1
        self._unknown += not known
        self._gauge.set(self._inside.total())
        given_back = False

        def leave() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._inside[who] -= 1
                self._unknown -= not known
                if not self._inside[who]:
                    del self._inside[who]
                self._gauge.set(self._inside.total())

        return leave

    def _full(self, words: str) -> Retryable:
        return Retryable(f"too_many_{self._what}", words, self._again_s)
