"""The process that forks the services of a deployment, as seen by the program that started it (``python -m services all``).

Each child looks to its keeper as one that we had started ourselves. It ends when its parent does.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from deploy.local.processes import PATIENCE_S, Child, NotYet, start, tail
from shared.runtime.forking.line import MESSAGE_BYTES
from shared.runtime.forking.parent import DRAIN_S
from shared.runtime.forking.role import PREFIX, SETTLED, ForkedRole

ANSWER_S = 60.0
REPORT_S = 5.0
"""How long the parent's word on an end may take, once the kernel has said that a child has ended."""
DESK = "deploy.local.desk"


def _readable(descriptor: int, seconds: float) -> bool:
    """Whether there is something, or the process of that descriptor has ended, within that time."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))


class _Connection:
    """The line to one life of the parent. Its reports are read by whoever asks for something."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._lock = line, threading.RLock()
        line.setblocking(False)
        self.ready, self.lost = False, False
        self.lost_at = 0.0
        self._statuses: dict[int, int] = {}
        self._asked = 0
        self._answers: dict[int, tuple[dict[str, Any], int | None]] = {}

    def ask(self, role: ForkedRole) -> tuple[int, int]:
        """Process id and descriptor of a new child. Raises NotYet, RuntimeError with why it was refused."""
        with self._lock:
            self._asked += 1
            number, end = self._asked, time.monotonic() + ANSWER_S
            try:
                self._line.send(json.dumps({"fork": number, "role": role.said()}).encode())
            except OSError:
                self._lose()
            while number not in self._answers:
                if self.lost or time.monotonic() > end:
                    raise NotYet("the parent of the services is gone or does not answer")
                _readable(self._line.fileno(), 0.5)
                self.hear()
            answer, descriptor = self._answers.pop(number)
        if descriptor is None:
            raise RuntimeError(f"{role.name} could not be forked: {answer['why']}")
        return answer["pid"], descriptor

    def status(self, pid: int) -> int | None:
        """What the parent said of a child's end."""
        with self._lock:
            self.hear()
            return self._statuses.get(pid)

    def begin(self, pid: int) -> None:
        """A number may come again once its last bearer was reaped: what was said of that one is no longer meant."""
        self._statuses.pop(pid, None)

    def hear(self) -> None:
        """Takes in what the parent has said meanwhile."""
        with self._lock:
            while not self.lost:
                try:
                    said, given, _, _ = socket.recv_fds(self._line, MESSAGE_BYTES, 1)
                except BlockingIOError:
                    return
                except OSError:
                    said, given = b"", []
                if not said:
                    self._lose()
                    return
                self._take(json.loads(said), given[0] if given else None)

    def _take(self, word: dict[str, Any], descriptor: int | None) -> None:
        if "ready" in word:
            self.ready = True
        elif "ended" in word:
            self._statuses[word["ended"]] = word["status"]
        elif "forked" in word:
            self.begin(word["pid"])
            self._answers[word["forked"]] = word, descriptor
        else:
            self._answers[word["refused"]] = word, None

    def _lose(self) -> None:
        if not self.lost:
            self.lost, self.lost_at = True, time.monotonic()
            self._line.close()


class Forked:
    """A child of the parent, held by a descriptor that names this very process."""

    def __init__(self, connection: _Connection, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection, self._descriptor = connection, descriptor
        self._gone_at: float | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Whether it has ended, and how. One whose parent died ends by SIGTERM; if it does not, it is made to."""
        with self._lock:
            if self.returncode is None:
                self._look()
            return self.returncode

    def _look(self) -> None:
        now = time.monotonic()
        if not _readable(self._descriptor, 0):
            self._connection.hear()
            if self._connection.lost and now > self._connection.lost_at + DRAIN_S:
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
            return
        self._gone_at = self._gone_at or now
        code = self._connection.status(self.pid)
        if code is not None or self._connection.lost or now > self._gone_at + REPORT_S:
            self.returncode = -signal.SIGTERM if code is None else code
            os.close(self._descriptor)

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its end. Raises subprocess.TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            left = 1.0 if end is None else end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            if self._gone_at is None:
                with self._lock:
                    still = self.returncode is None
                if still:
                    _readable(self._descriptor, min(left, 0.05))
            else:
                time.sleep(0.005)
        return code

    def send_signal(self, sig: int) -> None:
        """Nothing happens when it has ended."""
        with self._lock:
            if self.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._descriptor, sig)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)


class Parent:
    """Launched like any process that is kept; forks what it is asked for.

    ``more``: what its interpreter is to be told on top of our environment. ``also``: modules it imports besides services.
    """

    def __init__(
        self, services: Sequence[str], log: Path, more: Mapping[str, str], also: Sequence[str] = (DESK,)
    ) -> None:
        self._services, self._log, self._also = tuple(services), log, [word for one in also for word in ("--also", one)]
        self._own = SETTLED | {name: value for name, value in more.items() if not name.startswith(PREFIX)}
        self._connection: _Connection | None = None
        self._process: Child | None = None
        self._ever = False

    def launch(self) -> Child:
        """Starts it, without waiting until everything is imported."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "services", "all", "--control", str(theirs.fileno()), *self._also]
        environment = os.environ | self._own | {"ACSG_SERVICES": ",".join(self._services)}
        try:
            process = start(command, self._log, environment, given=(theirs.fileno(),))
        finally:
            theirs.close()
        self._connection, self._process = _Connection(ours), process
        return process

    @property
    def ready(self) -> bool:
        """Whether children can be asked for."""
        if self._connection is None:
            return False
        self._connection.hear()
        self._ever |= self._connection.ready
        return self._connection.ready and not self._connection.lost

    def takes(self, said: Mapping[str, str]) -> bool:
        """Whether a child can be told this on top of our own environment: settings alone, or what the parent has too."""
        own = os.environ | self._own
        return all(name.startswith(PREFIX) or own.get(name) == value for name, value in said.items())

    def await_ready(self, seconds: float = PATIENCE_S) -> None:
        """Waits until everything is imported, also after a kill. Raises RuntimeError with the end of its log."""
        end = time.monotonic() + seconds
        while not self.ready:
            failed = self._process is not None and self._process.poll() is not None and not self._ever
            if failed or time.monotonic() > end:
                raise RuntimeError(f"the parent of the services did not start:\n{tail(self._log)}")
            time.sleep(0.02)

    def fork(self, module: str, words: Sequence[str], environment: Mapping[str, str], log: Path) -> Child:
        """A new child. Raises NotYet while the parent is not ready, RuntimeError when it refuses."""
        connection = self._connection
        if connection is None or not self.ready:
            raise NotYet("the parent of the services is not ready")
        settings = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        return Forked(connection, *connection.ask(ForkedRole(module, tuple(words), settings, str(log))))


def begin(
    parent: Parent | None,
    module: str,
    words: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    said: Mapping[str, str] = MappingProxyType({}),
) -> Child:
    """A child of the parent where what is said on top of our environment allows it, else an interpreter of its own.

    Raises NotYet, RuntimeError.
    """
    if parent is not None and parent.takes(said):
        return parent.fork(module, words, environment, log)
    return start([sys.executable, "-m", module, *words], log, environment)
