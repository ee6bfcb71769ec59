"""The search for canaries finds them wherever they stand, and holds a block of a file at a time."""

import tracemalloc
from pathlib import Path

import pytest

from tests.support.searching import BLOCK, holds


@pytest.mark.parametrize("at", [0, 17, BLOCK - 3, BLOCK, 5 * BLOCK - 1])
def test_words_are_found_also_across_blocks(tmp_path: Path, at: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"-" * at + b"canary" + b"-" * (2 * BLOCK))
    assert holds(path, "canary")
    assert not holds(path, "canaries")


def test_a_large_file_with_holes_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
        file.seek(1_500_000_000)
        file.write(b"canary" + b"-" * 50 * BLOCK)
    tracemalloc.start()
    try:
        assert holds(path, "canary")
        assert not holds(path, "sparrow")
        assert tracemalloc.get_traced_memory()[1] < 8 * BLOCK
    finally:
        tracemalloc.stop()


def test_a_file_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    assert not holds(tmp_path / "gone", "canary")
