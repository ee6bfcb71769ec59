"""How a service's application is served: the one place where the server's own settings are chosen."""

import asyncio
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.connections import HttpConnection, Socket
from shared.runtime.http.door import ServerConnections

TICK_S = 1.0


class Server(uvicorn.Server):
    """Looks up once a second, for the date of its answers, where uvicorn does ten times; and ends as soon as it is told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Takes no more, lets what is under way end."""
        self.should_exit = True
        if self._loop is not None:  # it runs; a signal comes between any two steps of it
            self._loop.call_soon_threadsafe(self._told.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal; the second interrupt does not wait."""
        super().handle_exit(sig, frame)
        self.end()

    async def main_loop(self) -> None:
        """Runs until it is told to end."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK_S)


def config_of(app: Any, settings: EdgeSettings, host: str, port: int) -> uvicorn.Config:
    """The server's settings, with connections of its own door."""
    door = {"door": ServerConnections(settings)}
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=8,
        timeout_keep_alive=settings.idle_s,  # type: ignore[arg-type]
        http=type("HttpConnection", (HttpConnection,), door),
        ws=type("Socket", (Socket,), door),
        ws_max_size=settings.socket_message_bytes,
        backlog=2048,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
    )
