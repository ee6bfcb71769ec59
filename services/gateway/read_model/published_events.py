"""Reads what stands on the public topics now, oldest first, in one consistent look (WM 17)."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.published import published
from services.gateway.read_model.snapshot import BATCH, looking
from services.gateway.settings import GatewaySettings
from shared.modalities.access.actor import PUBLIC
from shared.runtime.db.database import Database


async def published_events(
    database: Database, settings: GatewaySettings, wanted: Mapping[str, Any]
) -> AsyncGenerator[list[Any], None]:
    """Batches of latest public events; an item that was taken back is told by its retraction, without fields."""
    table = published
    asked: dict[str, Any] = {
        "regions": lambda value: table.c.region.in_(value),
        "types": lambda value: table.c.type.in_(value),
        "changed_from": lambda value: table.c.at >= value,
        "changed_before": lambda value: table.c.at < value,
    }
    query = sa.select(table).where(*(asked[name](value) for name, value in wanted.items()))
    query = query.order_by(table.c.at, table.c.region, table.c.kind, table.c.id)
    async with (
        looking(database, settings, PUBLIC) as connection,
        connection.stream(query, execution_options={"yield_per": BATCH}) as rows,
    ):
        async for batch in rows.partitions():
            yield list(batch)
