"""Puts a backup where a server can start on it, whole or not at all, and says what has to follow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from deploy.backup.index import Index, settle, verify
from deploy.backup.taking import DATABASES, KEPT
from shared.runtime.backups import PART


class NotRestored(Exception):
    """Why nothing was restored; nothing was changed."""


def restore(backup: Path, data: Path, files: Path | None = None) -> Index:
    """Copies the databases to ``data`` and the kept files to ``files``, neither of which may be there. Raises Damaged, NotRestored.

    The server recovers to the backup's point by itself when it starts.
    """
    targets = {DATABASES: data} | ({KEPT: files} if files is not None else {})
    taken = [str(path) for path in targets.values() if path.exists() and (not path.is_dir() or any(path.iterdir()))]
    if taken:
        raise NotRestored(
            f"{', '.join(taken)} is not empty: nothing is restored over what is there; move it away first"
        )
    index = verify(backup)
    for part, target in targets.items():
        if not (backup / part).is_dir():
            continue
        fresh = target.with_name(target.name + PART)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(backup / part, fresh)
        if target.exists():
            target.rmdir()
        fresh.rename(target)
        settle(target.parent)
    return index


def epoch_after(index: Index) -> int:
    """The least epoch in which the restored deployment may start: no number of a lost event is given twice."""
    return max((one for one in index.epochs.values() if one is not None), default=1) + 1


def what_follows(index: Index) -> Iterator[str]:
    """Lines for the person who restores."""
    yield f"ACSG_EPOCH={epoch_after(index)} is the least for every service, and more than any that was in use since"
    yield "then docs/runbooks/restore-from-backup.md from step 2 on"
