"""The content of documents, outside their rows: a port, and a directory. Another store is another class of the same four calls."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID, uuid4

from shared.modalities.errors import Retryable
from shared.runtime.backups import COMING

CHUNK = 262_144


class Contents(Protocol):
    """Contents by the identifiers of their documents; one that is there is whole, and never changes."""

    async def put(self, document_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Keeps a content, for good once this returns. What breaks before leaves nothing."""
        ...

    def read(self, document_id: str) -> AsyncIterator[bytes]:
        """A content in chunks. Raises Retryable where it is not there: its row says that it is."""
        ...

    async def remove(self, document_id: str) -> None:
        """Takes a content away; nothing where there is none."""
        ...

    async def older_than(self, moment: datetime) -> list[str]:
        """Identifiers of contents that were kept before a moment."""
        ...


class Directory:
    """Contents as files of one folder, by the last two digits of their names. A cut upload leaves a file in ``COMING``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, document_id: str) -> Path:
        name = str(UUID(document_id))
        return self._folder / name[-2:] / name

    async def put(self, document_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Writes beside, waits for the disk, then gives the name."""
        coming, path = self._folder / COMING / str(uuid4()), self._path(document_id)
        file = await asyncio.to_thread(_open, coming)
        try:
            async for chunk in chunks:
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(_settle, file, coming, path)
        except BaseException:
            file.close()
            with suppress(OSError):
                coming.unlink()
            raise

    async def read(self, document_id: str) -> AsyncIterator[bytes]:
        """A chunk at a time."""
        try:
            file = await asyncio.to_thread(self._path(document_id).open, "rb")
        except OSError as away:
            raise Retryable("document_away", "The content of the document cannot be had just now", 60) from away
        try:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
        finally:
            file.close()

    async def remove(self, document_id: str) -> None:
        """Unlinks."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self._path(document_id).unlink)

    async def older_than(self, moment: datetime) -> list[str]:
        """By when each was written; what never came whole is taken away by the way."""
        return await asyncio.to_thread(self._older, moment.timestamp())

    def _older(self, before: float) -> list[str]:
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    if path.parent.name == COMING:
                        path.unlink()
                    else:
                        found.append(path.name)
        return found


def _open(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(file: BinaryIO, coming: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    coming.replace(path)
    for folder in (path.parent, path.parent.parent):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
