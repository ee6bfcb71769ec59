"""What runs in a deployment, and how a child process is tied to its parent."""

import ctypes
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[2]
PATIENCE_S = 300.0
"""How long a start may take while its process lives: a slow machine makes it late, only an end of the process makes it fail."""
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


def tied(ending: signal.Signals, *, unprivileged: bool = False) -> Callable[[], None]:
    """What a child does before it starts: ask for a signal when its parent dies, however that dies.

    ``unprivileged``: PostgreSQL refuses to run as root, so root starts it inside a user namespace in which it is
    nobody; its files stay ours, and no account of the machine is touched.
    """
    parent, root = os.getpid(), os.geteuid() == 0

    def prepare() -> None:
        if unprivileged and root:
            if _libc.unshare(_CLONE_NEWUSER) != 0:
                raise OSError(ctypes.get_errno(), "no user namespace: run as another user than root")
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{_NOBODY} 0 1")
            Path("/proc/self/gid_map").write_text(f"{_NOBODY} 0 1")
        os.setpgid(0, 0)
        _libc.prctl(_PR_SET_PDEATHSIG, ending)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def start(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    ending: signal.Signals = signal.SIGTERM,
    *,
    unprivileged: bool = False,
    given: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Starts a child with its output in a file; it ends when we do. ``given``: descriptors it gets besides."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=tied(ending, unprivileged=unprivileged),
            pass_fds=tuple(given),
        )


class Child(Protocol):
    """A process that we started, or had started for us: what of ``subprocess.Popen`` its keeper needs."""

    @property
    def pid(self) -> int:
        """Its number."""

    returncode: Any
    """Exit status, minus the signal that ended it; None while it runs."""

    def poll(self) -> int | None:
        """Whether it has ended, and how."""

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its end. Raises subprocess.TimeoutExpired."""

    def send_signal(self, sig: int) -> None:
        """Nothing happens when it has ended."""

    def terminate(self) -> None:
        """Asks it to end."""

    def kill(self) -> None:
        """kill -9."""


class NotYet(OSError):
    """What a child needs to be started by is on its way; asked again at the next look."""


def stop(process: Child, ending: signal.Signals = signal.SIGTERM, seconds: float = 12) -> None:
    """Asks a child to end, waits, then makes it end."""
    if process.poll() is None:
        process.send_signal(ending)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_in_order() -> None:
    """SIGTERM from now on unwinds this program as an error would, so that what it started is ended by it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def stay() -> None:
    """Waits until somebody ends this program (Ctrl-C, SIGTERM)."""
    told = threading.Event()
    # A handler, and not sigwait: with several threads the signal may reach one that does not wait for it.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: told.set())
    while not told.wait(0.5):
        pass


class PortTaken(Exception):
    """Somebody else listens where we want to; says in one sentence what to do."""

    def __init__(self, port: int, what: str) -> None:
        super().__init__(
            f"Port {port}, wanted for {what}, is taken: end the program that listens there (ss -ltnp 'sport = :{port}' "
            f"names it; `make down` ends an earlier demo), or choose others with ACSG_PORT_BASE."
        )


_FIRST = 10_000
_given: set[int] = set()


def port(wanted: int, what: str) -> int:
    """A loopback port: the wanted one, or a free one for 0, never given twice on this machine. Raises PortTaken.

    A free one lies below those that the system takes for outgoing connections: one of these could be taken by a
    connection before somebody listens there.
    """
    if wanted:
        return _probe(wanted, what)
    while True:
        found = secrets.choice(range(_FIRST, _outgoing()))
        with suppress(PortTaken):
            if found not in _given and _kept(found):
                _given.add(found)
                return _probe(found, what)


def _outgoing() -> int:
    """The first port that the system takes for outgoing connections."""
    try:
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        first = 0
    return first if first > _FIRST + 1000 else 32_768


@cache
def _register() -> int:
    """One file of this machine in which each port is a byte: who locks it has the port, until its process ends."""
    path = Path(tempfile.gettempdir()) / f"acsg-ports-{os.geteuid()}.lock"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _kept(found: int) -> bool:
    """Keeps a port from other processes; whether nobody had it."""
    register = _register()
    try:
        fcntl.lockf(register, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, found)
    except (BlockingIOError, PermissionError):  # as POSIX has it, either
        return False
    return True


def _probe(wanted: int, what: str) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as taken:
            raise PortTaken(wanted, what) from taken
        return int(probe.getsockname()[1])


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, for the person who must know why."""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:]) if log.exists() else "(no log)"
