"""What a mail may say: references, areas and deadlines; of a request only what its reader may see (WM 17)."""

from datetime import datetime
from typing import Any

from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import MatchEvent, OffersSought
from shared.contracts.roster import SupportOfferEvent


def facts(event: Event) -> tuple[dict[str, Any], datetime | None]:
    """Facts for the wording and when an answer is due.

    Requests are told to their own State, its country office and officers alone; parties approached get the consented
    view; a match says its reference and areas, never a text of the request behind it.
    """
    if isinstance(event, SupportRequestEvent):
        return {"reference": event.request.reference, "title": event.request.content.title}, None
    if isinstance(event, OffersSought):
        shown = event.solicitation.shown
        known = {"title": shown.get("title"), "reference": shown.get("reference")}
        return {k: v for k, v in known.items() if v}, event.solicitation.answer_due_at
    if isinstance(event, MatchEvent):
        said: dict[str, Any] = {"reference": event.match.reference, "areas": list(event.match.functional_areas)}
        return said, event.match.answer_due_at if event.match.status == "reserved" else None
    if isinstance(event, SupportOfferEvent):
        return {"reference": event.offer.reference, "title": event.offer.content.title}, None
    return {}, None
