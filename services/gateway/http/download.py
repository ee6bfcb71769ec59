"""A long answer whose reader may be slow, or may leave: it is sent as it is made, and ends with its reader.

A reader that takes nothing for a while, or is not done within the time for the whole, is dropped. What breaks after the
beginning breaks the connection too, so that a part is never taken for the whole.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.gateway.settings import GatewaySettings

log = structlog.get_logger()


class Download(Response):
    """Sends chunks. ``ended`` is called once, in every case; the chunks are closed before, and their query with them."""

    def __init__(
        self,
        chunks: AsyncGenerator[bytes, None],
        media_type: str,
        headers: Mapping[str, str],
        settings: GatewaySettings,
        ended: Callable[[], None],
    ) -> None:
        super().__init__(None, 200, headers, media_type)
        del self.headers["content-length"]
        self._chunks, self._settings, self._ended = chunks, settings, ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One answer. Raises what broke it."""
        leaving = asyncio.create_task(_left(receive))
        sending = asyncio.create_task(self._send(send))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                log.info("export_left")
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            try:
                await self._chunks.aclose()
            finally:
                self._ended()
        if not sending.cancelled():
            sending.result()

    async def _send(self, send: Send) -> None:
        async with asyncio.timeout(self._settings.export_most_s):
            # What fails before the first chunk is still answered with a problem document.
            chunk: bytes | None = await anext(self._chunks, None)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while chunk is not None:
                async with asyncio.timeout(self._settings.export_pause_s):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                chunk = await anext(self._chunks, None)
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
