"""Pilots and the quality-assurance initiative in PostgreSQL (WM 7, 11)."""

from services.dialogue.storage.tables import initiative, initiative_counter
from shared.contracts.references import reference
from shared.contracts.shapes.initiative import InitiativeState
from shared.runtime.db.counting import next_number
from shared.runtime.db.states import States


class InitiativeRepository(States[InitiativeState]):
    """Stored initiatives, on one connection."""

    table, shape = initiative, InitiativeState

    async def next_reference(self, deployment: str, year: int) -> str:
        """INITIATIVE-<year>-<deployment>-<number>; a number that a failed transaction took is given again."""
        number = await next_number(self._connection, initiative_counter, year=year)
        return reference("INITIATIVE", year, deployment, number)
