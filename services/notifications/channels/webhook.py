"""One call of an endpoint, signed after Standard Webhooks. Whatever the endpoint does, the call ends in time.

The answer's status decides; its body is read only as far as it costs nothing, never unpacked, never kept. A redirect is a
failure and is not followed: it could lead where the filter did not look.
"""

import asyncio
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

from services.notifications.channels.address_filter import AddressRefused
from services.notifications.channels.guarded_connections import Connections
from services.notifications.domain.endpoint_health import AttemptOutcome
from services.notifications.domain.open_address import fault_of_url
from services.notifications.domain.retry_schedule import retry_after
from services.notifications.domain.signatures import signatures
from shared.runtime.clock import Clock

MOST_READ = 16_384
"""Bytes of an answer's body that are read, so that the connection can be used again."""

READ_S = 1.0
"""And how long that may take."""

CONTENT_TYPE = b"application/cloudevents+json"


@dataclass(frozen=True)
class Call:
    """What is sent: ``secrets`` sign it, newest first; ``sequence`` is its place among the calls of this endpoint."""

    webhook_id: str
    delivery_id: str
    url: str
    secrets: Sequence[str]
    body: bytes
    sequence: int | None = None
    attempt: int = 1


class WebhookCaller:
    """Calls endpoints; one per process."""

    def __init__(self, connections: Connections, clock: Clock, *, timeout_s: float, private: bool) -> None:
        self._connections, self._clock = connections, clock
        self._timeout_s, self._private = timeout_s, private

    async def call(self, one: Call) -> AttemptOutcome:
        """Sends a call and says what it came to; never raises for anything the endpoint does."""
        began = time.monotonic()
        code, status, wait = "timeout", None, None
        if (fault := fault_of_url(one.url, private=self._private)) is not None:
            code = fault
        elif not one.secrets:
            code = "no_secret"
        else:
            with suppress(TimeoutError, httpcore.TimeoutException):
                async with asyncio.timeout(self._timeout_s):
                    code, status, wait = await self._exchange(one)
        return AttemptOutcome(code, status, round((time.monotonic() - began) * 1000), wait)

    async def close(self) -> None:
        """Closes idle connections."""
        await self._connections.close()

    async def _exchange(self, one: Call) -> tuple[str, int | None, float | None]:
        try:
            try:
                return await self._send(one, fresh=False)
            except _Stale:
                return await self._send(one, fresh=True)
        except AddressRefused as refused:
            return refused.code, None, None
        except httpcore.ConnectError as away:
            return _connect_code(away), None, None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, _Stale):
            return "connection_lost", None, None

    async def _send(self, one: Call, *, fresh: bool) -> tuple[str, int | None, float | None]:
        request = self._request(one)
        connection = await self._connections.take(one.webhook_id, request.url.origin, fresh=fresh)
        used_before = connection.is_idle()
        try:
            try:
                response = await connection.handle_async_request(request)
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as lost:
                # The endpoint may have closed a kept connection just as we used it: that says nothing about it.
                if used_before:
                    raise _Stale from lost
                raise
            status, headers = response.status, {name.lower(): value for name, value in response.headers}
            await _read_a_little(response)
        except BaseException:
            await connection.aclose()
            raise
        await self._connections.give_back(one.webhook_id, connection)
        asked = headers.get(b"retry-after")
        wait = retry_after(asked.decode("ascii", "replace") if asked is not None else None, self._clock.now())
        return code_of(status), status, wait

    def _request(self, one: Call) -> httpcore.Request:
        timestamp, parts = int(self._clock.now().timestamp()), urlsplit(one.url)
        headers = [
            (b"host", parts.netloc.encode()), (b"content-type", CONTENT_TYPE), (b"user-agent", b"acsg-webhooks/1"),
            (b"content-length", b"%d" % len(one.body)), (b"accept", b"*/*"), (b"accept-encoding", b"identity"),
            (b"webhook-id", one.delivery_id.encode()), (b"webhook-timestamp", b"%d" % timestamp),
            (b"webhook-signature", signatures(one.secrets, one.delivery_id, timestamp, one.body).encode()),
            (b"acsg-attempt", b"%d" % one.attempt),
        ]  # fmt: skip
        if one.sequence is not None:
            headers.append((b"acsg-sequence", b"%d" % one.sequence))
        timeout = dict.fromkeys(("connect", "read", "write"), self._timeout_s)
        return httpcore.Request("POST", one.url, headers=headers, content=one.body, extensions={"timeout": timeout})


class _Stale(Exception):
    """A kept connection was closed by the other side before it answered."""


async def _read_a_little(response: httpcore.Response) -> None:
    """Reads the body when it is short and comes at once; otherwise the connection is simply given up."""
    read = 0
    with suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError):
        async with asyncio.timeout(READ_S):
            async for chunk in response.aiter_stream():
                read += len(chunk)
                if read > MOST_READ:
                    break
    with suppress(httpcore.NetworkError, httpcore.ProtocolError):
        await response.aclose()


def code_of(status: int) -> str:
    """What a status means: ``ok`` for any 2xx; the rest are failures, each with its number."""
    if 200 <= status < 300:
        return "ok"
    return f"redirect_{status}" if 300 <= status < 400 else f"http_{status}"


def _connect_code(away: httpcore.ConnectError) -> str:
    cause: BaseException | None = away
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls_failed"
        cause = cause.__cause__ or cause.__context__
    return "host_unknown" if str(away) == "host_unknown" else "connect_failed"
