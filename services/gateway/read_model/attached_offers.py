"""Offers that are tied to thematic projects (WM 18)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader


async def attached_offers(reader: ItemReader, ids: Sequence[str]) -> list[tuple[str, Any]]:
    """Of these projects, which the caller has read, the tied offers that the reader may read where they are kept, as it reads
    them; in the order in which they were tied.
    """
    columns = PRESENT.columns
    tied = sa.select(columns.id, columns.state["offers"].label("offers"))
    tied = tied.select_from(PRESENT.source).where(columns.kind == "project", columns.id.in_(list(ids)))
    projects = {row.id: [one["offer_id"] for one in row.offers] for row in await reader.rows(tied)}
    wanted = {one for offers in projects.values() for one in offers}
    where = sa.select(columns.region, columns.id).select_from(PRESENT.source)
    where = where.where(columns.kind == "offer", columns.id.in_(list(wanted)), columns.status == "live")
    keys = [(row.region, "offer", row.id) for row in await reader.rows(where)] if wanted else []
    found = {row.id: row for row in await reader.some(keys)} if keys else {}
    return [(project, found[one]) for project, offers in projects.items() for one in offers if one in found]
