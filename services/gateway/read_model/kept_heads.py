"""Heads of owners' audits that were seen: what nobody takes back (WM 6)."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.read_model.ledger_tables import audit_head
from shared.runtime.audit.heads import Witnessed


async def kept_heads(
    connection: AsyncConnection, source: str | None = None, most: int | None = None
) -> Sequence[Witnessed]:
    """Heads that are kept, of one owner or of all, the last ``most`` of them, in the order of their places."""
    table = audit_head
    query = sa.select(table.c.region, table.c.source, table.c.epoch, table.c.sealed, table.c.hash)
    if source is not None:
        query = query.where(table.c.source == source)
    query = query.order_by(table.c.source.desc(), table.c.epoch.desc(), table.c.sealed.desc(), table.c.hash).limit(most)
    return [Witnessed(**row) for row in reversed((await connection.execute(query)).mappings().all())]
