"""Server-sent events as an answer: one page at a time, never more in memory than that, and nobody may hold it up.

A reader that is slow slows its own stream alone; one that takes nothing for a while is dropped and comes back with the id
of what it had last. A stream ends after a while by itself, so that who reads is asked again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SEND_S = 30.0
"""How long a reader may take nothing."""

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def message(data: str, *, event: str | None = None, id: int | None = None) -> bytes:
    """One message of a stream; ``data`` may have several lines."""
    lines = [f"id: {id}"] if id is not None else []
    lines += [f"event: {event}"] if event is not None else []
    lines += [f"data: {line}" for line in data.split("\n")]
    return ("\n".join(lines) + "\n\n").encode()


def comment(words: str) -> bytes:
    """What keeps a connection alive and is no message."""
    return f": {words}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long a reader waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()


class EventStream(Response):
    """Sends chunks as they come, until they end, the reader leaves, or it takes nothing for too long."""

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        super().__init__(None, 200, HEADERS, self.media_type)
        del self.headers["content-length"]
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            with suppress(RuntimeError):
                await self._chunks.aclose()  # type: ignore[attr-defined]
        if sending.done() and not sending.cancelled() and sending.exception() is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send) -> None:
        async for chunk in self._chunks:
            async with asyncio.timeout(SEND_S):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
