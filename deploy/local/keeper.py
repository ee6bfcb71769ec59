"""Child processes of a deployment: started, started again when they end by themselves, ended in order.

What ends again and again is started with growing pauses, and said at the first, second, fourth, eighth ... time only.
Whatever the others depend on (database, broker) is started like them; once it is back, they get their turn at once.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from deploy.local.processes import Child, NotYet, stop
from shared.runtime.forking.backoff import LONGEST_WAIT_S, failures, wait_s, worth_saying

Key = tuple[str, str]
"""Service and role."""

Start = Callable[[], Child]
LOOK_S, TURN_S = 0.2, 2
Condition = Literal["running", "restarting", "dead"]


@dataclass
class _Kept:
    process: Child
    start: Start | None
    since: float
    failures: int = 0
    next_at: float | None = None
    """When it is started again; None while it runs."""


@dataclass(frozen=True)
class Piece:
    """A process as its keeper sees it; ``failures`` in a row, ``code`` of its last end."""

    key: Key
    pid: int
    condition: Condition
    failures: int
    code: int | None
    is_kept: bool
    """Whether it is started again when it ends."""


class Keeper:
    """Owns processes. ``changed`` is called when one ended or was started again; one without a start is left ended."""

    def __init__(
        self, name: str, say: Callable[[str], None], changed: Callable[[], None], basis: Iterable[Key] = ()
    ) -> None:
        self._name, self._say, self._changed, self._basis = name, say, changed, frozenset(basis)
        self._kept: dict[Key, _Kept] = {}
        self._lock = threading.RLock()
        self._ending, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def adopt(self, key: Key, process: Child, start: Start | None = None) -> None:
        """Takes a process over that runs already. Without a start nobody starts it again."""
        with self._lock:
            self._kept[key] = _Kept(process, start, time.monotonic())

    def keep(self, key: Key, start: Start) -> None:
        """Starts a process, in place of one under this key that has ended, and keeps it running from now on."""
        with self._lock:
            self._kept[key] = _Kept(start(), start, time.monotonic())

    def replace(self, key: Key, start: Start) -> None:
        """Ends a process as a crash would and starts it otherwise."""
        with self._lock:
            self.kill(key)
            self.keep(key, start)

    def kill(self, key: Key) -> None:
        """kill -9; a kept process is started again."""
        process = self._kept[key].process
        process.kill()
        process.wait()

    def end(self, key: Key) -> None:
        """Ends a process for good."""
        with self._lock:
            found = self._kept.pop(key, None)
        if found is not None:
            stop(found.process)

    def process(self, key: Key) -> Child:
        """The process of a key just now. Raises KeyError."""
        return self._kept[key].process

    def living(self) -> list[tuple[Key, int]]:
        """Keys and ids of processes that run."""
        with self._lock:
            return [(key, one.process.pid) for key, one in self._kept.items() if one.process.poll() is None]

    def pieces(self) -> list[Piece]:
        """Every process, also those that do not run just now."""
        with self._lock:
            return [
                Piece(key, one.process.pid, _condition(one), one.failures, one.process.poll(), one.start is not None)
                for key, one in self._kept.items()
            ]

    def watch(self) -> None:
        """Begins to start again what ends."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_S):
            with self._lock:
                moved = [key for key in self._kept if self._look(key)]
                if self._basis.intersection(key for key in moved if self._kept[key].process.poll() is None):
                    self._everyone_soon()
            if moved:
                self._changed()
        # A child is told when the thread that started it ends, so this one ends last.
        self._over.wait()

    def _look(self, key: Key) -> bool:
        """Notes an end, or starts again what has waited long enough; whether anything changed."""
        one, now = self._kept[key], time.monotonic()
        if one.process.poll() is None or one.start is None:
            return False
        if one.next_at is None:
            one.failures = failures(one.failures, now - one.since)
            wait = wait_s(one.failures)
            one.next_at = now + wait
            self._tell(key, one, wait)
            return True
        if now < one.next_at:
            return False
        try:
            process = one.start()
        except NotYet:
            return False
        except OSError as error:
            self._say(f"[{self._name}] {' '.join(key)} could not be started: {error}")
            one.next_at = now + LONGEST_WAIT_S
            return False
        self._kept[key] = _Kept(process, one.start, now, one.failures)
        return True

    def _tell(self, key: Key, one: _Kept, wait: float) -> None:
        if worth_saying(one.failures):
            often = "" if one.failures == 1 else f", {one.failures} times in a row"
            self._say(f"[{self._name}] {' '.join(key)} ended with {one.process.returncode}{often}; "
                      f"started again in {wait:g} s")  # fmt: skip

    def _everyone_soon(self) -> None:
        soon = time.monotonic() + TURN_S
        for one in self._kept.values():
            if one.next_at is not None:
                one.next_at = min(one.next_at, soon)

    def stand_down(self) -> None:
        """Nothing is started again from now on."""
        with self._lock:
            self._ending.set()

    def end_all(self, last: Iterable[Key]) -> None:
        """Ends everything, all at once but for the ``last`` ones, which are left to who started them."""
        self.stand_down()
        ends = [one.process for key, one in self._kept.items() if key not in set(last)]
        for process in ends:
            if process.poll() is None:
                process.terminate()
        for process in ends:
            stop(process)

    def leave(self) -> None:
        """Ends the thread that started processes; what it started and still runs is told to end."""
        self.stand_down()
        self._over.set()
        if self._thread is not None:
            self._thread.join()


def _condition(one: _Kept) -> Condition:
    if one.process.poll() is None:
        return "running"
    return "restarting" if one.start is not None else "dead"
