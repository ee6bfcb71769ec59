"""Sees every attempt of this process to connect a socket, and lets none through while it watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Connects:
    """Targets of the attempts, in order."""

    seen: list[Any] = field(default_factory=list)


_watchers: list[Connects] = []
_installed: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _watchers:
        target = arguments[1]
        _watchers[-1].seen.append(tuple(target[:2]) if isinstance(target, tuple) else target)
        raise ConnectionRefusedError("watched: nothing is connected to")


@contextmanager
def watching() -> Iterator[Connects]:
    """Watches; an audit hook cannot be taken out again, so it is put in once and sleeps in between."""
    if not _installed:
        sys.addaudithook(_hook)
        _installed.append(True)
    one = Connects()
    _watchers.append(one)
    try:
        yield one
    finally:
        _watchers.remove(one)
