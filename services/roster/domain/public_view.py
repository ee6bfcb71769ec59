"""What others see of an offer: everything but the contact, and of what is left a word that reservations do not move.

Amounts reserved show a consultation that nobody agreed to make known: they are for the offer's parties and for officers
(WM 7, 11, 17, 18).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.public_views import PRIVATE_OF_OFFER, PRIVATE_OF_OFFER_STATE
from shared.contracts.shapes.support_offer import ForOthers, LineCapacity, SupportOfferState, Uptake


def uptake(capacity: Sequence[LineCapacity]) -> Uptake:
    """What confirmed matches have taken of an offer, as a word."""
    if all(line.committed >= line.quantity for line in capacity):
        return "taken"
    return "partly_taken" if any(line.committed > 0 for line in capacity) else "available"


def public_view(state: SupportOfferState) -> dict[str, Any] | None:
    """The fields, or None when the offer is not public, or one of its parties agreed to other words than these."""
    if state.content.visibility != "public" or standing(state) != "live" or state.not_agreed_to_wording():
        return None
    content = state.content.model_dump(mode="json", exclude=set(PRIVATE_OF_OFFER))
    return {"reference": state.reference, "region": state.region, "uptake": uptake(state.capacity)} | content


def for_others(before: SupportOfferState, after: SupportOfferState, version: int, now: datetime) -> ForOthers:
    """How the offer stands for others after a change: as before, unless they can see the change."""
    stood, word = before.for_others, uptake(after.capacity)
    if _seen(before) == _seen(after):
        return stood or ForOthers(uptake=word, number=before.content_version, since=before.confirmed_at)
    number = stood.number if stood else before.content_version
    return ForOthers(uptake=word, number=number + 1, since=now, at_version=version)


def _seen(state: SupportOfferState) -> tuple[Any, ...]:
    """All that others can see of it."""
    hidden = set(PRIVATE_OF_OFFER_STATE) | {"content", "named"}
    content = state.content.model_dump(mode="json", exclude=set(PRIVATE_OF_OFFER) - {"visibility"})
    return state.model_dump(mode="json", exclude=hidden), content, uptake(state.capacity)
