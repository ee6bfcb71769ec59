"""Pure ASGI middleware: request and correlation ids, trace context, body limit, security headers, one metric."""

import re
import time
from collections.abc import Mapping
from types import MappingProxyType

import structlog
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.clock import Clock
from shared.runtime.db.row_security.context import as_nobody_yet
from shared.runtime.http.languages import preferred
from shared.runtime.http.problems import ENGLISH, problem
from shared.runtime.identifiers import new_id
from shared.runtime.observability import metrics, tracing

MAX_BODY = 1_048_576
_SAFE_ID = re.compile(rb"^[A-Za-z0-9-]{8,64}$")
_ASKED_BY_MACHINES = ("/health/", "/metrics")
"""What is asked again and again by who watches begins no trace."""
_FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
]


log = structlog.get_logger()


class BodyTooLarge(Exception):
    """More bytes came than the address takes."""


def _too_large(most: int) -> tuple[int, str, str]:
    return 413, "body_too_large", f"A body has at most {most} bytes"


class Edge:
    """Wraps the application; sets ``scope['state']``: request_id, correlation_id, traceparent.

    What serves pages has an edge of its own: other fixed headers, and refusals that a person reads.
    """

    def fixed(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Headers of every answer."""
        return _FIXED

    def refusal(self, scope: Scope, status: int, code: str, detail: str) -> Response:
        """What is answered before, or instead of, the application."""
        language = preferred(HTTPConnection(scope)) or ENGLISH
        return problem(status, code, detail, scope["path"].replace("\0", "\\0"), language)

    def __init__(self, app: ASGIApp, clock: Clock, larger: Mapping[str, int] = MappingProxyType({})) -> None:
        """``larger``: addresses that take larger bodies than others, places in braces, and how large they may be."""
        self._app, self._clock = app, clock
        self._larger = [(compile_path(path)[0], most) for path, most in larger.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. A handler that reads before it asks who asks reads what everybody may."""
        with as_nobody_yet():
            await self._take(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = new_id(self._clock)
        given = headers.get(b"x-correlation-id", b"")
        correlation_id = given.decode() if _SAFE_ID.match(given) else request_id
        state = scope.setdefault("state", {})
        state.update(request_id=request_id, correlation_id=correlation_id)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, correlation_id=correlation_id)
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            # No address of ours holds one, and the database could not look for it.
            await self._refuse(scope, send, 400, "null_character", "The address holds a null character")
            return
        most = next((most for path, most in self._larger if path.match(scope["path"])), MAX_BODY)
        if (length := headers.get(b"content-length", b"0")).isdigit() and int(length) > most:
            await self._refuse(scope, send, *_too_large(most))
            return
        parent = tracing.given(headers.get(b"traceparent"))
        if scope["path"].startswith(_ASKED_BY_MACHINES):
            state["traceparent"] = parent or tracing.fresh()
            await self._serve(scope, receive, send, most)
            return
        with tracing.span(scope["method"], "server", parent, {"http.request.method": scope["method"]}) as span:
            state["traceparent"] = span.traceparent
            status = await self._serve(scope, receive, send, most)
            span.tell(
                f"{scope['method']} {_route(scope)}", {"http.route": _route(scope), "http.response.status_code": status}
            )
            if status >= 500:
                span.fail(str(status))

    async def _serve(self, scope: Scope, receive: Receive, send: Send, most: int) -> int:
        """Has the application answer; the status that was answered."""
        state, request_id = scope["state"], scope["state"]["request_id"]
        started, status, begun, read = time.perf_counter(), 500, False, 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise BodyTooLarge
            return message

        async def marked(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                given = (b"x-request-id", request_id.encode())
                message["headers"] = [*message["headers"], *self.fixed(scope), given, *state.get("rate", ())]
            await send(message)

        try:
            await self._app(scope, limited, marked)
        except BodyTooLarge:
            if not begun:
                status = 413
                await self._refuse(scope, send, *_too_large(most))
        except ClientDisconnect:
            # Nobody is there to be answered.
            status = 499
        except Exception as error:
            # What was not foreseen: told in full to the log, and to the caller that it happened.
            log.exception("unforeseen", error=type(error).__name__, path=_route(scope))
            if begun:
                raise
            await self._refuse(scope, send, 500, "internal_error", "Something went wrong; it was logged")
        finally:
            metrics.HTTP_SECONDS.labels(scope["method"], _route(scope), status).observe(time.perf_counter() - started)
        return status

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A WebSocket: whoever takes a place for it (``Places``) leaves how it is given back in ``scope['state']['place']``.

        Until then it is a connection that waits, which the server ends when others come.
        """
        state = scope.setdefault("state", {})
        state["correlation_id"] = new_id(self._clock)
        try:
            await self._app(scope, receive, send)
        finally:
            state.get("place", _nothing)()

    async def _refuse(self, scope: Scope, send: Send, status: int, code: str, detail: str) -> None:
        answer = self.refusal(scope, status, code, detail)
        headers = [*answer.raw_headers, *self.fixed(scope), (b"x-request-id", scope["state"]["request_id"].encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": bytes(answer.body)})


def _route(scope: Scope) -> str:
    """The address as it is declared, places in braces; never the one that was asked for, which may hold anything."""
    return str(getattr(scope.get("route"), "path", "other"))


def _nothing() -> None:
    """No place was taken."""
