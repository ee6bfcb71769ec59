"""Which processes a stack left running, told by its folder."""

import time
from pathlib import Path

import psutil


def living(folder: Path) -> list[str]:
    """Command lines of processes that belong to a folder or have a file of it open as their output."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or ())
        try:
            output = str(Path(f"/proc/{process.pid}/fd/1").readlink())
        except OSError:
            output = ""
        if process.info["status"] != psutil.STATUS_ZOMBIE and (str(folder) in line or str(folder) in output):
            found.append(line)
    return found


def gone(folder: Path, seconds: float = 25) -> bool:
    """Whether none is left within this time."""
    end = time.monotonic() + seconds
    while living(folder) and time.monotonic() < end:
        time.sleep(0.05)
    return not living(folder)
