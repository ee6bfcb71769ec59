"""POST /graphql and its WebSocket, in the graphql-transport-ws protocol alone."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import strawberry
from cross_web import HTTPException as Unreadable
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from strawberry.exceptions import ConnectionRejectionError
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET

from services.gateway.graphql.context import Context
from services.gateway.graphql.session import SubscriptionSession
from services.gateway.settings import GatewaySettings
from shared.modalities.errors import Unauthenticated

WORTH_IT, LEVEL = 1400, 1
"""Bytes from which an answer is pressed (what fits one packet gains nothing), and how hard: level 1 makes 8 kB of 224 kB in
0.4 ms of CPU, level 6 makes 5 kB in 1 ms.
"""

OWN_TYPE = "application/graphql-response+json"
DID_NOT_RUN = b'{"data":null,"errors":'


class Router(GraphQLRouter[Context, None]):
    """The library's router with orjson on both sides, and with tokens checked as long as a WebSocket is open."""

    graphql_transport_ws_handler_class = SubscriptionSession

    async def on_ws_connect(self, context: Context) -> Any:
        """A token that fails is refused at once, not first with an operation. Raises ConnectionRejectionError."""
        try:
            await context.take_place()
        except Unauthenticated as refused:
            raise ConnectionRejectionError from refused
        return UNSET

    async def run(self, *given: Any, **named: Any) -> Any:
        """One request, its answer pressed for who takes that. What is no GraphQL at all is refused as everywhere: raises
        HTTPException, a problem document.
        """
        try:
            answer, request = await super().run(*given, **named), given[0] if given else named["request"]
            return pressed(request, spoken(request, answer)) if type(answer) is Response else answer
        except Unreadable as refused:
            raise HTTPException(
                415 if refused.reason == "Unsupported content type" else refused.status_code, refused.reason
            ) from refused

    def decode_json(self, data: str | bytes) -> Any:
        """One operation, or one message, is one object. Raises JSONDecodeError, as orjson does."""
        found = orjson.loads(data)
        if not isinstance(found, dict):
            raise orjson.JSONDecodeError("an object is expected", "", 0)
        return found

    def encode_json(self, data: object) -> str:
        """Text, since a WebSocket's frames are."""
        return orjson.dumps(data).decode()

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """Bytes, for an answer over HTTP; no resolver of ours sets a status or a header, so there is nothing to take over."""
        return Response(orjson.dumps(response_data), media_type="application/json")


def spoken(request: HTTPConnection, answer: Response) -> Response:
    """The answer in the media type of GraphQL over HTTP, for who asks for it: there an operation that did not run has no data,
    and a status that says so. In plain JSON it is 200, whatever became of it.
    """
    if not weighed(request.headers.get("accept", "")).get(OWN_TYPE, False):
        return answer
    body, status = bytes(answer.body), answer.status_code
    if body.startswith(DID_NOT_RUN):
        said = orjson.loads(body)
        if not any("path" in one for one in said["errors"]):
            del said["data"]
            own = said["errors"][0].get("extensions", {}).get("status", 400)
            body, status = orjson.dumps(said), own if 400 <= own < 600 else 400
    return Response(body, status, media_type=OWN_TYPE)


def pressed(request: HTTPConnection, answer: Response) -> Response:
    """A long answer as gzip, if the caller takes it: a page is keys and codes that repeat, and many links are poor.

    Nothing secret stands beside what a caller sends in an answer, so its length tells nothing.
    """
    answer.headers["Vary"] = "Accept, Accept-Encoding"
    body = bytes(answer.body)
    if len(body) >= WORTH_IT and takes_gzip(request.headers.get("accept-encoding", "")):
        answer.body = gzip.compress(body, LEVEL, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))
    return answer


def takes_gzip(said: str) -> bool:
    """Whether an Accept-Encoding names gzip, or anything, and does not refuse it with a weight of nothing (RFC 9110, 12.5.3)."""
    found = weighed(said)
    return found.get("gzip", found.get("*", False))


def weighed(said: str) -> dict[str, bool]:
    """What a header field of preferences names, each with whether it is taken: a weight of nothing refuses it (RFC 9110, 12.4.2)."""
    found: dict[str, bool] = {}
    for one in said.lower().split(","):
        name, *parameters = (part.strip() for part in one.split(";"))
        weight = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
        found[name] = weight.strip("0.") != ""
    return found


def router(schema: strawberry.Schema, context: Callable[[], Context], settings: GatewaySettings) -> Router:
    """No query by GET; the explorer in development alone."""
    return Router(
        schema,
        path="/graphql",
        include_in_schema=False,
        context_getter=context,
        graphql_ide="graphiql" if settings.mode == "development" else None,
        allow_queries_via_get=False,
        subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
        connection_init_wait_timeout=timedelta(seconds=settings.socket_init_s),
        max_subscriptions_per_connection=settings.socket_subscriptions,
    )
