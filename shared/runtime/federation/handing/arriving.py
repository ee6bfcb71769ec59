"""The receiver's side in the database: an item takes its row, or the row it left when it went away before."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.shapes.handover import HANDED_OVER


async def takes_its_row(
    connection: AsyncConnection, table: sa.Table, key: str, one: str, values: Mapping[str, Any]
) -> bool:
    """Writes an item as its giver had it (``values`` hold its version); False when it is ours already.

    An item that left before and comes back with a later version takes its place again.
    """
    written = insert(table).values({key: one, **values})
    back = (table.c.status == HANDED_OVER) & (table.c.version < written.excluded.version)
    written = written.on_conflict_do_update(index_elements=[key], set_=dict(values), where=back)
    return (await connection.execute(written.returning(table.c.version))).one_or_none() is not None
