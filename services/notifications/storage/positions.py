"""Positions that rise without gaps in the order of commits.

The counter's row stays locked until the transaction ends, so a later position never becomes visible before an earlier one
and a reader that remembers the last position it saw misses nothing. A sequence of the database would not hold that: its
numbers are given before the commit, and one that commits late hides behind a reader's cursor.
"""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.storage.announcement_tables import stream_position
from shared.runtime.db.database import Database


async def take_positions(connection: AsyncConnection, stream: str, count: int) -> int:
    """Takes the next positions of a stream: answers the last one before them. Holds the stream until the transaction ends."""
    table = stream_position
    taken = sa.update(table).where(table.c.stream == stream).values(last_position=table.c.last_position + count)
    last = (await connection.execute(taken.returning(table.c.last_position))).scalar_one()
    return int(last) - count


async def newest(database: Database) -> dict[str, int]:
    """The newest position of every stream. Raises Retryable when the database is away."""
    async with database.reading() as connection:
        rows = await connection.execute(sa.select(stream_position))
        return {row.stream: row.last_position for row in rows}
