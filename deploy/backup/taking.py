"""Takes a backup: PostgreSQL's own copy of the whole server, the files that are named, an index; then the name.

One point of the log for all databases: what one service has heard from another is in that other's backup too, since the
event was committed there before. Whatever was published after that point is numbered anew in the next epoch.
"""

import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from deploy.backup.index import MODE, Index, digest, name_of, settle, walked
from shared.runtime.backups import COMING, PART

MANIFEST = "backup_manifest"
DATABASES, KEPT, LOCK = "databases", "files", ".lock"
_OF_SERVICES = "select datname from pg_database where datallowconn and not datistemplate and datname <> 'postgres'"
_COMING = shutil.ignore_patterns(COMING)
"""Documents that are still being received: they have no row yet, and go while they are copied."""
_EPOCH = "select max(epoch) from outbox_stream"


class NotTaken(Exception):
    """Why there is no backup; what was begun of it is gone, or goes with the next one."""


async def take(
    folder: Path, url: str, deployment: str, binaries: Path, keep: Sequence[Path] = (), reached: Callable[[str], None] = lambda _: None
) -> Path:  # fmt: skip
    """Takes a backup of the server at an administrator's address; where it stands. Raises NotTaken, and what asyncpg raises.

    ``reached`` is told each step; tests stop there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        for left in folder.glob(f"*{PART}"):
            shutil.rmtree(left)
        begun = time.time()
        name = name_of(begun)
        part = folder / (name + PART)
        part.mkdir(mode=0o700)
        try:
            index = await _asked(url, deployment, begun)
            reached("begun")
            _copy(url, part / DATABASES, binaries)
            reached("databases")
            for path in keep:
                _keep(path, part / KEPT)
            _close(part)
            files = {path: digest(part / path) for path in walked(part)}
            _as_sent(part / DATABASES, files)
            replace(index, ended=time.time(), files=files).write(part)
            reached("written")
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        part.rename(folder / name)
        settle(folder)
        return folder / name


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as other:
            raise NotTaken(f"{folder}: another backup is being taken") from other
        yield


async def _asked(url: str, deployment: str, begun: float) -> Index:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        server = str(await connection.fetchval("show server_version"))
        names = [row[0] for row in await connection.fetch(_OF_SERVICES)]
    finally:
        await connection.close()
    epochs: dict[str, int | None] = {}
    for name in names:
        inside = await asyncpg.connect(url, database=name, timeout=10)
        try:
            known = await inside.fetchval("select to_regclass('public.outbox_stream')")
            epochs[name] = await inside.fetchval(_EPOCH) if known else None
        finally:
            await inside.close()
    return Index(deployment, begun, begun, server, epochs)


def _copy(url: str, into: Path, binaries: Path) -> None:
    where = urlsplit(url)
    line = [
        str(binaries / "pg_basebackup"), "--pgdata", str(into), "--format=plain", "--wal-method=stream", "--checkpoint=fast",
        "--no-password", "--manifest-checksums=SHA256", "--host", where.hostname or "127.0.0.1",
        "--port", str(where.port or 5432), "--username", unquote(where.username or "postgres"),
    ]  # fmt: skip
    # Not an argument: every account of the machine reads those.
    secret = {"PGPASSWORD": unquote(where.password)} if where.password else {}
    _run(line, os.environ | secret)


def _as_sent(databases: Path, files: Mapping[str, tuple[int, str]]) -> None:
    """Holds what stands on our disk against what the server says that it sent. Raises NotTaken."""
    said = json.loads((databases / MANIFEST).read_text("utf-8"))["Files"]
    sent = {f"{DATABASES}/{one['Path']}": (one["Size"], one["Checksum"]) for one in said if "Path" in one}
    if faults := sorted(path for path, digest in sent.items() if files.get(path) != digest):
        raise NotTaken(f"not as the server sent it: {', '.join(faults)}")


def _run(line: Sequence[str], environment: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(line, env=environment, capture_output=True, text=True)
    except OSError as missing:
        raise NotTaken(f"{line[0]} cannot be started: name the folder of PostgreSQL's programs") from missing
    if done.returncode:
        raise NotTaken(f"{Path(line[0]).name} failed ({done.returncode}): {(done.stderr + done.stdout).strip()}")


def _keep(path: Path, into: Path) -> None:
    into.mkdir(mode=0o700, exist_ok=True)
    target = into / path.name
    if target.exists():
        raise NotTaken(f"two files to keep are called {path.name}")
    try:
        shutil.copytree(path, target, ignore=_COMING) if path.is_dir() else shutil.copyfile(path, target)
    except (OSError, shutil.Error) as missing:
        raise NotTaken(f"{path} cannot be kept: {missing}") from missing


def _close(folder: Path) -> None:
    """Nobody else reads any of it: secrets stand in it, and what people told."""
    for kept, _, names in os.walk(folder):
        Path(kept).chmod(0o700)
        for name in names:
            Path(kept, name).chmod(MODE)
