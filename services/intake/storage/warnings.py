"""Warnings in PostgreSQL (WM 12)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.intake.domain.warning import NewWarning
from services.intake.storage.tables import warning, warning_counter
from shared.contracts.shapes.warning import WarningState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class WarningRepository(Numbered, States[WarningState]):
    """Stored warnings, on one connection."""

    table, shape = warning, WarningState
    numbered = "WARNING", warning_counter

    async def begun(self, warning_id: str, deployment: str, now: datetime) -> NewWarning:
        """What a new warning has: WARNING-<year>-<deployment>-<number>."""
        return NewWarning(warning_id, await self.next_reference(deployment, now.year), deployment, now)

    async def called(self, named: str, *, lock: bool) -> tuple[WarningState, int] | None:
        """The warning of an identifier that somebody wrote; None for what is no identifier either."""
        try:
            return await self.find(UUID(named), lock=lock)
        except ValueError:
            return None

    async def kept(self, key: str) -> WarningState | None:
        """The warning of a signal."""
        query = sa.select(warning.c.state).where(warning.c.key == key)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return WarningState.model_validate(found) if found is not None else None

    async def add_first(self, state: WarningState) -> bool:
        """Stores a new warning; False where its signal has one, also by who came first at the same moment."""
        row = self._new(state, key=state.key)
        new = insert(warning).values(row).on_conflict_do_nothing(index_elements=["key"])
        return bool((await self._connection.execute(new)).rowcount)
