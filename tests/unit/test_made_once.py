"""A secret that several processes make at one moment is one secret, and none of them reads half of it."""

import multiprocessing
import stat
import time
from collections.abc import Callable
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


def racing(way: Callable[[Path, Callable[[], bytes]], bytes], folder: str, number: int, gate: object) -> list[bytes]:
    """What one process reads in each round; all begin each round together."""
    found = []
    for turn in range(ROUNDS):
        gate.wait()  # type: ignore[attr-defined]
        found.append(way(Path(folder) / f"secret-{turn}", lambda: bytes([number]) * BYTES))
    return found


def differing(way: Callable[[Path, Callable[[], bytes]], bytes], folder: Path) -> int:
    """Rounds in which not all processes read one whole secret."""
    with multiprocessing.Manager() as manager, multiprocessing.Pool(AT_ONCE) as pool:
        gate = manager.Barrier(AT_ONCE)
        read = pool.starmap(racing, [(way, str(folder), number, gate) for number in range(AT_ONCE)])
    return sum(len(set(each)) != 1 or len(each[0]) != BYTES for each in zip(*read, strict=True))


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
