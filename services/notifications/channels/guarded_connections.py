"""Connections to endpoints. The only place that connects: below HTTP and TLS, to an address that was just checked."""

import ssl
from collections import OrderedDict, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpcore
from httpcore import AnyIOBackend, AsyncHTTPConnection, AsyncNetworkBackend, AsyncNetworkStream, Origin

from services.notifications.channels.address_filter import Resolver, allowed_addresses

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
IDLE_S, MOST_IDLE = 20.0, 256


class GuardedBackend(AsyncNetworkBackend):
    """Connects by TCP where the filter lets it; TLS above it verifies the name, not the address."""

    def __init__(self, resolver: Resolver, *, private: bool) -> None:
        self._resolver, self._private, self._plain = resolver, private, AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        """A stream to one of the host's addresses. Raises AddressRefused, httpcore.ConnectError."""
        try:
            addresses = await allowed_addresses(host, port, self._resolver, private=self._private)
        except OSError as unknown:
            raise httpcore.ConnectError("host_unknown") from unknown
        for number, address in enumerate(addresses, 1):
            try:
                return _Stream(await self._plain.connect_tcp(address, port, timeout, local_address, socket_options))
            except httpcore.ConnectError:
                if number == len(addresses):
                    raise
        raise httpcore.ConnectError("host_unknown")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own signature
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        """No webhook goes to a file of this machine."""
        raise httpcore.ConnectError("url_not_allowed")


class _Stream(AsyncNetworkStream):
    """A stream that is closed when its TLS does not come about, also when the time for the whole call ran out."""

    def __init__(self, inner: AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Bytes that came."""
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Sends bytes."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Closes it."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> AsyncNetworkStream:
        """The same stream under TLS. Raises httpcore.ConnectError."""
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        """What the stream knows of its socket."""
        return self._inner.get_extra_info(info)


class Connections:
    """Connections to endpoints, kept for a moment after use; never shared between two endpoints."""

    def __init__(self, backend: AsyncNetworkBackend, ca_file: Path | None = None) -> None:
        self._backend, self._tls = backend, ssl.create_default_context(cafile=ca_file)
        self._idle: OrderedDict[str, deque[AsyncHTTPConnection]] = OrderedDict()
        self._count = 0

    async def take(self, owner: str, origin: Origin, *, fresh: bool = False) -> AsyncHTTPConnection:
        """A connection for one call: an idle one of the same owner and origin, or a new one that connects when used."""
        while not fresh and (kept := self._idle.get(owner)):
            connection = self._drop(owner, kept.pop())
            if connection.can_handle_request(origin) and connection.is_idle() and not connection.has_expired():
                return connection
            await connection.aclose()
        return AsyncHTTPConnection(origin, self._tls, keepalive_expiry=IDLE_S, network_backend=self._backend)

    async def give_back(self, owner: str, connection: AsyncHTTPConnection) -> None:
        """Keeps a connection that can be used again; closes any other."""
        if not connection.is_idle() or connection.has_expired():
            await connection.aclose()
            return
        self._idle.setdefault(owner, deque()).append(connection)
        self._idle.move_to_end(owner)
        self._count += 1
        while self._count > MOST_IDLE:
            oldest = next(iter(self._idle))
            await self._drop(oldest, self._idle[oldest].popleft()).aclose()

    def _drop(self, owner: str, connection: AsyncHTTPConnection) -> AsyncHTTPConnection:
        self._count -= 1
        if not self._idle[owner]:
            del self._idle[owner]
        return connection

    async def close(self) -> None:
        """Closes what is idle."""
        for owner in list(self._idle):
            while kept := self._idle.get(owner):
                await self._drop(owner, kept.pop()).aclose()
