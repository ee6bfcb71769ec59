"""The index of a backup: each file with its size and checksum. A backup counts once it stands under its own name."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from shared.runtime.backups import INDEX, whole

MODE = 0o600
_BLOCK = 1 << 20


class Damaged(Exception):
    """A backup is not what its index says; names every file."""


class NoBackup(Exception):
    """There is none of this name, or none at all."""


@dataclass(frozen=True)
class Index:
    """``begun``: seconds since 1970 (UTC); what was committed before is in it. ``epochs``: of each database, the highest in
    which its events are numbered; None for one without events. ``files``: path -> (bytes, SHA-256)."""

    deployment: str
    begun: float
    ended: float
    server: str
    epochs: dict[str, int | None]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, backup: Path) -> "Index":
        """Reads it. Raises Damaged."""
        try:
            said = json.loads((backup / INDEX).read_text("utf-8"))
            return cls(**said | {"files": {path: (size, digest) for path, (size, digest) in said["files"].items()}})
        except (OSError, ValueError, TypeError, KeyError) as odd:
            raise Damaged(f"{backup.name}: its index cannot be read") from odd

    def write(self, folder: Path) -> None:
        """Writes it, for good: the disk has it, and every file that it names, when this returns."""
        for path in walked(folder):
            settle(folder / path)
        settle_text(folder / INDEX, json.dumps(asdict(self), indent=1))
        for kept, _, _ in os.walk(folder):
            settle(Path(kept))


def name_of(begun: float) -> str:
    """How a backup is called: by the moment it was begun, so that names sort by age."""
    return datetime.fromtimestamp(begun, UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def one_of(folder: Path, name: str | None) -> Path:
    """The one of this name, or the newest. Raises NoBackup."""
    found = [path for path in whole(folder) if name in (None, path.name)]
    if not found:
        raise NoBackup(f"{folder}: there is no backup{f' called {name}' if name else ''}")
    return found[-1]


def walked(folder: Path) -> Iterator[str]:
    """Files below a folder but its index, by their paths."""
    for kept, _, names in os.walk(folder):
        yield from (
            str((Path(kept) / name).relative_to(folder)) for name in names if Path(kept, name) != folder / INDEX
        )


def digest(path: Path) -> tuple[int, str]:
    """Bytes of a file and their checksum."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            size += len(block)
    return size, found.hexdigest()


def verify(backup: Path) -> Index:
    """Holds every file against the index. Raises Damaged, naming all that differ."""
    index = Index.of(backup)
    there = set(walked(backup))
    faults = [f"{path} is missing" for path in sorted(set(index.files) - there)]
    faults += [f"{path} is in no index" for path in sorted(there - set(index.files))]
    same = sorted(there & set(index.files))
    faults += [f"{path} is another one" for path in same if digest(backup / path) != index.files[path]]
    if faults:
        raise Damaged(f"{backup.name} is damaged: {'; '.join(faults)}")
    return index


def settle(path: Path) -> None:
    """Waits until the disk has a file, or a folder's names."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def settle_text(path: Path, text: str) -> None:
    """Writes a file that its owner alone reads."""
    path.touch(mode=MODE)
    path.write_text(text, "utf-8")
    settle(path)
