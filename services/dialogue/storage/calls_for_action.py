"""Calls for action in PostgreSQL (WM 5)."""

from services.dialogue.storage.tables import call_for_action, call_for_action_counter
from shared.contracts.shapes.call_for_action import CallForActionState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class CallForActionRepository(Numbered, States[CallForActionState]):
    """Stored calls for action, on one connection."""

    table, shape = call_for_action, CallForActionState
    numbered = "ACTION", call_for_action_counter
