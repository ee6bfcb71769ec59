"""Declared crises beside requests: which one a request names, and what is open of the States of one (WM 12)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, may_read, perhaps

MOST = 200
"""Of all the items of one page."""
OVER = ("withdrawn", "handed_over")
"""Statuses of requests that are open no more."""


async def that_requests_name(reader: ItemReader, ids: Sequence[str]) -> list[tuple[str, Any]]:
    """Crises by the request that names them, of those that the reader may read both of: who reads a request as it is shown
    reads of its crisis there, if its State agreed to that (WM 17).
    """
    columns = PRESENT.columns
    named = columns.state["content"]["crisis"]["reference"].astext
    asks = sa.select(PRESENT.source, named.label("named")).where(columns.kind == "request", columns.id.in_(list(ids)))
    asks = asks.where(named.is_not(None), perhaps(reader.actor, "request", PRESENT))
    requests = [row for row in await reader.rows(asks.limit(MOST)) if may_read(reader.actor, row)]
    if not requests:
        return []
    wanted = {row.named for row in requests}
    found = sa.select(PRESENT.source).where(columns.kind == "crisis", columns.reference.in_(sorted(wanted)))
    rows = await reader.rows(found.where(perhaps(reader.actor, "crisis", PRESENT)))
    crises = {row.reference: row for row in rows if may_read(reader.actor, row)}
    return [(row.id, crises[row.named]) for row in requests if row.named in crises]


async def open_requests(reader: ItemReader, parties: Sequence[tuple[str, ...]]) -> list[tuple[tuple[str, ...], Any]]:
    """Requests of States of a crisis that are open and that the reader may read, the newest first."""
    columns, all_ = PRESENT.columns, sorted({one for those in parties for one in those})
    query = sa.select(PRESENT.source).where(columns.kind == "request", columns.parties.overlap(all_))
    query = query.where(columns.status.not_in(OVER), perhaps(reader.actor, "request", PRESENT))
    rows = await reader.rows(query.order_by(columns.begun_at.desc(), columns.id).limit(MOST))
    readable = [row for row in rows if may_read(reader.actor, row)]
    return [(those, row) for those in parties for row in readable if set(those) & set(row.parties)]
