"""One consistent look at the whole read model, row by row: a cursor in a read-only transaction that sees one moment.

However many rows there are, no more than a batch of them is in memory. Who reads slowly holds a snapshot, so every
statement and every pause between them has its limit; who leaves ends the query.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.read_model.beside import beside
from services.gateway.read_model.filters import MAY_HIDE, conditions_for, of_published_match, of_shown_request
from services.gateway.read_model.offers_of_others import as_seen_by
from services.gateway.read_model.places import ReadFrom, at
from services.gateway.read_model.published import published
from services.gateway.read_model.published_engagements import published_engagements
from services.gateway.read_model.readable import READ, reachable
from services.gateway.read_model.reader import perhaps
from services.gateway.read_model.rows import AskedRow, PublicRow
from services.gateway.read_model.views import ItemView, facts, region_shown, shown_fields, state_for, view_of
from services.gateway.settings import GatewaySettings
from shared.modalities.access.actions import READ_SHOWN_REQUEST
from shared.modalities.access.actor import Actor
from shared.runtime.db.database import Database

BATCH = 500
SLACK_S = 30
"""How much longer the database waits for us than we do for a reader: whom to drop is said here, not there."""
_LIMITS = sa.text(
    "select set_config('statement_timeout', :statement, true),"
    " set_config('idle_in_transaction_session_timeout', :pause, true)"
)
_COLUMNS = (
    "region",
    "kind",
    "id",
    "version",
    "reference",
    "status",
    "areas",
    "parties",
    "roles",
    "shown_to",
    "serving",
)


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An item in the form a reader may see; ``shown`` are the fields agreed to, ``state`` is empty for a shown one."""

    item_id: str
    region: str
    kind: str
    view: ItemView
    status: str
    reference: str | None
    begun_at: datetime
    changed_at: datetime
    state: Mapping[str, Any]
    shown: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the words of a list's filter, and a date; None is now."""

    filter: Mapping[str, Any]
    moment: datetime | None = None


@asynccontextmanager
async def looking(database: Database, settings: GatewaySettings, actor: Actor) -> AsyncIterator[AsyncConnection]:
    """A read-only transaction that sees one moment, with its limits. Raises Retryable when the database is away."""
    async with database.reading(actor, isolation_level="REPEATABLE READ") as connection:
        limits = {
            "statement": f"{settings.export_statement_s * 1000:.0f}",
            "pause": f"{(settings.export_pause_s + SLACK_S) * 1000:.0f}",
        }
        await connection.execute(_LIMITS, limits)
        yield connection


async def snapshot(
    database: Database,
    settings: GatewaySettings,
    actor: Actor,
    kinds: Sequence[str],
    wanted: Wanted,
    published_too: bool = False,
) -> AsyncGenerator[list[SeenItem], None]:
    """Batches of the items of these kinds that the actor may see, kind after kind, newest first.

    ``published_too``: also engagements of others, in the form in which all their parties agreed to publish them.
    """
    when = at(wanted.moment, shown=True)
    of_offers = as_seen_by(actor, when)
    queries = [_query(actor, kind, wanted, of_offers if kind == "offer" else when) for kind in kinds]
    own: set[str] = set()
    async with looking(database, settings, actor) as connection:
        for query in queries:
            async with connection.stream(query, execution_options={"yield_per": BATCH}) as rows:
                async for batch in rows.partitions():
                    found = [seen for row in batch if (seen := _seen(actor, row, wanted.filter)) is not None]
                    own.update(one.item_id for one in found if one.kind == "engagement")
                    yield found
        if published_too:
            others = published_engagements(wanted.filter, wanted.moment)
            async with connection.stream(others, execution_options={"yield_per": BATCH}) as rows:
                async for batch in rows.partitions():
                    yield [_as_published(row) for row in batch if row.id not in own]


def _query(actor: Actor, kind: str, wanted: Wanted, when: ReadFrom) -> sa.Select[Any]:
    columns = [when.columns[name] for name in (*_COLUMNS, "begun_at", "changed_at", "state")]
    if wanted.moment is not None:
        columns += [when.columns[f"{name}_now"] for name in ("roles", "shown_to", "serving", "shown")]
    source, readable = when.source, perhaps(actor, kind, when)
    shown: sa.ColumnElement[bool] = sa.false()
    if kind == "request":
        shown = of_shown_request(wanted.filter, when)
        readable = reachable(actor, when, READ[kind], READ_SHOWN_REQUEST)
    if kind == "match":
        source, fields = _with_published(when, wanted.moment)
        columns += [fields.label("published"), beside(when)]
        readable = sa.or_(readable, fields.is_not(None))
        shown = of_published_match(wanted.filter, when)
    whole = sa.and_(sa.true(), *conditions_for(actor, kind, wanted.filter, when))
    query = sa.select(*columns, whole.label("as_whole"), shown.label("as_shown")).select_from(source)
    query = query.where(when.columns.kind == kind, when.standing, readable, sa.or_(whole, shown))
    return query.order_by(when.columns.begun_at.desc(), when.columns.id.desc())


def _with_published(when: ReadFrom, moment: datetime | None) -> tuple[Any, sa.ColumnElement[Any]]:
    """Matches beside what was published of them; at a date, what already stood then and still stands."""
    columns, table = when.columns, published
    same = (table.c.region == columns.region, table.c.kind == columns.kind, table.c.id == columns.id)
    until = () if moment is None else (table.c.at <= moment,)
    return sa.outerjoin(when.source, table, sa.and_(*same, *until)), table.c.fields


def _as_published(row: PublicRow) -> SeenItem:
    return SeenItem(row.id, row.region, "engagement", ItemView.SHOWN, "published", None, row.at, row.at, {}, row.fields)


def _seen(actor: Actor, row: AskedRow, asked: Mapping[str, Any]) -> SeenItem | None:
    view = view_of(actor, row)
    # A filter counts only in the form in which the reader sees the item: it must not tell of what is hidden (WM 17).
    if view is None or not (row.as_whole if view is ItemView.FULL else row.as_shown):
        return None
    state = state_for(actor, row) if view is ItemView.FULL else {}
    shown = {} if view is ItemView.FULL else (row.published or {}) if row.kind == "match" else shown_fields(row)
    known = facts(row, state)
    if view is ItemView.FULL and row.kind in MAY_HIDE and not known.holds(asked):
        return None
    region, reference = (known.region, known.reference) if view is ItemView.FULL else (row.region, row.reference)
    if view is ItemView.SHOWN and row.kind == "request":
        region = region_shown(row, shown)
    return SeenItem(
        row.id, region or "", row.kind, view, row.status, reference, row.begun_at, row.changed_at, state, shown
    )
