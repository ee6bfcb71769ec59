"""What listens is what is declared, and on this machine alone (S16)."""

import os
import socket
from collections.abc import Iterable
from contextlib import suppress

import psutil
import pytest

from deploy.local.stack import Stack


def listening(pids: Iterable[int]) -> set[tuple[str, int]]:
    """Address and port of every listener of these processes and their children."""
    mine: set[int] = set()
    for pid in pids:
        with suppress(psutil.NoSuchProcess):  # one that ended since it was recorded listens nowhere
            mine |= {one.pid for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))}
    found = (one for one in psutil.net_connections("inet") if one.pid in mine and one.status == psutil.CONN_LISTEN)
    return {(one.laddr.ip, one.laddr.port) for one in found}


def faults(found: set[tuple[str, int]], declared: set[int]) -> list[str]:
    """Listeners that are not declared, or that more than this machine reaches."""
    wrong = [f"{address}:{port} is not declared" for address, port in sorted(found) if port not in declared]
    home = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    return wrong + [f"{address}:{port} is open to others" for address, port in sorted(found) if address not in home]


def declared(stack: Stack) -> set[int]:
    """Every port that the stack gave out."""
    return set(stack._ports.values()) | {int(url.rpartition(":")[2]) for url in stack._metrics.values()}


def test_nothing_listens_that_is_not_declared(stack: Stack) -> None:
    found = listening(pid for _, pid in stack.keeper.living())
    assert len(found) >= len(stack.services)
    assert faults(found, declared(stack)) == []


@pytest.mark.control
def test_a_planted_listener_is_found(stack: Stack) -> None:
    with socket.create_server(("0.0.0.0", 0)) as planted:
        port = planted.getsockname()[1]
        found = listening([os.getpid()])
    assert ("0.0.0.0", port) in found
    assert {f"0.0.0.0:{port} is not declared", f"0.0.0.0:{port} is open to others"} <= set(
        faults(found, declared(stack))
    )
