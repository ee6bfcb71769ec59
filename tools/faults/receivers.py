"""A farm of endpoints on loopback in one process: one that takes calls, one that hangs, one that lies, by path.

``/ok/<name>`` answers 204, ``/status/<code>/<name>`` that code, ``/hang/<name>`` never; more are planted by name.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Received:
    """One call as it came: path, headers in lower case, body, and the monotonic second of its last byte."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


Answer = Callable[[Received], bytes | None]
"""From a call to the bytes of the answer; None keeps the caller waiting for ever."""


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """An answer in bytes."""
    head = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


NO_CONTENT = b"HTTP/1.1 204 X\r\n\r\n"


def by_path(one: Received) -> bytes | None:
    """What the path asks for."""
    kind, _, rest = one.path[1:].partition("/")
    if kind == "hang":
        return None
    return answer(int(rest.partition("/")[0])) if kind == "status" else NO_CONTENT


@dataclass
class Farm:
    """Listens from ``open`` to ``close``. ``planted`` answers win over the path; ``keep`` keeps every call."""

    keep: bool = True
    calls: list[Received] = field(default_factory=list)
    planted: dict[str, Answer] = field(default_factory=dict)
    on_call: Callable[[Received], None] | None = None
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.Transport] = field(default_factory=set)

    async def open(self, port: int = 0) -> "Farm":
        """Starts to listen on a free port."""
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Call(self), "127.0.0.1", port, backlog=2048
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """Stops and drops every connection."""
        if self._server is not None:
            self._server.close()
            for transport in list(self._open):
                transport.abort()
            await self._server.wait_closed()

    def url(self, path: str) -> str:
        """Address of an endpoint."""
        return f"http://127.0.0.1:{self.port}{path}"

    def of(self, path: str) -> list[Received]:
        """Calls that one endpoint took."""
        return [one for one in self.calls if one.path == path]

    def take(self, one: Received) -> bytes | None:
        """Notes a call and answers it."""
        if self.keep:
            self.calls.append(one)
        if self.on_call is not None:
            self.on_call(one)
        return self.planted.get(one.path, by_path)(one)


class _Call(asyncio.Protocol):
    """HTTP/1.1 as far as a caller that sends Content-Length needs it, over a kept connection."""

    def __init__(self, farm: Farm) -> None:
        self._farm, self._buffer = farm, bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Notes the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._farm._open.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        """Forgets it."""
        if self._transport is not None:
            self._farm._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        """Answers each call that is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            lines = self._buffer[:end].decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
            whole = end + 4 + int(headers.get("content-length", "0"))
            if len(self._buffer) < whole:
                return
            body = bytes(self._buffer[end + 4 : whole])
            del self._buffer[:whole]
            found = self._farm.take(Received(lines[0].split(" ")[1], headers, body, time.monotonic()))
            if found is not None and self._transport is not None:
                self._transport.write(found)
