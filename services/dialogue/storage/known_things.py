"""As much of requests, offers, calls, matches and crises as says who may read one (WM 6)."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.dialogue.storage.tables import known_thing
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import stored


class KnownThings:
    """Things of other services as the policy sees them, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hears_of(self, kind: str, item_id: str, version: int, thing: Resource) -> None:
        """Keeps who may read one; what an older event says changes nothing."""
        row: dict[str, Any] = {"region": thing.region, "version": version, "roles": sorted(thing.roles)}
        row |= {"shown_to": sorted(thing.shown_to), "serving": sorted(thing.serving)}
        kept = insert(known_thing).values({"kind": kind, "item_id": item_id} | row)
        newer = known_thing.c.version < kept.excluded.version
        await self._connection.execute(
            kept.on_conflict_do_update(index_elements=["kind", "item_id"], set_=row, where=newer)
        )

    async def find(self, kind: str, item_id: UUID) -> Resource | None:
        """One as the policy sees it; None for one that is not known here."""
        table = known_thing
        query = sa.select(table.c.region, table.c.roles, table.c.shown_to, table.c.serving)
        query = query.where(table.c.kind == kind, table.c.item_id == str(item_id))
        row = (await self._connection.execute(query)).one_or_none()
        return stored(row.region, row.roles, row.shown_to, row.serving) if row else None
