"""The content of documents: kept whole or not at all, read as it was, looked at by a scanner that may be away (WM 8)."""

import asyncio
import hashlib
import os
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.backup.__main__ import _kept
from deploy.backup.taking import _keep
from services.dialogue.keeping.case_file import case_file
from services.dialogue.keeping.contents import Directory
from services.dialogue.keeping.receiving import received
from services.dialogue.keeping.scanner import NOT_SCANNED, Verdict, scanned
from shared.modalities.errors import Invalid, Retryable
from shared.runtime.backups import COMING
from tests.support.clamd import EICAR, scanner

ONE, TWO = "0198f000-0000-7000-8000-0000000000a1", "0198f000-0000-7000-8000-0000000000b2"


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for one in given:
        yield one


async def read(contents: Directory, document_id: str) -> bytes:
    return b"".join([chunk async for chunk in contents.read(document_id)])


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_content_is_read_as_it_came_and_its_owner_alone_may_read_the_file(tmp_path: Path) -> None:
    contents = Directory(tmp_path / "documents")
    came = await received(contents, ONE, pieces(b"%PDF", b"", b"-1.7"))
    assert (came.size, came.sha256) == (8, hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert await read(contents, ONE) == b"%PDF-1.7"
    (file,) = files(tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Retryable):
        await read(contents, TWO)


async def test_what_breaks_on_its_way_leaves_nothing(tmp_path: Path) -> None:
    contents = Directory(tmp_path)

    async def cut() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await received(contents, ONE, cut())
    with pytest.raises(Invalid):
        await received(contents, ONE, pieces(b""))
    assert files(tmp_path) == []
    await received(contents, ONE, pieces(b"whole"))
    assert len(files(tmp_path)) == 1, "the control: what comes whole is there"


async def test_what_a_kill_left_half_is_no_content_and_goes_with_age(tmp_path: Path) -> None:
    contents = Directory(tmp_path)
    await received(contents, ONE, pieces(b"whole"))
    half = tmp_path / COMING / "left"
    half.write_bytes(b"ha")
    now = datetime.now(UTC)
    assert await contents.older_than(now - timedelta(hours=1)) == []
    assert half.exists()
    old = time.time() - 7200
    for path in files(tmp_path):
        os.utime(path, (old, old))
    assert await contents.older_than(now - timedelta(hours=1)) == [ONE]
    assert not half.exists()
    await contents.remove(ONE)
    await contents.remove(ONE)
    assert files(tmp_path) == []


async def test_twenty_megabytes_come_in_bounded_memory(tmp_path: Path) -> None:
    piece = bytes(65_536)

    async def many() -> AsyncIterator[bytes]:
        for _ in range(320):
            yield piece

    contents = Directory(tmp_path)
    tracemalloc.start()
    came = await received(contents, ONE, many())
    async for _ in contents.read(ONE):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert came.size == 320 * len(piece)
    assert most < 3_000_000, most


async def test_a_scanner_says_clean_or_found() -> None:
    async with scanner() as one:
        assert await scanned(one.address, 5, pieces(b"a", b"b" * 300_000)) == Verdict("clean")
        assert one.seen == [1, 300_000]
        assert await scanned(one.address, 5, pieces(b"x", EICAR)) == Verdict("held", "found")


async def test_what_no_scanner_looked_at_is_held_where_one_is_set_and_says_so_where_none_is() -> None:
    assert await scanned("", 5, pieces(b"x")) == NOT_SCANNED
    away = Verdict("held", "scanner_away")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert await scanned(f"127.0.0.1:{free.getsockname()[1]}", 5, pieces(b"x")) == away
    async with scanner(most=10) as small:
        assert await scanned(small.address, 5, pieces(b"x" * 11)) == away
        small.silent, small.most = True, 1_000
        assert await asyncio.wait_for(scanned(small.address, 0.2, pieces(b"x")), 5) == away


async def test_a_backup_has_the_documents_and_nothing_that_is_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = tmp_path / "documents", tmp_path / "secrets"
    await received(Directory(folder), ONE, pieces(b"whole"))
    (folder / COMING / "left").write_bytes(b"ha")
    monkeypatch.delenv("ACSG_DOCUMENTS_FOLDER", raising=False)
    assert _kept([other]) == [other]
    monkeypatch.setenv("ACSG_DOCUMENTS_FOLDER", str(folder))
    assert (_kept([other]), _kept([folder])) == ([other, folder], [folder])
    _keep(folder, tmp_path / "files")
    assert [path.name for path in files(tmp_path / "files")] == [ONE]
    assert await read(Directory(tmp_path / "files/documents"), ONE) == b"whole", "restored it is read as it was"


async def test_a_case_file_is_written_piece_by_piece(tmp_path: Path) -> None:
    contents = Directory(tmp_path)

    async def many() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield bytes(65_536)

    await received(contents, ONE, many())
    document = {"document_id": ONE, "media_type": "application/pdf", "scan": "clean"}

    async def messages(_: str, after: int) -> tuple[list[dict[str, Any]], int | None]:
        return [{"number": after + 1, "author": "x", "document": document}], after + 1 if after < 9 else None

    thread = {
        "thread_id": "t",
        "circle": "requester",
        "status": "open",
        "messages": 10,
        "questions": [],
        "sides": [],
        "about": {},
    }
    tracemalloc.start()
    size = most_at_once = 0
    async for piece in case_file([thread], messages, contents, datetime(2026, 3, 1, tzinfo=UTC)):
        size, most_at_once = size + len(piece), max(most_at_once, len(piece))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 100_000_000
    assert (most < 5_000_000, most_at_once < 600_000) == (True, True), (most, most_at_once)
    await contents.remove(ONE)
    with pytest.raises(Retryable):
        async for _ in case_file([thread], messages, contents, datetime(2026, 3, 1, tzinfo=UTC)):
            pass
