"""An owner in another process: asks over a socket for children, and hears of their ends.

One datagram (SEQPACKET) is one message in JSON: ``fork`` with a number and a role; back come ``ready``, ``forked`` with
the number, the process id and a descriptor of the process (pidfd), ``refused`` with why, ``ended`` with an exit status.
"""

import json
import os
import socket
from collections import deque
from typing import Any

from shared.runtime.forking.guard import NotAlone
from shared.runtime.forking.parent import Parent
from shared.runtime.forking.role import ForkedRole, NotSettings

MESSAGE_BYTES = 262_144
LOOK_S = 0.2


class ParentLine:
    """The parent's end of the socket. When the other end is gone, the parent ends."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._unsaid: deque[bytes] = deque()

    def sources(self) -> list[socket.socket]:
        """The socket."""
        return [self._control]

    def begin(self, parent: Parent) -> None:
        """Says that children can be asked for."""
        self._say(ready=os.getpid())

    def turn(self, parent: Parent, readable: bool) -> bool:
        """Says what waited, answers one message. False when nobody is there any more."""
        try:
            self._flush()
            if not readable:
                return True
            heard = self._control.recv(MESSAGE_BYTES)
        except ConnectionError:
            return False
        if heard:
            self._answer(parent, json.loads(heard))
        return bool(heard)

    def ended(self, pid: int, code: int) -> None:
        """Reports it."""
        self._say(ended=pid, status=code)

    def wait_s(self) -> float:
        """Soon when something could not be said yet."""
        return LOOK_S if self._unsaid else 60.0

    def close(self) -> None:
        """Closes the socket."""
        self._control.close()

    def _answer(self, parent: Parent, asked: dict[str, Any]) -> None:
        number = asked["fork"]
        try:
            child = parent.fork(ForkedRole.heard(asked["role"]))
        except (NotAlone, NotSettings, OSError) as fault:
            self._say(refused=number, why=str(fault))
            return
        # Opened before the child is reaped, so it names this very process for as long as somebody holds it.
        descriptor = os.pidfd_open(child)
        try:
            answer = json.dumps({"forked": number, "pid": child}).encode()
            socket.send_fds(self._control, [answer], [descriptor])
        finally:
            os.close(descriptor)

    def _say(self, **words: Any) -> None:
        self._unsaid.append(json.dumps(words).encode())
        try:
            self._flush()
        except ConnectionError:
            return

    def _flush(self) -> None:
        while self._unsaid:
            try:
                self._control.send(self._unsaid[0], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            self._unsaid.popleft()
