"""``.run/<deployment>/stack.json``: what runs where, so that others can drive it and a later start can clear up."""

import json
import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from deploy.local.keeper import Piece


@dataclass(frozen=True)
class ProcessRecord:
    """A process with what makes its number unmistakable: the moment it was created."""

    service: str
    role: str
    pid: int
    created: float
    log: str
    metrics: str | None = None

    def alive(self) -> bool:
        """Whether this very process still runs; a number given to another program does not count."""
        try:
            found = psutil.Process(self.pid)
            return abs(found.create_time() - self.created) < 1 and found.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def owner_of(content: dict[str, Any]) -> ProcessRecord | None:
    """The program that started a deployment and keeps it running; None when the file names none."""
    owner = content.get("owner")
    return ProcessRecord(**owner) if isinstance(owner, dict) else None


def end_owner(content: dict[str, Any], seconds: float = 60) -> bool:
    """Asks the program behind a deployment to end everything in order; whether it did."""
    owner = owner_of(content)
    if owner is None or not owner.alive():
        return False
    os.kill(owner.pid, signal.SIGTERM)
    end = time.monotonic() + seconds
    while owner.alive() and time.monotonic() < end:
        time.sleep(0.05)
    return not owner.alive()


def record_of(service: str, role: str, pid: int, log: Path, metrics: str | None = None) -> ProcessRecord:
    """The record of a running process."""
    return ProcessRecord(service, role, pid, psutil.Process(pid).create_time(), str(log), metrics)


def living(described: Iterable[tuple[str, str, int, Path, str | None]]) -> list[ProcessRecord]:
    """Records of processes; one that ended in this very moment has none."""
    found = []
    for one in described:
        with suppress(psutil.NoSuchProcess):
            found.append(record_of(*one))
    return found


def of_stack(deployment: str, folder: Path, issuer: tuple[str, Path], pieces: Iterable[Piece]) -> dict[str, Any]:
    """What is told of a stack that this process owns: since when, by whom, its issuer, its pieces."""
    owner = record_of("owner", "stack", os.getpid(), folder)
    content: dict[str, Any] = {"deployment": deployment, "started_at": time.strftime("%FT%TZ", time.gmtime())}
    content |= {"owner": asdict(owner), "issuer": {"name": issuer[0], "key": str(issuer[1])}}
    return content | {"pieces": [asdict(piece) for piece in pieces]}


def write(path: Path, content: dict[str, Any], processes: list[ProcessRecord]) -> None:
    """Writes the file whole, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content | {"processes": [asdict(p) for p in processes]}, indent=1) + "\n")
    fresh.replace(path)


def read(path: Path) -> tuple[dict[str, Any], list[ProcessRecord]]:
    """The file's content and processes; empty when there is none or it is not ours to read."""
    try:
        content = json.loads(path.read_text())
        return content, [ProcessRecord(**entry) for entry in content.pop("processes", [])]
    except (FileNotFoundError, ValueError, TypeError):
        return {}, []


def end_left_over(processes: list[ProcessRecord], seconds: float = 10) -> list[ProcessRecord]:
    """Ends processes of an earlier run that still live; which they were."""
    living = [p for p in processes if p.alive()]
    for process in living:
        # PostgreSQL takes SIGINT as "end now, in order"; for the others it is what Ctrl-C is.
        os.kill(process.pid, signal.SIGINT if process.service == "postgres" else signal.SIGTERM)
    end = time.monotonic() + seconds
    while any(p.alive() for p in living) and time.monotonic() < end:
        time.sleep(0.05)
    for process in living:
        if process.alive():
            os.kill(process.pid, signal.SIGKILL)
    return living
