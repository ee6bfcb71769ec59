"""This machine: ports to listen on, room on the disk, files that are read."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from shared.runtime.backups import age_s
from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault, good

OLD_S = 26 * 3600.0
"""A deployment makes a backup each day; this leaves time for it to be made."""
LEAST_BYTES = 512 * 2**20
"""Room that a folder of ours has at least."""
FOLDERS = ("export_folder", "pulse_folder")
"""Settings that name a folder to write into."""
READ = ("backups",)
"""Settings that name a folder to read from alone."""
FILES = ("kafka_password_file",)
FILES_BY_NAME = ("remote_password_files",)
"""Settings that name files with passwords."""


def ports(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Those of the interface and of a worker's metrics."""
    settings = asked.settings
    wanted = {"ACSG_HTTP_PORT": settings.http_port, "ACSG_METRICS_PORT": settings.metrics_port}
    said = {name: port for name, port in wanted.items() if port}
    faults = [words for name, port in said.items() if (words := _taken(name, settings.http_host, port))]
    if settings.http_port and settings.http_port == settings.metrics_port:
        faults.append("ACSG_HTTP_PORT and ACSG_METRICS_PORT are the same")
    for words in faults:
        yield fault("ports", words, "give it another, or end what listens there (this service itself?)")
    if not faults:
        yield good("ports", f"free: {', '.join(map(str, said.values()))}" if said else "0: free ones are taken")


def _taken(name: str, host: str, port: int) -> str:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(where)
    except OSError as refused:
        return f"{name}: {host}:{port}: {(refused.strerror or 'it cannot be listened on').lower()}"
    return ""


def disk(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Folders that are written into."""
    named = {f"ACSG_{name.upper()}": getattr(asked.settings, name) for name in FOLDERS if hasattr(asked.settings, name)}
    named["temporary files"] = Path(tempfile.gettempdir())
    faults = list(_narrow(named))
    yield from faults
    if not faults:
        least = min(shutil.disk_usage(_there(path)).free for path in named.values())
        yield good("disk", f"{least / 2**30:.1f} GB free where it writes")


def _narrow(named: dict[str, Path]) -> Iterator[CheckFinding]:
    for name, path in named.items():
        there = _there(path)
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            yield fault(
                "disk", f"{name}: {path} is no folder that this process may write into", "make it, or its rights"
            )
        elif (free := shutil.disk_usage(there).free) < LEAST_BYTES:
            yield fault("disk", f"{name}: {free / 2**20:.0f} MB left at {path}", "make room")


def _there(path: Path) -> Path:
    """The folder, or that in which it would be made."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def files(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Files with passwords: there, readable, with something in them."""
    settings = asked.settings
    named = {f"ACSG_{name.upper()}": getattr(settings, name) for name in FILES}
    for name in FILES_BY_NAME:
        named |= {f"ACSG_{name.upper()} of {alias}": path for alias, path in getattr(settings, name).items()}
    given = {name: path for name, path in named.items() if path is not None}
    faults = {name: words for name, path in given.items() if (words := _unreadable(path))}
    for name, words in faults.items():
        yield fault("passwords", f"{name}: {words}", "one line, readable by this process and by nobody else")
    if not faults:
        yield good("passwords", f"{len(given)} files can be read" if given else "none in files")


def _unreadable(path: Path) -> str:
    try:
        return "" if path.read_text("utf-8").strip() else f"{path} is empty"
    except (OSError, ValueError) as refused:
        return f"{path}: {(getattr(refused, 'strerror', None) or 'no text').lower()}"


def backup(asked: CheckAsked) -> Iterator[CheckFinding]:
    """The newest backup, where workers are told to look."""
    for name in READ:
        folder = getattr(asked.settings, name)
        if folder is None:
            yield good("backup", f"not watched: ACSG_{name.upper()} is not set")
        elif not folder.is_dir():
            yield fault("backup", f"ACSG_{name.upper()}: {folder} is no folder", "the one that deploy.backup writes to")
        elif (age := age_s(folder, time.time())) > OLD_S:
            said = f"the newest is {age / 3600:.0f} hours old" if age < float("inf") else "there is none"
            yield fault("backup", said, "python -m deploy.backup take (docs/runbooks/restore-from-backup.md)")
        else:
            yield good("backup", f"the newest is {age / 3600:.1f} hours old")
