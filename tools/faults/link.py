"""A TCP proxy on loopback that can be cut, made to swallow what it carries, slowed and narrowed; runs in its own thread."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Literal, TypeVar

Answer = TypeVar("Answer")
Direction = Literal["out", "back"]
CHUNK, AHEAD, BUFFER_S = 16384, 256, 0.5
"""Bytes that are passed on at once, how many such pieces may be on their way, and how far ahead a narrow line takes in."""


class Link:
    """Stands before one listener. ``port`` is where others come in; ``target`` is where it leads.

    ``delay_s`` is what a piece takes one way, ``bytes_per_s`` what all connections together get through one way.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.connections, self.carried = 0, 0
        self.delay_s = 0.0
        self.bytes_per_s: float | None = None
        self._open, self._swallowed = True, set[Direction]()
        self._writers: set[asyncio.StreamWriter] = set()
        self._forgotten: set[asyncio.StreamWriter] = set()
        self._free_at: dict[Direction, float] = {"out": 0.0, "back": 0.0}
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> "Link":
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError(f"the link on port {self.port} did not start")
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

    def forget(self) -> int:
        """Connections stay open and carry nothing from now on, as when a firewall forgets them; new ones are carried.

        Answers how many they are. Their ends find out by their own patience alone.
        """
        return self._do(self._forget())

    def heal(self) -> None:
        """Passes everything on again; a connection that lost something in between is ended, as its ends would."""
        self._open, lost, self._swallowed = True, bool(self._swallowed), set()
        self.delay_s, self.bytes_per_s = 0.0, None
        if lost:
            self._do(self._drop())

    async def _forget(self) -> int:
        self._forgotten = set(self._writers)
        return len(self._forgotten) // 2

    async def _drop(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        self._forgotten.clear()

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

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction) -> None:
        """Takes in and hands on side by side, so that a delay costs time and no throughput."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(on_the_way, writer))
        try:
            while not arriving.done() and (data := await reader.read(CHUNK)):
                if direction not in self._swallowed and writer not in self._forgotten:
                    on_the_way.put_nowait((self._due(direction, len(data)), data))
                while not arriving.done() and self._full(direction, on_the_way):  # noqa: ASYNC110 - a line has no event
                    await asyncio.sleep(0.005)
        except OSError:
            pass
        finally:
            on_the_way.put_nowait((0.0, b""))
            await arriving

    def _due(self, direction: Direction, size: int) -> float:
        """When a piece arrives: after what is before it on the line, and its way."""
        now = self._loop.time()
        if self.bytes_per_s:
            now = self._free_at[direction] = max(now, self._free_at[direction]) + size / self.bytes_per_s
        return now + self.delay_s

    def _full(self, direction: Direction, on_the_way: "asyncio.Queue[tuple[float, bytes]]") -> bool:
        ahead = self._free_at[direction] - self._loop.time() if self.bytes_per_s else 0.0
        return ahead > BUFFER_S or on_the_way.qsize() > AHEAD

    async def _arrive(self, on_the_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
        try:
            while (piece := await on_the_way.get())[1]:
                if (wait := piece[0] - self._loop.time()) > 0:
                    await asyncio.sleep(wait)
                if writer not in self._forgotten:
                    writer.write(piece[1])
                    await writer.drain()
                    self.carried += len(piece[1])
        except OSError:
            pass
        # Of a forgotten connection neither end hears that the other one has gone.
        if writer not in self._forgotten:
            writer.transport.abort()
            self._writers.discard(writer)
