"""Where tests keep what their brokers and databases write: in memory where the machine has the room, else on its disk.

A database made from a template is 500 files, written and synced; a session makes hundreds. What runs is the same, settings
included: a server that is killed finds what it had written, as on a disk.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
NAME = "acsg-tests-"
LEAST_FREE = 8 * 2**30
"""Bytes that must be free of the machine's memory, and of the room in it: what a whole session leaves is about 3 GB."""


def available(told: str) -> int:
    """Bytes of memory that are free for use, from what ``/proc/meminfo`` says; 0 where it says nothing of it."""
    for line in told.splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return 0


def place_in_memory(room: Path = MEMORY, meminfo: Path = Path("/proc/meminfo"), least: int = LEAST_FREE) -> Path | None:
    """A folder for this process, not made yet; None where memory has no room for it. What ended sessions left is removed."""
    if not (os.access(room, os.W_OK) and meminfo.exists()):
        return None
    for left in room.glob(f"{NAME}*"):
        if not Path("/proc", left.name.removeprefix(NAME)).exists():
            shutil.rmtree(left, ignore_errors=True)
    if min(available(meminfo.read_text()), shutil.disk_usage(room).free) < least:
        return None
    return room / f"{NAME}{os.getpid()}"
