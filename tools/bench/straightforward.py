"""The anchor of graphql_ratio: the same page as strawberry types, SQLAlchemy Core and dataloaders give it.

Written as one would without measuring: objects resolved field by field, lines and findings of the whole page loaded
with one statement each. It checks no token and no policy, which is to its advantage.
"""

import os
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
import strawberry
import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from strawberry.dataloader import DataLoader
from strawberry.fastapi import GraphQLRouter
from strawberry.types import Info

from services.gateway.read_model.tables import item
from tools.arguments import port_of

Asked = Info[dict[str, Any], None]
_CONTENT = item.c.state["content"]


@strawberry.type
class RequestLine:
    """One thing asked for."""

    line_id: str
    functional_area: str
    support_type: str
    amount: str
    unit: str
    start: str
    end: str | None


@strawberry.type
class Finding:
    """What was found for one paragraph."""

    paragraph: str
    outcome: str
    reason: str
    evidence: list[str]
    moved_from: str | None
    officer_outcome: str | None
    officer_comment: str | None


@strawberry.type
class SupportRequest:
    """One request."""

    id: strawberry.ID
    item_id: str
    region: str
    version: int
    status: str
    reference: str | None
    title: str | None
    parties: list[str]
    functional_areas: list[str]
    begun_at: datetime
    changed_at: datetime

    @strawberry.field
    async def lines(self, info: Asked) -> list[RequestLine]:
        """Its lines, with those of the whole page."""
        found: list[RequestLine] = await info.context["lines"].load(self.item_id)
        return found

    @strawberry.field
    async def findings(self, info: Asked) -> list[Finding]:
        """Its findings, with those of the whole page."""
        found: list[Finding] = await info.context["findings"].load(self.item_id)
        return found


@strawberry.type
class PageInfo:
    """Where a page ends."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Edge:
    """A request at its place."""

    cursor: str
    node: SupportRequest


@strawberry.type
class Connection:
    """A page."""

    edges: list[Edge]
    page_info: PageInfo


@strawberry.type
class Query:
    """The one page."""

    @strawberry.field
    async def support_requests(self, info: Asked, first: int = 50, after: str | None = None) -> Connection:
        """Newest first."""
        columns = (item.c.region, item.c.id, item.c.version, item.c.status, item.c.reference, item.c.parties,
                   item.c.areas, item.c.begun_at, item.c.changed_at, _CONTENT["title"].astext.label("title"))  # fmt: skip
        query = sa.select(*columns).where(item.c.kind == "request")
        if after is not None:
            moment, _, one = urlsafe_b64decode(after).decode().partition("|")
            place = (sa.literal(datetime.fromisoformat(moment)), sa.literal(one))
            query = query.where(sa.tuple_(item.c.begun_at, item.c.id) < sa.tuple_(*place))
        query = query.order_by(item.c.begun_at.desc(), item.c.id.desc()).limit(first + 1)
        async with info.context["engine"].connect() as connection:
            rows = (await connection.execute(query)).all()
        edges = [Edge(cursor=_coded(f"{r.begun_at.isoformat()}|{r.id}"), node=_node(r)) for r in rows[:first]]
        end = edges[-1].cursor if edges else None
        return Connection(edges=edges, page_info=PageInfo(has_next_page=len(rows) > first, end_cursor=end))


def _coded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


def _node(row: Any) -> SupportRequest:
    return SupportRequest(
        id=strawberry.ID(_coded(f"{row.region}/request/{row.id}")), item_id=row.id, region=row.region,
        version=row.version, status=row.status, reference=row.reference, title=row.title, parties=row.parties,
        functional_areas=row.areas, begun_at=row.begun_at, changed_at=row.changed_at,
    )  # fmt: skip


def _loaders(engine: AsyncEngine) -> dict[str, Any]:
    async def parts(column: Any, keys: list[str]) -> list[Any]:
        query = sa.select(item.c.id, column.label("parts")).where(item.c.kind == "request", item.c.id.in_(keys))
        async with engine.connect() as connection:
            found = {row.id: row.parts for row in await connection.execute(query)}
        return [found.get(key, []) for key in keys]

    async def lines(keys: list[str]) -> list[list[RequestLine]]:
        return [
            [
                RequestLine(line_id=x["line_id"], functional_area=x["functional_area"], support_type=x["support_type"],
                            amount=x["quantity"]["amount"], unit=x["quantity"]["unit"], start=x["period"]["start"],
                            end=x["period"]["end"])
                for x in one
            ]
            for one in await parts(_CONTENT["lines"], keys)
        ]  # fmt: skip

    async def findings(keys: list[str]) -> list[list[Finding]]:
        asked = Finding.__annotations__
        return [
            [Finding(**{name: x[name] for name in asked}) for x in one]
            for one in await parts(item.c.state["findings"], keys)
        ]

    return {"engine": engine, "lines": DataLoader(load_fn=lines), "findings": DataLoader(load_fn=findings)}


def application() -> FastAPI:
    """Its own pool, the default router."""
    url = os.environ["STRAIGHTFORWARD_DATABASE"].replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(
        url, pool_size=8, json_deserializer=orjson.loads, connect_args={"server_settings": {"acsg.service": "bench"}}
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def context() -> dict[str, Any]:
        return _loaders(engine)

    app.include_router(GraphQLRouter(strawberry.Schema(Query), path="/graphql", context_getter=context))
    return app


if __name__ == "__main__":
    port = port_of("tools.bench.straightforward", __doc__, sys.argv[1:])
    uvicorn.run(application(), host="127.0.0.1", port=port, log_config=None, access_log=False)
