"""Good practices in PostgreSQL, and as much of engagements as says who may read one (WM 1, 11)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.dialogue.storage.tables import known_engagement, practice, practice_counter
from shared.contracts.shapes.practice import PracticeState
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import stored
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import ShownStates


class PracticeRepository(Numbered, ShownStates[PracticeState]):
    """Stored practices, on one connection."""

    table, shape = practice, PracticeState
    numbered = "PRACTICE", practice_counter

    def _new(self, state: PracticeState, **more: object) -> dict[str, object]:
        return super()._new(state, proposed_at=state.proposed_at, **more)

    async def page(self, after: UUID | None, most: int) -> Sequence[PracticeState]:
        """Practices, the newest first; ``after`` is the identifier of the last one read."""
        order = (practice.c.proposed_at, practice.c.practice_id)
        query = sa.select(practice.c.state)
        if after is not None:
            last = sa.select(*order).where(practice.c.practice_id == str(after))
            query = query.where(sa.tuple_(*order) < last.scalar_subquery())
        rows = (await self._connection.execute(query.order_by(*(one.desc() for one in order)).limit(most))).scalars()
        return [PracticeState.model_validate(state) for state in rows]

    async def hears_of(self, engagement_id: str, version: int, thing: Resource) -> None:
        """Keeps who may read an engagement; what an older event says changes nothing."""
        row: dict[str, Any] = {"region": thing.region, "roles": sorted(thing.roles), "version": version}
        row["serving"] = sorted(thing.serving)
        kept = insert(known_engagement).values({"engagement_id": engagement_id} | row)
        newer = known_engagement.c.version < kept.excluded.version
        await self._connection.execute(
            kept.on_conflict_do_update(index_elements=["engagement_id"], set_=row, where=newer)
        )

    async def engagement(self, engagement_id: UUID) -> Resource | None:
        """An engagement as the policy sees it; None for one that is not known here."""
        table = known_engagement
        query = sa.select(table.c.region, table.c.roles, table.c.serving)
        row = (await self._connection.execute(query.where(table.c.engagement_id == str(engagement_id)))).one_or_none()
        return stored(row.region, row.roles, (), row.serving) if row else None
