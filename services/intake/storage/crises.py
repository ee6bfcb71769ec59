"""Declared crises in PostgreSQL (WM 12)."""

from datetime import datetime

import sqlalchemy as sa

from services.intake.domain.crisis import NewCrisis
from services.intake.storage.tables import crisis, crisis_counter
from shared.contracts.shapes.crisis import CrisisState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class CrisisRepository(Numbered, States[CrisisState]):
    """Stored crises, on one connection."""

    table, shape = crisis, CrisisState
    numbered = "CRISIS", crisis_counter

    async def begun(self, crisis_id: str, deployment: str, now: datetime) -> NewCrisis:
        """What a new crisis has: CRISIS-<year>-<deployment>-<number>."""
        return NewCrisis(crisis_id, await self.next_reference(deployment, now.year), deployment, now)

    async def called(self, reference: str) -> CrisisState | None:
        """The crisis of a reference."""
        query = sa.select(crisis.c.state).where(crisis.c.reference == reference)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return CrisisState.model_validate(found) if found is not None else None
