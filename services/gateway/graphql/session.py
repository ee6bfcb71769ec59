"""One WebSocket connection: as long as it is open its token must stay good."""

import asyncio
from contextlib import suppress

import structlog
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage

from services.gateway.graphql.context import Context
from shared.modalities.errors import Retryable, Unauthenticated

FORBIDDEN, TRY_AGAIN_LATER = 4403, 1013
log = structlog.get_logger()


class SubscriptionSession(BaseGraphQLTransportWSHandler[Context, None]):
    """The library's handler of graphql-transport-ws, which ends by itself when the token does."""

    async def handle(self) -> None:
        """Runs until either side ends."""
        watch = asyncio.create_task(self._watch())
        try:
            await super().handle()
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Asks to come again while the issuer's keys cannot be had; a bad token is refused by ``on_ws_connect``."""
        try:
            await super().handle_connection_init(message)
        except Retryable:
            await self.websocket.close(TRY_AGAIN_LATER, "Try again later")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self.context.settings.token_recheck_s)
            try:
                await self.context.check_again()
            except Unauthenticated:
                log.info("subscriptions_ended", cause="token")
                await self.websocket.close(FORBIDDEN, "Forbidden")
                return
            except Retryable:
                continue
