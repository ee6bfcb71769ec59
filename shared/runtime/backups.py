"""Backups of a deployment as their folder shows them: a worker tells their age, ``deploy.backup`` makes them."""

import json
import time
from pathlib import Path

from shared.runtime.observability import metrics

INDEX, PART = "index.json", ".part"
"""What makes a folder a backup, and how the name of one ends that is not whole yet."""
COMING = ".coming"
"""Folder below one that is kept, in which nothing is whole yet: no backup has it."""
EVERY_S = 60.0


def whole(folder: Path) -> list[Path]:
    """Whole backups, oldest first. What was cut off in the middle stands under another name, and is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.endswith(PART) and (path / INDEX).is_file())


def age_s(folder: Path, now: float) -> float:
    """Seconds since the newest whole backup was begun; infinite without one, or with an index that cannot be read."""
    try:
        return now - float(json.loads((whole(folder)[-1] / INDEX).read_text("utf-8"))["begun"])
    except (IndexError, OSError, ValueError, KeyError, TypeError):
        return float("inf")


async def measure(folder: Path) -> int:
    """Sets the gauge."""
    metrics.BACKUP_AGE.set(age_s(folder, time.time()))
    return 0
