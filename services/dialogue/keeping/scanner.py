"""A scanner that speaks clamd's protocol: INSTREAM, pieces with their length before them, a piece of none at the end (clamd(8)).

What no scanner looked at is not given out where one is set: a scanner that is away holds a document as a finding does.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Literal, NamedTuple

import structlog

log = structlog.get_logger()
ANSWER = 4096


class Verdict(NamedTuple):
    """``held_because``: of one that is held."""

    scan: Literal["not_scanned", "clean", "held"]
    held_because: Literal["found", "scanner_away"] | None = None


NOT_SCANNED = Verdict("not_scanned")


async def scanned(scanner: str, seconds: float, chunks: AsyncIterator[bytes]) -> Verdict:
    """What the scanner at ``host:port`` says of a content; held where it says nothing that is known, or not in time."""
    if not scanner:
        return NOT_SCANNED
    host, _, port = scanner.rpartition(":")
    try:
        async with asyncio.timeout(seconds):
            said = await _asked(host, int(port), chunks)
    except (OSError, TimeoutError, asyncio.LimitOverrunError) as away:
        log.warning("scanner_away", error=type(away).__name__)
        return Verdict("held", "scanner_away")
    if said.endswith(" OK"):
        return Verdict("clean")
    if said.endswith(" FOUND"):
        return Verdict("held", "found")
    # An error of its own, as of a stream that is larger than it takes.
    log.warning("scanner_away", error="refused")
    return Verdict("held", "scanner_away")


async def _asked(host: str, port: int, chunks: AsyncIterator[bytes]) -> str:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        # One that ends the connection early has said why: that is read below.
        with suppress(ConnectionError):
            writer.write(b"zINSTREAM\0")
            async for chunk in chunks:
                writer.write(len(chunk).to_bytes(4, "big") + chunk)
                await writer.drain()
            writer.write((0).to_bytes(4, "big"))
            await writer.drain()
        answer = await reader.read(ANSWER)
    finally:
        writer.close()
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
