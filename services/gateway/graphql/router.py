"""POST /graphql and its WebSocket, in the graphql-transport-ws protocol alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import strawberry
from starlette.responses import Response
from strawberry.exceptions import ConnectionRejectionError
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET

from services.gateway.graphql.context import Context
from services.gateway.graphql.session import Session
from shared.runtime.http.authentication import Unauthenticated

INIT_WAIT = timedelta(seconds=10)
SUBSCRIPTIONS = 100


class Router(GraphQLRouter[Context, None]):
    """The library's router with orjson on both sides, and with tokens checked as long as a WebSocket is open."""

    graphql_transport_ws_handler_class = Session

    async def on_ws_connect(self, context: Context) -> Any:
        """A token that fails is refused at once, not first with an operation. Raises ConnectionRejectionError."""
        try:
            await context.actor()
        except Unauthenticated as refused:
            raise ConnectionRejectionError from refused
        return UNSET

    def decode_json(self, data: str | bytes) -> Any:
        """Raises what strawberry expects of bad JSON: orjson's error is a JSONDecodeError."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> str:
        """Text, since a WebSocket's frames are."""
        return orjson.dumps(data).decode()

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """Bytes, for an answer over HTTP; no resolver of ours sets a status or a header, so there is nothing to take over."""
        return Response(orjson.dumps(response_data), media_type="application/json")


def router(schema: strawberry.Schema, context: Callable[[], Context], *, ide: bool) -> Router:
    """No query by GET; the explorer only where it is wanted."""
    return Router(
        schema,
        path="/graphql",
        context_getter=context,
        graphql_ide="graphiql" if ide else None,
        allow_queries_via_get=False,
        subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
        connection_init_wait_timeout=INIT_WAIT,
        max_subscriptions_per_connection=SUBSCRIPTIONS,
    )
