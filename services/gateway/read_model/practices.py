"""Good practices that come from a meeting or an engagement (WM 4, 11)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, may_read, perhaps

MOST = 200
"""Of all the items of one page."""


async def from_items(reader: ItemReader, ids: Sequence[str]) -> list[tuple[str, Any]]:
    """Practices that the reader may read, the newest first, each with the item it comes from; the caller has read those items
    themselves. Who may not read an item learns of no practice that it was there: a state says that to those alone who stand in it.
    """
    columns = PRESENT.columns
    origin = columns.state["content"]["origin"]["item_id"].astext
    query = sa.select(PRESENT.source, origin.label("origin")).where(columns.kind == "practice", origin.in_(list(ids)))
    query = query.where(perhaps(reader.actor, "practice", PRESENT))
    rows = await reader.rows(query.order_by(columns.begun_at.desc(), columns.id).limit(MOST))
    return [(row.origin, row) for row in rows if may_read(reader.actor, row)]
