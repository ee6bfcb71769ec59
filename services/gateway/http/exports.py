"""Exports over HTTP: tables as CSV or workbook, activities for IATI, public events; each reader gets what it may see (WM 6, 17).

The same policy, views and filters as GraphQL. An export is one moment of the read model, however long it takes to send.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response

from services.gateway.exports import delimited, events, iati, workbook
from services.gateway.exports.tables import TABLES, Table
from services.gateway.exports.words import spoken
from services.gateway.http.asked_exports import PARAMETERS, ExportAsked
from services.gateway.http.download import Download
from services.gateway.http.turnstile import turnstile
from services.gateway.read_model.published_events import published_events
from services.gateway.read_model.snapshot import SeenItem, Wanted, snapshot
from services.gateway.settings import GatewaySettings
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import Endpoint, route
from shared.workbooks.media_type import MEDIA_TYPE

log = structlog.get_logger()
ACTIONS: Mapping[str, Action] = {
    "support-requests": a.READ_SHOWN_REQUEST,
    "offers": a.READ_OFFER,
    "matches": a.READ_MATCH,
    "needs": a.READ_NEED,
    "calls-for-offers": a.READ_SOLICITATION,
    "engagements": a.READ_ENGAGEMENT,
    "engagement-deliveries": a.READ_ENGAGEMENT,
    "engagement-milestones": a.READ_ENGAGEMENT,
    "iati": a.READ_MATCH,
    "public-events": a.READ_ANNOUNCEMENT,
}
"""Every export -> the action it takes. What of it a caller may read is decided on every row."""

Make = Callable[[Actor, ExportAsked], AsyncGenerator[bytes, None]]


@dataclass(frozen=True)
class Export:
    """One address: what it is called, what it is made of, and of which media type it is."""

    name: str
    suffix: str
    media_type: str
    summary: str
    make: Make


async def _closing(rows: AsyncGenerator[Any, None], chunks: Callable[[AsyncIterator[Any]], AsyncGenerator[bytes, None]]
                   ) -> AsyncGenerator[bytes, None]:  # fmt: skip
    """Chunks made of rows; both end together."""
    async with aclosing(rows) as source, aclosing(chunks(source)) as made:
        async for chunk in made:
            yield chunk


def _exports(database: Database, settings: GatewaySettings) -> list[Export]:
    def rows(
        actor: Actor, asked: ExportAsked, *kinds: str, published_too: bool = False
    ) -> AsyncGenerator[list[SeenItem], None]:
        return snapshot(database, settings, actor, kinds, Wanted(asked.filter, asked.moment), published_too)

    def as_csv(table: Table, actor: Actor, asked: ExportAsked) -> AsyncGenerator[bytes, None]:
        made = partial(delimited.delimited, table=table, language=asked.language, dialect=asked.dialect)
        return _closing(rows(actor, asked, table.kind), made)

    def as_workbook(table: Table, actor: Actor, asked: ExportAsked) -> AsyncGenerator[bytes, None]:
        workbook.sweep(settings.export_folder, settings.export_most_s)
        made = partial(workbook.workbook, table=table, language=asked.language, folder=settings.export_folder)
        return _closing(rows(actor, asked, table.kind), made)

    def as_iati(actor: Actor, asked: ExportAsked) -> AsyncGenerator[bytes, None]:
        report = iati.Reporter.of(settings, database.clock.now())
        return _closing(
            rows(actor, asked, "offer", "match", "engagement", published_too=True),
            partial(iati.activities, reporter=report, language=asked.language),
        )

    def as_lines(_: Actor, asked: ExportAsked) -> AsyncGenerator[bytes, None]:
        return _closing(published_events(database, settings, asked.filter), events.lines)

    found = [
        export
        for table in TABLES.values()
        for export in (
            Export(
                table.name, "csv", delimited.MEDIA_TYPE, f"{table.name} as CSV with HXL tags", partial(as_csv, table)
            ),
            Export(table.name, "xlsx", MEDIA_TYPE, f"{table.name} as a workbook", partial(as_workbook, table)),
        )
    ]
    return [
        *found,
        Export("iati", "xml", iati.MEDIA_TYPE, "Offers, matches and engagements as IATI 2.03 activities", as_iati),
        Export("public-events", "jsonl", events.MEDIA_TYPE, "What is public now, an event a line", as_lines),
    ]


def export_routes(database: Database, settings: GatewaySettings) -> APIRouter:
    """Routes of the exports."""
    router, places = APIRouter(tags=["exports"]), turnstile(settings)

    async def answer(request: Request, export: Export) -> Response:
        actor = await actor_of(request)
        asked = ExportAsked.of(request, export.name, spoken(actor.language))
        now = database.clock.now()
        address = request.client.host if request.client else ""
        leave = places.enter(actor, address)
        try:
            name = file_name(settings.deployment, export, now)
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-ACSG-Snapshot": now.isoformat()}
            log.info("export_begins", export=export.name, format=export.suffix, role=actor.role.value)
            return Download(export.make(actor, asked), export.media_type, headers, settings, leave)
        except BaseException:
            leave()
            raise

    for export in _exports(database, settings):
        address = f"/exports/{export.name}.{export.suffix}"
        media_type = export.media_type.partition(";")[0]
        route(router, "GET", address, ACTIONS[export.name], summary=export.summary, answer=media_type,
              parameters=PARAMETERS[export.name])(_endpoint(answer, export))  # fmt: skip
    return router


def _endpoint(answer: Callable[[Request, Export], Awaitable[Response]], export: Export) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await answer(request, export)

    # The operation is called after it.
    endpoint.__name__ = f"export_{export.name}_{export.suffix}".replace("-", "_")
    return endpoint


def file_name(deployment: str, export: Export, now: datetime) -> str:
    """A name that sorts by time and that every system takes."""
    return f"acsg-{deployment}-{export.name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.{export.suffix}"
