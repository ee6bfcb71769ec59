"""A free port is nobody else's: not of another process that asks at the same time, and not of an outgoing connection."""

import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.processes import ROOT, PortTaken, port


class Forgetful(set[int]):
    """What other processes were given, which this one cannot know."""

    def add(self, _: int) -> None: ...


FORGETFUL = Forgetful()
ASK = "from deploy.local.processes import port; print(*(port(0, 'a test') for _ in range(300))); input()"


def test_processes_that_ask_at_once_are_given_different_ones() -> None:
    asking = [
        subprocess.Popen([sys.executable, "-c", ASK], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]  # fmt: skip
    given = []
    for one in asking:
        assert one.stdout is not None
        given += [int(found) for found in one.stdout.readline().split()]
    for one in asking:
        one.communicate("\n")
    assert len(given) == len(set(given)) == 900
    assert max(given) < int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])


@pytest.mark.control
def test_without_the_locks_the_same_one_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    free = [port(0, "a test") for _ in range(3)]
    monkeypatch.setattr(processes, "_given", FORGETFUL)
    few = iter([free[number % 3] for number in range(20)])
    monkeypatch.setattr(secrets, "choice", lambda _: next(few))
    monkeypatch.setattr(processes, "_kept", lambda _: True)
    assert len({port(0, "a test") for _ in range(6)}) == 3


def test_one_that_is_listened_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken, match="ACSG_PORT_BASE"):
        port(taken.getsockname()[1], "a test")
