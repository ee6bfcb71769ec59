"""An owner in the parent itself: keeps roles running from the start to the end, or lets each run once."""

import socket
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.runtime.forking.backoff import failures, wait_s, worth_saying
from shared.runtime.forking.parent import Parent
from shared.runtime.forking.role import PREFIX, ForkedRole


def settings_of(service: str, environment: Mapping[str, str]) -> dict[str, str]:
    """A service's settings: ACSG_* is everybody's, ACSG_<SERVICE>__<NAME> its own and wins."""
    own = f"{PREFIX}{service.upper()}__"
    everybody = {name: value for name, value in environment.items() if name.startswith(PREFIX) and "__" not in name}
    mine = {PREFIX + name.removeprefix(own): value for name, value in environment.items() if name.startswith(own)}
    return everybody | mine


@dataclass
class _Kept:
    role: ForkedRole
    pid: int | None = None
    since: float = 0.0
    failures: int = 0
    next_at: float = 0.0
    code: int | None = None


class Standing:
    """``again``: what ends is started again, with growing pauses; else the parent ends when all have ended."""

    def __init__(self, roles: Iterable[ForkedRole], *, again: bool) -> None:
        self._kept = [_Kept(role) for role in roles]
        self._again = again

    @property
    def status(self) -> int:
        """1 when one that ran once failed."""
        return int(any(one.code for one in self._kept)) if not self._again else 0

    def sources(self) -> list[socket.socket]:
        """None: only its children wake it."""
        return []

    def begin(self, parent: Parent) -> None:
        """Forks all."""
        self.turn(parent, False)

    def turn(self, parent: Parent, readable: bool) -> bool:
        """Forks what is due."""
        now = time.monotonic()
        for one in self._kept:
            due = one.pid is None and (one.code is None or self._again) and now >= one.next_at
            if due:
                one.pid, one.since = parent.fork(one.role), now
        return self._again or any(one.pid is not None for one in self._kept)

    def ended(self, pid: int, code: int) -> None:
        """Notes when it is due again."""
        for one in self._kept:
            if one.pid == pid:
                now = time.monotonic()
                one.pid, one.code, one.failures = None, code, failures(one.failures, now - one.since)
                one.next_at = now + wait_s(one.failures)
                if self._again and worth_saying(one.failures):
                    again = f"started again in {wait_s(one.failures):g} s"
                    print(f"{one.role.name} ended with {code}, {one.failures} in a row; {again}", file=sys.stderr)

    def wait_s(self) -> float:
        """Until the next one is due."""
        waits = [one.next_at - time.monotonic() for one in self._kept if one.pid is None]
        return max(0.0, min([60.0, *waits]))

    def close(self) -> None:
        """Holds nothing."""
