"""Declared crises in PostgreSQL (WM 12)."""

from datetime import datetime

import sqlalchemy as sa

from services.intake.domain.crisis import NewCrisis
from services.intake.storage.tables import crisis, crisis_counter
from shared.contracts.references import reference
from shared.contracts.shapes.crisis import CrisisState
from shared.runtime.db.counting import next_number
from shared.runtime.db.states import States


class CrisisRepository(States[CrisisState]):
    """Stored crises, on one connection."""

    table, shape = crisis, CrisisState

    async def begun(self, crisis_id: str, deployment: str, now: datetime) -> NewCrisis:
        """What a new crisis has: CRISIS-<year>-<deployment>-<number>."""
        number = await next_number(self._connection, crisis_counter, year=now.year)
        return NewCrisis(crisis_id, reference("CRISIS", now.year, deployment, number), deployment, now)

    async def called(self, reference: str) -> CrisisState | None:
        """The crisis of a reference."""
        query = sa.select(crisis.c.state).where(crisis.c.reference == reference)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return CrisisState.model_validate(found) if found is not None else None
