"""What a listener hears of an item: of an offer of others no more than it can see of it (WM 7, 11, 17)."""

from collections.abc import Mapping

from services.gateway.read_model.rows import ItemRow
from services.gateway.read_model.views import OF_COUNTERS, is_offer_of_others, knows_counters
from shared.contracts.catalogue import events
from shared.contracts.roster import ReservationEvent
from shared.modalities.access.actor import Actor

STATE = "state"
"""Said of an item whose state is there, or is new, and no more."""
_OF_RESERVATIONS = frozenset(event.wire_type for event in events() if issubclass(event, ReservationEvent))


def news_for(actor: Actor, row: ItemRow, changes: Mapping[int, str]) -> str | None:
    """What became of an item, of these changes (type by version), in words for the actor; None: nothing it can see.

    Who sees an offer only because it is shown to many hears neither that something of it was reserved nor that a
    reservation ended; when a confirmed match changes the word for what is taken, the state is new, and no more is said.
    """
    newest = changes[max(changes)]
    if row.kind == "match" and not knows_counters(actor, row):
        # That the other side countered is between it and officers; its own party reads its counter in the match (WM 11).
        own = any(one["party"] == actor.party for one in row.state.get("counters", ()))
        seen = (kind for _, kind in sorted(changes.items(), reverse=True) if kind not in OF_COUNTERS)
        return next(seen, STATE if own else None)
    if not is_offer_of_others(actor, row):
        return newest
    at_version = (row.state.get("for_others") or {}).get("at_version")
    if at_version is None:
        return next((kind for _, kind in sorted(changes.items(), reverse=True) if kind not in _OF_RESERVATIONS), None)
    kind = changes.get(at_version)
    return STATE if kind in _OF_RESERVATIONS else kind
