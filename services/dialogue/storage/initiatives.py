"""Pilots and the quality-assurance initiative in PostgreSQL (WM 7, 11)."""

from services.dialogue.storage.tables import initiative, initiative_counter
from shared.contracts.shapes.initiative import InitiativeState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class InitiativeRepository(Numbered, States[InitiativeState]):
    """Stored initiatives, on one connection."""

    table, shape = initiative, InitiativeState
    numbered = "INITIATIVE", initiative_counter
