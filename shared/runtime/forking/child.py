"""From a fork to a process of its own: signals, settings, output, chance and figures are as those of a fresh interpreter."""

import ctypes
import os
import random
import runpy
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from shared.runtime.forking.guard import Identity, lonely
from shared.runtime.forking.role import PREFIX, ForkedRole

_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
_libc = ctypes.CDLL(None, use_errno=True)
EVERY = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}


def fork(
    role: ForkedRole, known: Iterable[Identity], chances: Iterable[random.Random], close: Callable[[], None]
) -> int:
    """The id of a child; 0 in the child, which has become what ``role`` says and is left to ``run`` it.

    ``known``: descriptors that are the parent's own, ``close`` closes them in the child. Raises NotAlone, OSError.
    """
    lonely(known)
    sys.stdout.flush()
    sys.stderr.flush()
    parent, mask = os.getpid(), signal.pthread_sigmask(signal.SIG_BLOCK, EVERY)
    made = os.fork()
    if made == 0:
        try:
            _become(role, parent, chances, close)
        except BaseException as fault:
            os.write(2, f"{role.name} could not be made: {fault!r}\n".encode())
            os._exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return made


def run(role: ForkedRole) -> int:
    """Runs as ``python -m <module> <command>`` does; its exit status."""
    sys.argv = [role.module, *role.command]
    try:
        runpy.run_module(role.module, run_name="__main__", alter_sys=False)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _become(role: ForkedRole, parent: int, chances: Iterable[random.Random], close: Callable[[], None]) -> None:
    # It ends when its parent does, however that ends; a signal to the parent's group is not for it.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
    os.setpgid(0, 0)
    _libc.prctl(_PR_SET_NAME, role.name.encode()[:15], 0, 0, 0)
    signal.set_wakeup_fd(-1)
    for one in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    close()
    if role.log is not None:
        Path(role.log).parent.mkdir(parents=True, exist_ok=True)
        with Path(role.log).open("ab") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ.update(role.environment)
    # Python's own generator is seeded anew by a fork; those that a library keeps for itself are not.
    for chance in chances:
        chance.seed()
    _figures_begin()


def _figures_begin() -> None:
    """Every figure begins with this process: who scrapes it tells by that moment that it was started again."""
    now = time.time()
    for collector in list(REGISTRY._collector_to_names):
        if isinstance(collector, MetricWrapperBase) and hasattr(collector, "_created"):
            collector._created = now
