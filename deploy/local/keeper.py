"""Child processes of a deployment: started, started again when they end by themselves, ended in order."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deploy.local.processes import stop

Key = tuple[str, str]
"""Service and role."""

Start = Callable[[], "subprocess.Popen[bytes]"]
LOOK_S, QUIET_S, LONGEST_WAIT_S = 0.2, 60, 10


@dataclass
class _Kept:
    process: "subprocess.Popen[bytes]"
    start: Start | None
    failures: int = 0
    since: float = 0.0


class Keeper:
    """Owns processes. ``changed`` is called when one was started again; a process without a start is left ended."""

    def __init__(self, name: str, say: Callable[[str], None], changed: Callable[[], None]) -> None:
        self._name, self._say, self._changed = name, say, changed
        self._kept: dict[Key, _Kept] = {}
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def adopt(self, key: Key, process: "subprocess.Popen[bytes]") -> None:
        """Takes a process over that nobody starts again."""
        with self._lock:
            self._kept[key] = _Kept(process, None)

    def keep(self, key: Key, start: Start) -> None:
        """Starts a process, in place of one under this key that has ended, and keeps it running from now on."""
        with self._lock:
            self._kept[key] = _Kept(start(), start)

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

    def process(self, key: Key) -> "subprocess.Popen[bytes]":
        """The process of a key just now. Raises KeyError."""
        return self._kept[key].process

    def living(self) -> list[tuple[Key, int]]:
        """Keys and ids of processes that run."""
        with self._lock:
            return [(key, one.process.pid) for key, one in self._kept.items() if one.process.poll() is None]

    def watch(self) -> None:
        """Begins to start again what ends."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_S):
            with self._lock:
                ended = [key for key, one in self._kept.items() if one.start and one.process.poll() is not None]
                again = [key for key in ended if self._again(key)]
            if again:
                self._changed()

    def _again(self, key: Key) -> bool:
        one, now = self._kept[key], time.monotonic()
        if one.start is None or now - one.since < min(2**one.failures * 0.25, LONGEST_WAIT_S):
            return False
        failures = 0 if now - one.since > QUIET_S else one.failures + 1
        self._say(f"[{self._name}] {' '.join(key)} ended with {one.process.returncode}; started again")
        self._kept[key] = _Kept(one.start(), one.start, failures, now)
        return True

    def stand_down(self) -> None:
        """Nothing is started again from now on."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def end_all(self, last: Iterable[Key]) -> None:
        """Ends everything, all at once but for the ``last`` ones, which are left to who started them."""
        self.stand_down()
        ends = [one.process for key, one in self._kept.items() if key not in set(last)]
        for process in ends:
            if process.poll() is None:
                process.terminate()
        for process in ends:
            stop(process)
