"""What the public sees of an offer its party made public: everything but the contact (WM 18)."""

from typing import Any

from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.public_views import PRIVATE_OF_OFFER
from shared.contracts.shapes.support_offer import SupportOfferState


def public_view(state: SupportOfferState) -> dict[str, Any] | None:
    """The fields, or None when the offer is not public."""
    if state.content.visibility != "public" or standing(state) != "live":
        return None
    content = state.content.model_dump(mode="json", exclude=set(PRIVATE_OF_OFFER))
    return {"reference": state.reference, "region": state.region} | content
