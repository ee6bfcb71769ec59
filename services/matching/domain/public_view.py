"""What the public sees of a confirmed match: only when every request in it agreed to show itself to the public (WM 17)."""

from collections.abc import Sequence
from typing import Any

from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import MatchState, Side
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState


def public_view(
    match: MatchState, requests: Sequence[SupportRequestState], offers: Sequence[SupportOfferState]
) -> dict[str, Any] | None:
    """The fields, or None. The States are named only when they agreed to be, the areas only when the lines are shown.

    An offering party is named only when every offer of its in the match is public (WM 18); else its role alone stands.
    """
    views = [request.shown for request in requests]
    if standing(match) != "confirmed" or not views:
        return None
    if any(view is None or "public" not in view.audiences or "requesting_states" not in view.fields for view in views):
        return None
    shown: dict[str, Any] = {
        "parties": [_party(side, offers) for side in match.sides],
        "channel": match.channel,
        "delivery_mode": match.delivery_mode,
        "confirmed_on": match.confirmed_at.date().isoformat() if match.confirmed_at else None,
    }
    if all(view is not None and "lines" in view.fields for view in views):
        shown["functional_areas"] = list(match.functional_areas)
    return shown


def _party(side: Side, offers: Sequence[SupportOfferState]) -> dict[str, Any]:
    given = [offer for offer in offers if side.party in offer.content.offering_parties]
    public = [one.content.visibility == "public" and not one.not_agreed_to_wording() for one in given]
    if side.role == "offerer" and not (given and all(public)):
        return {"role": side.role}
    return {"party": side.party, "role": side.role}
