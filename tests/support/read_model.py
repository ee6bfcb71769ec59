"""A gateway's read model on a real PostgreSQL, told of events without a broker."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from fastapi import FastAPI

from deploy.local.postgres import Postgres
from services.gateway.http.owner import KnownOwners
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.loops import Upkeep
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Record
from tests.support.databases import Named, environment

DIGEST = """select md5(string_agg(line, '|' order by line)) from (
    select row(region, kind, id, epoch, version, status, areas, parties, shown_to, begun_at, changed_at, state,
        figures, withheld, seal)::text as line from item
    union all select row(region, kind, id, epoch, version, at, status, shown_to, serving, state)::text from item_version
    union all select row(event_id, source, item_id, epoch, version, type, at)::text from history
    union all select row(region, figure, area, unit, label, trim_scale(amount), items)::text from rollup
        where amount <> 0 or items <> 0
    union all select row(region, source, epoch, stream, last_sequence, missing)::text from stream_cursor
    union all select row(region, kind, place, code, number, item_id, reference, words, who, paragraph, due_at, begins_at,
        ends_at, details, roles, serving)::text from step
    union all select item_word::text from item_word union all select step_role::text from step_role union all select unreached_count::text from unreached_count
        where messages <> 0) as everything"""
"""Of everything that follows from the events, in whatever order they came."""


class ReadModel:
    """One gateway; ``told`` plays the bus."""

    def __init__(self, service: Service, clock: FixedClock, peers: KnownOwners | None = None) -> None:
        self.service, self.clock = service, clock
        self.database: Database = service.database
        self.consumer: Consumer = service.consumers[0]
        self._app: FastAPI | None = None
        assert isinstance(service.settings, GatewaySettings)
        self.settings = service.settings
        self.peers = peers or KnownOwners(self.settings, clock)
        self.upkeep = Upkeep(self.database, self.settings, self.consumer, self.peers)

    async def told(self, records: Iterable[Record], batch: int = 500) -> None:
        """Handles records as the worker does, a poll at a time."""
        waiting = list(records)
        for start in range(0, len(waiting), batch):
            await self.consumer.handle(waiting[start : start + batch])

    async def mend(self) -> None:
        """One turn of each of the upkeep's loops but the listening one."""
        await self.upkeep.mend()
        await self.upkeep.compare()

    async def ask(self, who: str | None, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer, as an actor sees it; fails on errors."""
        if self._app is None:
            self._app = self.service.app()
        headers = {} if who is None else {"Authorization": f"Bearer {who}"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self._app), base_url="http://gateway") as http:
            answer = (
                await http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
            ).json()
        assert not answer.get("errors"), answer["errors"]
        return answer["data"]

    async def rows(self, query: str, **values: Any) -> Sequence[Any]:
        """Rows of a query."""
        async with self.database.reading() as connection:
            return (await connection.execute(sa.text(query), values)).all()

    async def value(self, query: str, **values: Any) -> Any:
        """One value."""
        return (await self.rows(query, **values))[0][0]

    async def digest(self) -> str:
        """Of the whole read model."""
        return str(await self.value(DIGEST))

    async def change(self, statement: str, **values: Any) -> int:
        """Changes rows behind the projector's back."""
        async with self.database.unit_of_work(ByClock("test")) as uow:
            return int((await uow.connection.execute(sa.text(statement), values)).rowcount)

    async def close(self) -> None:
        """Closes connections."""
        await self.peers.close()
        await self.database.dispose()


async def read_model(
    server: Postgres, folder: Path, now: datetime, name: str = "read_model", **settings: Any
) -> ReadModel:
    """A fresh one; Geneva's unless the settings say otherwise."""
    given: dict[str, Any] = {"deployment": "geneva", "scope": "global"} | settings
    clock = FixedClock(now)
    values = await environment(server, folder, "gateway", name, **given)
    return ReadModel(build(GatewaySettings(**values), clock, Named()), clock)
