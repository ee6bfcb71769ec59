"""A gateway inside the test's process, over a real database: asked over its HTTP interface as any actor."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import orjson
import sqlalchemy as sa
import uvicorn

from deploy.local.issuer import UnknownActor, actor
from deploy.local.processes import port
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Unauthenticated
from shared.runtime.clock import Clock
from shared.runtime.db.database import Database
from shared.runtime.http.server import config_of
from tests.support.poll import until


class ByName:
    """A token is the name of a demo actor; names in ``revoked`` are not good any more."""

    def __init__(self) -> None:
        self.revoked: set[str] = set()

    async def verify(self, token: str) -> Actor:
        """Raises Unauthenticated."""
        if token in self.revoked:
            raise Unauthenticated("invalid_token", "The bearer token is not acceptable")
        try:
            return actor(token)
        except UnknownActor as unknown:
            raise Unauthenticated("invalid_token", "The bearer token is not acceptable") from unknown


class Gateway:
    """Asks a gateway; ``statements`` collects the SQL that a block makes."""

    def __init__(self, http: httpx.AsyncClient, database: Database) -> None:
        self.http, self.database = http, database

    async def send(self, who: str | None, query: str, **more: Any) -> httpx.Response:
        """The whole answer."""
        headers = {} if who is None else {"Authorization": f"Bearer {who}"}
        return await self.http.post("/graphql", content=orjson.dumps({"query": query, **more}), headers=headers | JSON)

    async def heard(self, who: str | None, query: str, **more: Any) -> httpx.Response:
        """The whole answer; where this gateway was too busy to answer and said when to ask again, it is asked again."""

        async def answered() -> httpx.Response | None:
            answer = await self.send(who, query, **more)
            busy = [one for one in answer.json().get("errors", ()) if "retryAfter" in one.get("extensions", ())]
            return None if busy else answer

        return await until(answered, f"an answer to {query[:80]}")

    async def ask(self, who: str | None, query: str, **variables: Any) -> Any:
        """The data; fails on errors."""
        answer = (await self.heard(who, query, variables=variables)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """SQL statements from here to the end of the block."""
        found: list[str] = []

        def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
            found.append(statement)

        engine = self.database.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", heard)
        try:
            yield found
        finally:
            sa.event.remove(engine, "before_cursor_execute", heard)


JSON = {"Content-Type": "application/json"}


def settings_of(url: str, **more: Any) -> GatewaySettings:
    """Production unless said otherwise."""
    return GatewaySettings(database_url=url, mode=more.pop("mode", "production"), **more)


class _Quiet(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The test's process keeps its own."""
        yield


@asynccontextmanager
async def served(url: str, **settings: Any) -> AsyncIterator[tuple[str, ByName]]:
    """A gateway behind a real server, as a service runs it; its WebSocket address, and who may be revoked."""
    names, number = ByName(), port(0, "gateway of a test")
    service = build(settings_of(url, **settings), verifier=names)
    server = _Quiet(config_of(service.app(), service.settings, "127.0.0.1", number))
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await until(started, "the gateway")
    try:
        yield f"ws://127.0.0.1:{number}/graphql", names
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def gateway(url: str, clock: Clock | None = None, **settings: Any) -> AsyncIterator[Gateway]:
    """A gateway over a database, without a server before it; what it opens is closed as a server would."""
    service = build(settings_of(url, **settings), verifier=ByName(), clock=clock)
    app = service.app()
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway") as http,
    ):
        yield Gateway(http, service.database)
