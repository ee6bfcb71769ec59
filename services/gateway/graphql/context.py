"""What a GraphQL operation knows of its caller. Everything a resolver may do starts here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

from strawberry.fastapi import BaseContext

from services.gateway.graphql.compiled.finishing import Finishing
from services.gateway.graphql.listener import Listener
from services.gateway.graphql.loaders import Loaders
from services.gateway.graphql.root_field_actions import FIELDS
from services.gateway.http.owners import Forwarded, Owners
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.regions import Freshness, freshness_of_regions
from services.gateway.settings import GatewaySettings
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import NotPermitted, Retryable, Unauthenticated
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import Verifier, recognise, take
from shared.runtime.http.languages import preferred
from shared.runtime.http.rates import TooMany


class NotAllowed(NotPermitted):
    """The caller may not start from this field."""


class Context(BaseContext):
    """Made per operation; the actor is found once, from the header or from the first message of a WebSocket."""

    def __init__(
        self,
        settings: GatewaySettings,
        database: Database,
        owners: Owners,
        listener: Listener,
        verifier: Verifier,
        finishing: Finishing,
    ) -> None:
        super().__init__()
        self.settings, self.database, self.owners, self.listener = settings, database, owners, listener
        self.finishing, self._verifier = finishing, verifier
        self._actor: Actor | None = None
        self._due = 0

    @property
    def token(self) -> str | None:
        """The bearer token as it came."""
        header = self.request.headers.get("authorization") if self.request is not None else None
        if header is None and isinstance(self.connection_params, dict):
            given: Any = self.connection_params
            header = given.get("Authorization") or given.get("authorization")
        scheme, _, token = (header or "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token else None

    @property
    def language(self) -> str | None:
        """The language that the caller likes best of those there are; None when it names none of them."""
        return preferred(self.request) if self.request is not None else None

    def forwarded(self, trace: str = "") -> Forwarded:
        """What goes along with what is asked of an owner; ``trace`` where the request has none of its own."""
        correlation = getattr(self.request.state, "correlation_id", trace) if self.request is not None else trace
        return Forwarded(self.token, correlation, self.language)

    async def actor(self) -> Actor:
        """Who asks. Raises Unauthenticated for a token that fails, TooMany when its quota is used up.

        An operation takes from the quota as it costs, when its first resolver asks who asks.
        """
        if self._actor is None:
            token = self.token
            try:
                self._actor = PUBLIC if token is None else await self._verifier.verify(token)
            except Unauthenticated:
                self._take(PUBLIC, 1)
                raise
        due, self._due = self._due, 0
        if due:
            self._take(self._actor, due)
        return self._actor

    async def take_place(self) -> None:
        """For a WebSocket that says who it is: one of its caller's places; the edge gives it back.

        Raises Unauthenticated, Retryable when its caller has no more of them, or nobody has.
        """
        actor = await self.actor()
        if self.request is not None:
            client = self.request.client
            self.request.scope["state"]["place"] = self.request.app.state.sockets.enter(
                actor, client.host if client else ""
            )
            if actor.role is not Role.PUBLIC:
                recognise(self.request)

    def charge(self, weight: int) -> None:
        """What the operation that starts now will take."""
        self._due += weight

    async def pay(self, weight: int) -> None:
        """Takes for what is refused, whoever sent it. Raises TooMany."""
        self.charge(weight)
        try:
            await self.actor()
        except TooMany:
            raise
        except (Unauthenticated, Retryable):
            # A token that fails has paid as an address does; the refusal of the query is told before that of the token.
            return

    def _take(self, actor: Actor, weight: int) -> None:
        if self.request is not None:
            take(self.request, actor, weight)

    async def check_again(self) -> None:
        """For a connection that stays open. Raises Unauthenticated when its token is not good any more."""
        if (token := self.token) is not None:
            await self._verifier.verify(token)

    @cached_property
    def loaders(self) -> Loaders:
        """What lists of items load together."""

        @asynccontextmanager
        async def reading() -> AsyncIterator[ItemReader]:
            async with self.reading(await self.actor()) as reader:
                yield reader

        return Loaders(reading, self.regions)

    async def regions(self) -> dict[str, Freshness]:
        """How fresh each region is just now."""
        async with self.database.reading() as connection:
            return await freshness_of_regions(connection, self.settings, self.database.clock.now())

    @asynccontextmanager
    async def reading(self, actor: Actor) -> AsyncIterator[ItemReader]:
        """A reader for an actor."""
        async with self.database.reading(actor) as connection:
            yield ItemReader(connection, actor, self.database.clock.now())

    async def may_start(self, field: str) -> Actor:
        """Refuses a field that asks for a role rather than for a thing. Raises NotAllowed."""
        actor = await self.actor()
        if not decide(actor, FIELDS[field], ANYTHING).allowed:
            raise NotAllowed("not_permitted", f"Your role may not ask for {field}", FIELDS[field].paragraph)
        return actor
