"""Editions of reports in PostgreSQL (WM 21)."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from services.dialogue.domain.edition import NewEdition
from services.dialogue.storage.tables import edition, edition_counter
from shared.contracts.reference.working_days import zone_of
from shared.contracts.shapes.edition import EditionState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class EditionRepository(Numbered, States[EditionState]):
    """Stored editions, on one connection."""

    table, shape = edition, EditionState
    numbered = "REPORT", edition_counter

    async def begun(self, edition_id: str, deployment: str, now: datetime) -> NewEdition:
        """What a new edition has: REPORT-<year>-<deployment>-<number>. Its number is the lock by which each sees the others."""
        zone = zone_of(deployment, now.date())
        return NewEdition(edition_id, await self.next_reference(deployment, now.year), deployment, zone, now)

    async def is_last(self, state: EditionState) -> bool:
        """Whether no edition follows one."""
        follows = sa.select(sa.literal(1)).where(edition.c.state["previous"].astext == state.edition_id)
        return (await self._connection.execute(follows)).first() is None

    async def annual(self) -> Sequence[EditionState]:
        """Editions of annual reports."""
        query = sa.select(edition.c.state).where(edition.c.state["kind"].astext == "annual")
        return [EditionState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]
