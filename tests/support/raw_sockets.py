"""A small application behind the server that services run, on loopback, and clients that speak to it byte by byte."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from shared.modalities.access.actions import READ_ANNOUNCEMENT, READ_HEALTH
from shared.runtime.clock import SystemClock
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import json, route
from shared.runtime.http.server import config_of
from shared.runtime.settings import RuntimeSettings
from tests.support.gateway import ByName
from tests.support.poll import until

GET = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"


class Length(BaseModel):
    """How long a body was; who asked."""

    length: int
    who: str = ""


class Server(uvicorn.Server):
    """One that leaves signals to the test's process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes none."""
        yield


async def _nothing() -> None:
    return


def _router() -> APIRouter:
    router = APIRouter()

    @route(router, "POST", "/bodies", READ_HEALTH, summary="Measures a body", answer=Length, status=201)
    async def measure(request: Request) -> Response:
        return json(Length(length=len(await request.body())))

    @route(router, "GET", "/who", READ_ANNOUNCEMENT, summary="Who asks", answer=Length)
    async def who(request: Request) -> Response:
        address = request.client.host if request.client else ""
        return json(Length(length=0, who=f"{(await actor_of(request)).subject} {address}"))

    @route(router, "GET", "/much", READ_HEALTH, summary="A long answer", answer="text/plain")
    async def much(_: Request) -> Response:
        return Response(b"x" * 8_000_000, media_type="text/plain")

    return router


@asynccontextmanager
async def serving(*, plain: bool = False, **settings: Any) -> AsyncIterator[int]:
    """The port of such a server. ``plain``: with the library's own protocols, as it was before bounds; for controls."""
    chosen = RuntimeSettings(service="test", database_url="-", **settings)
    app = create_app(
        chosen, title="T", routers=[_router()], verifier=ByName(), clock=SystemClock(), ready={}, close=_nothing
    )
    config = config_of(app, chosen, "127.0.0.1", 0)
    if plain:
        config.http, config.ws = "httptools", "websockets-sansio"
    config.timeout_graceful_shutdown = 1
    server = Server(config)
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await until(started, "the server")
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


class Client:
    """One raw connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "Client":
        """Connects."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, data: bytes) -> bool:
        """Sends; False when the other side does not take it any more."""
        try:
            self.writer.write(data)
            await self.writer.drain()
        except OSError:
            return False
        return not self.writer.is_closing()

    async def status(self, seconds: float = 15) -> int | None:
        """The status of the next answer, its body left unread; None when the connection ended without one."""
        try:
            line = await asyncio.wait_for(self.reader.readline(), seconds)
        except OSError:
            return None
        return int(line.split()[1]) if line else None

    async def ended(self, seconds: float = 15) -> float | None:
        """After how many seconds the connection ends; None when it is open after so many."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                while await self.reader.read(65_536):
                    pass
        except TimeoutError:
            return None
        except OSError:
            pass
        return time.monotonic() - begun

    def close(self) -> None:
        """Ends it."""
        self.writer.close()
