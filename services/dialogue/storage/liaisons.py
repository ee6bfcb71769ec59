"""Contacts of the Secretariat with parties in PostgreSQL (WM 6)."""

from services.dialogue.storage.tables import liaison, liaison_counter
from shared.contracts.shapes.liaison import LiaisonState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class LiaisonRepository(Numbered, States[LiaisonState]):
    """Stored contacts, on one connection."""

    table, shape = liaison, LiaisonState
    numbered = "CONTACT", liaison_counter
