"""A TCP proxy on loopback that can be cut, made to swallow one direction, or slowed; runs in a thread of its own."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Literal, TypeVar

Answer = TypeVar("Answer")
Direction = Literal["out", "back"]
CHUNK = 65536


class Link:
    """Stands before one listener. ``port`` is where others come in; ``target`` is where it leads."""

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.connections = 0
        self.delay_s = 0.0
        self._open, self._swallowed = True, set[Direction]()
        self._writers: set[asyncio.StreamWriter] = set()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> "Link":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._ready.set()
        await self._stop.wait()
        server.close()
        await self._drop()

    def _do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def cut(self) -> None:
        """Ends every connection and refuses new ones."""
        self._open = False
        self._do(self._drop())

    def swallow(self, *directions: Direction) -> None:
        """Takes what comes in a direction and passes nothing on: a half-open link, on which nobody is told anything."""
        self._swallowed = set(directions)

    def heal(self) -> None:
        """Passes everything on again; a connection that lost something in between is ended, as its ends would."""
        self._open, lost, self._swallowed = True, bool(self._swallowed), set()
        if lost:
            self._do(self._drop())

    async def _drop(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._open:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self.connections += 1
        self._writers |= {writer, far_writer}
        await asyncio.gather(self._pass(reader, far_writer, "out"), self._pass(far_reader, writer, "back"))
        self._writers -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction) -> None:
        try:
            while data := await reader.read(CHUNK):
                if direction in self._swallowed:
                    continue
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.abort()
