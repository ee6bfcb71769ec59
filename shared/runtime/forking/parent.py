"""The parent: one thread that forks, reaps, and ends its children when it is told to. Who decides what runs is its owner."""

import gc
import os
import random
import select
import signal
import socket
import time
from collections.abc import Iterable
from importlib import import_module
from typing import Protocol

from shared.runtime.forking.child import fork
from shared.runtime.forking.guard import Identity, identity, lonely
from shared.runtime.forking.role import ForkedRole

DRAIN_S = 12.0
"""How long children have to end in order before they are made to."""


class Became(BaseException):
    """Raised in a child, up to where the process began: nothing of the parent's is below it."""

    def __init__(self, role: ForkedRole) -> None:
        super().__init__(role.name)
        self.role = role


class RolePlanner(Protocol):
    """Decides what a parent forks."""

    def sources(self) -> list[socket.socket]:
        """What wakes the parent for it."""

    def begin(self, parent: "Parent") -> None:
        """Everything is imported."""

    def turn(self, parent: "Parent", readable: bool) -> bool:
        """Its turn; ``readable``: a source has something. False: it wants an end."""

    def ended(self, pid: int, code: int) -> None:
        """A child ended: its exit status, or minus the signal."""

    def wait_s(self) -> float:
        """When it wants its next turn at the latest."""

    def close(self) -> None:
        """Called in a child, which has nothing to do with it."""


class Parent:
    """``given``: descriptors that were open when the process began, so that its starter answers for them."""

    def __init__(self, given: Iterable[Identity]) -> None:
        self._given = set(given)
        self.children: set[int] = set()
        self._ending = False
        self._told, self._wake = socket.socketpair()
        self._told.setblocking(False)
        self._wake.setblocking(False)
        self._chances: list[random.Random] = []

    def load(self, modules: Iterable[str]) -> None:
        """Imports, then takes what was made out of the collector's sight: it never writes to those pages again."""
        gc.disable()
        for module in modules:
            import_module(module)
        gc.collect()
        self._chances = [one for one in gc.get_objects() if type(one) is random.Random]
        gc.freeze()
        gc.enable()

    def fork(self, role: ForkedRole) -> int:
        """The id of a new child. Raises NotAlone, OSError; Became in the child."""
        made = fork(role, self._known(), self._chances, self._close)
        if made == 0:
            raise Became(role)
        self.children.add(made)
        return made

    def serve(self, owner: RolePlanner) -> int:
        """Until SIGTERM, Ctrl-C, or the owner wants an end; then children end in order. Raises Became in a child."""
        self._owner = owner
        self._listen()
        lonely(self._known())
        owner.begin(self)
        while not self._ending:
            sources = owner.sources()
            found, _, _ = select.select([self._told, *sources], [], [], owner.wait_s())
            self._reap()
            if not owner.turn(self, any(one in found for one in sources)):
                break
        self._end()
        return 0

    def _listen(self) -> None:
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _stop(self, *_: object) -> None:
        self._ending = True

    def _known(self) -> set[Identity]:
        own = [self._told, self._wake, *self._owner.sources()]
        return self._given | {identity(one.fileno()) for one in own}

    def _close(self) -> None:
        for one in (self._told, self._wake):
            one.close()
        self._owner.close()

    def _reap(self) -> None:
        try:
            while self._told.recv(4096):
                pass
        except BlockingIOError:
            pass
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self.children.discard(pid)
            self._owner.ended(pid, os.waitstatus_to_exitcode(status))

    def _end(self) -> None:
        deadline = time.monotonic() + DRAIN_S
        self._signal(signal.SIGTERM)
        while self.children:
            select.select([self._told], [], [], max(0.0, deadline - time.monotonic()))
            self._reap()
            if time.monotonic() >= deadline:
                self._signal(signal.SIGKILL)
                deadline += DRAIN_S

    def _signal(self, number: signal.Signals) -> None:
        for child in self.children:
            os.kill(child, number)
