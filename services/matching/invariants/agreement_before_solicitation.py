"""WM 17: nobody is asked for offers without the agreement of the requesting State."""

from typing import Literal

from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17

Solicitation = Literal["agreed", "nobody_in_common", "no_agreement"]

_WORDS = {
    "nobody_in_common": "Every requesting State agreed, but to show the request to others: there is nobody to whom all of them did",
    "no_agreement": "The requesting State has not agreed to solicitation",
}


def solicitation_of(request: SupportRequestState) -> Solicitation:
    """Whether offers may be sought for it, or what stands before that."""
    if request.shown is not None:
        return "agreed"
    everybody = set(request.content.requesting_states) <= set(request.consents)
    return "nobody_in_common" if everybody else "no_agreement"


def agreement_before_solicitation(request: SupportRequestState) -> ConsentedView:
    """The view that may be shown. Raises Conflict while there is none, or nobody to whom every State agreed to show it."""
    if request.shown is None:
        missing = solicitation_of(request)
        raise Conflict(missing, _WORDS[missing], P17)
    return request.shown
