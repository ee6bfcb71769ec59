"""Contacts of the Secretariat with parties in PostgreSQL (WM 6)."""

from services.dialogue.storage.tables import liaison, liaison_counter
from shared.contracts.references import reference
from shared.contracts.shapes.liaison import LiaisonState
from shared.runtime.db.counting import next_number
from shared.runtime.db.states import States


class LiaisonRepository(States[LiaisonState]):
    """Stored contacts, on one connection."""

    table, shape = liaison, LiaisonState

    async def next_reference(self, deployment: str, year: int) -> str:
        """CONTACT-<year>-<deployment>-<number>; a number that a failed transaction took is given again."""
        number = await next_number(self._connection, liaison_counter, year=year)
        return reference("CONTACT", year, deployment, number)
