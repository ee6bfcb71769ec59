"""A secret that several make at one moment is one secret, and nobody reads half of it."""

import stat
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.local.made_once import made_once

AT_ONCE, ROUNDS, BYTES = 4, 25, 200_000


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """As it was: looked for, then made in its place."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(make())
    return path.read_bytes()


def differing(way: Callable[[Path, Callable[[], bytes]], bytes], folder: Path) -> int:
    """Rounds in which not all read one whole secret; all begin each round together."""
    gate = threading.Barrier(AT_ONCE)

    def read(number: int) -> list[bytes]:
        found = []
        for turn in range(ROUNDS):
            gate.wait(30)
            found.append(way(folder / f"secret-{turn}", lambda: bytes([number]) * BYTES))
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        each = list(pool.map(read, range(AT_ONCE)))
    return sum(len(set(one)) != 1 or len(one[0]) != BYTES for one in zip(*each, strict=True))


def test_all_read_one_secret_whole(tmp_path: Path) -> None:
    assert differing(made_once, tmp_path) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"secret-{turn}" for turn in range(ROUNDS)}
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.control
def test_one_that_is_looked_for_and_then_made_is_read_half_or_made_twice(tmp_path: Path) -> None:
    until = time.monotonic() + 60
    while not (found := differing(kept, tmp_path)) and time.monotonic() < until:
        for path in tmp_path.iterdir():
            path.unlink()
    assert found
