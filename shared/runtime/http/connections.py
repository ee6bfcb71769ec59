"""Connections as a server takes them: bounded in number, in what they say before they have said anything, and in time.

The server's own protocol takes headers without bound, joins the pieces of a long one again and again, and waits for ever.
Here a request's head is counted piece by piece, so that no more than twice its bound is ever held, and every phase of
a connection has a time at which it ends.
"""

import asyncio
from math import inf
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from shared.runtime.http.door import Timed, refusal

MOST_IN_LINE = 16
"""Requests that may wait on one connection for the answers to those before them."""


class HeadTooLarge(Exception):
    """The head of a request goes beyond its bounds."""


class HttpConnection(Timed, HttpToolsProtocol):
    """A connection that speaks HTTP/1.1."""

    _head = _fields = _silent = 0
    _receiving = _refused = False

    @property
    def waits(self) -> bool:
        """Whether it is between requests, or its request has not arrived, or its answer is not taken."""
        busy = self.cycle is not None and not self.cycle.response_complete
        return self._receiving or not busy or self.stalled < inf

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes it in, or says that there is no room."""
        super().connection_made(transport)
        self.begin(self.door.settings.head_s)
        if not self.door.enter(self):
            self.end("crowded", refusal(503))

    def connection_lost(self, exc: Exception | None) -> None:
        """Counts it out."""
        self.door.leave(self)
        super().connection_lost(exc)

    def end(self, why: str, answer: bytes | None) -> None:
        """What the application would still say goes nowhere."""
        super().end(why, answer)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def handle_websocket_upgrade(self) -> None:
        """Goes on as a WebSocket, which enters anew."""
        self.door.leave(self)
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """Feeds the parser in pieces no larger than a head may be."""
        if self.ended:
            return
        if not self._receiving:
            self._receiving = True
            self.begin(self.door.settings.head_s)
        most = self.door.settings.header_bytes
        for start in range(0, len(data), most):
            piece = data if len(data) <= most else data[start : start + most]
            # What the parser holds without having said anything of it: a header that does not end.
            self._silent += len(piece)
            super().data_received(piece)
            if self.ended or self.transport.is_closing() or self.transport.get_protocol() is not self:
                return
            if self._silent > most:
                self._refused = True
                self.send_400_response("")
                return

    def send_400_response(self, msg: str) -> None:
        """Says what is wrong when it is the size."""
        if self._refused:
            self.end("headers", refusal(431))
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """A request begins; the application finds its connection in the scope's state."""
        super().on_message_begin()
        self._head = self._fields = self._silent = 0
        self.scope["state"]["connection"] = self

    def on_url(self, url: bytes) -> None:
        """Counts."""
        super().on_url(url)
        self._count(len(url), 0)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts, trailers included."""
        super().on_header(name, value)
        self._count(len(name) + len(value), 1)

    def _count(self, size: int, fields: int) -> None:
        self._silent = 0
        self._head += size
        self._fields += fields
        bounds = self.door.settings
        if self._head > bounds.header_bytes or self._fields > bounds.header_count:
            self._refused = True
            raise HeadTooLarge

    def on_headers_complete(self) -> None:
        """The body has its own time."""
        self._silent = 0
        if len(self.pipeline) >= MOST_IN_LINE:
            self._refused = True
            raise HeadTooLarge
        self.begin(self.door.settings.body_s)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Something was said."""
        self._silent = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The answer takes the time that the application gives it."""
        self._silent, self._receiving, self.deadline = 0, False, inf
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A connection that is closed with it has so long to take the last of it."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.begin(self.door.settings.stalled_s)

    def pause_writing(self) -> None:
        """Who is answered takes nothing."""
        self.stalled = asyncio.get_running_loop().time() + self.door.settings.stalled_s
        super().pause_writing()

    def resume_writing(self) -> None:
        """Goes on."""
        self.stalled = inf
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Closes; who does not take the last of its answer is not waited for."""
        super().timeout_keep_alive_handler()
        self.begin(self.door.settings.stalled_s)

    def time_is_up(self) -> None:
        """Ends it, with words where none were said yet."""
        now = asyncio.get_running_loop().time()
        begun = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        silent = self.ended or self.stalled <= now or begun or not self._receiving
        self.end("stalled" if self.stalled <= now else "slow", None if silent else refusal(408))


class Socket(Timed, WebSocketsSansIOProtocol):
    """A connection that speaks WebSocket, from its handshake on."""

    @property
    def waits(self) -> bool:
        """Whether it has no place yet: nobody has said on it who they are."""
        return not hasattr(self, "scope") or "place" not in self.scope["state"]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes it in; it had a place as it came."""
        super().connection_made(transport)
        self.begin(self.door.settings.head_s)
        self.door.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Counts it out."""
        self.door.leave(self)
        super().connection_lost(exc)

    def handle_connect(self, event: Any) -> None:
        """The application finds its connection in the scope's state."""
        super().handle_connect(event)
        self.deadline = inf
        if hasattr(self, "scope"):
            self.scope["state"]["connection"] = self

    def pause_writing(self) -> None:
        """Who listens takes nothing."""
        self.stalled = asyncio.get_running_loop().time() + self.door.settings.stalled_s
        super().pause_writing()

    def resume_writing(self) -> None:
        """Goes on."""
        self.stalled = inf
        super().resume_writing()

    def time_is_up(self) -> None:
        """Ends it."""
        self.end("stalled" if self.stalled < inf else "slow", None)
