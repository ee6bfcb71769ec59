"""Server-sent events as an answer: one page at a time, never more in memory than that, and nobody may hold it up.

A reader that is slow slows its own stream alone; one that takes nothing for a while is dropped and comes back with the id
of what it had last. A stream ends after a while by itself, so that who reads is asked again; and within seconds when the
token it was opened with is good no more.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

log = structlog.get_logger()
GOOD_NO_MORE = "the token is good no more"
SEND_S = 30.0
"""How long a reader may take nothing."""

LAST_WORDS_S = 1.0
"""How long the end of a stream may take whose token is good no more."""

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
    """Sends chunks as they come, until they end, the reader leaves, it takes nothing for too long, or ``ended`` returns."""

    media_type = "text/event-stream"

    def __init__(
        self, chunks: AsyncIterator[bytes], ended: Coroutine[Any, Any, None], leave: Callable[[], None]
    ) -> None:
        super().__init__(None, 200, HEADERS, self.media_type)
        del self.headers["content-length"]
        self._chunks, self._ended, self._leave = chunks, ended, leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream; its place is given back when it ends."""
        try:
            await self._stream(receive, send)
        finally:
            self._leave()

    async def _stream(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.create_task(self._send(send))
        leaving, ending = asyncio.create_task(_left(receive)), asyncio.create_task(self._ended)
        refused = False
        try:
            await asyncio.wait({sending, leaving, ending}, return_when=asyncio.FIRST_COMPLETED)
            refused = ending.done() and not sending.done() and not leaving.done()
        finally:
            for task in (sending, leaving, ending):
                task.cancel()
            await asyncio.gather(sending, leaving, ending, return_exceptions=True)
            with suppress(RuntimeError):
                await self._chunks.aclose()  # type: ignore[attr-defined]
        if sending.done() and not sending.cancelled() and sending.exception() is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        if refused:
            log.info("stream_ended", cause="token")
            # Who takes nothing is not waited for: the server then cuts the connection.
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_S):
                    await send({"type": "http.response.body", "body": comment(GOOD_NO_MORE), "more_body": False})

    async def _send(self, send: Send) -> None:
        async for chunk in self._chunks:
            async with asyncio.timeout(SEND_S):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
