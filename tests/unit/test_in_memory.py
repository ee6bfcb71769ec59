"""Tests write to memory where there is room: what ended sessions left goes, a full or missing room means the disk."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.in_memory import NAME, available, place_in_memory

MEMINFO = "MemTotal:       24684084 kB\nMemFree: 12 kB\nMemAvailable:   20000000 kB\n"


def told(folder: Path, words: str = MEMINFO) -> Path:
    path = folder / "meminfo"
    path.write_text(words)
    return path


def test_what_is_free_for_use_is_read() -> None:
    assert available(MEMINFO) == 20_000_000 * 1024
    assert available("MemFree: 12 kB\n") == 0


def test_a_place_of_this_process_is_named_where_there_is_room(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    assert place_in_memory(room, told(tmp_path), least=1) == room / f"{NAME}{os.getpid()}"


def test_without_room_or_memory_it_is_the_disk(tmp_path: Path) -> None:
    room = tmp_path / "room"
    assert place_in_memory(room, told(tmp_path), least=1) is None
    room.mkdir()
    assert place_in_memory(room, tmp_path / "none", least=1) is None
    assert place_in_memory(room, told(tmp_path), least=2**62) is None
    assert place_in_memory(room, told(tmp_path, "MemAvailable: 1 kB\n"), least=2**20) is None


def test_what_ended_sessions_left_is_removed_and_that_of_living_ones_stays(tmp_path: Path) -> None:
    room = tmp_path / "room"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for one in (ended.pid, os.getpid()):
        (room / f"{NAME}{one}" / "data").mkdir(parents=True)
    (room / "of-somebody-else").mkdir()
    place_in_memory(room, told(tmp_path), least=1)
    assert {one.name for one in room.iterdir()} == {f"{NAME}{os.getpid()}", "of-somebody-else"}
