"""WM 17: nobody is asked for offers without the agreement of the requesting State."""

from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17


def agreement_before_solicitation(request: SupportRequestState) -> ConsentedView:
    """The view that may be shown. Raises Conflict while there is none, or nobody to whom every State agreed to show it."""
    if request.shown is None and set(request.content.requesting_states) <= set(request.consents):
        words = (
            "Every requesting State agreed, but to show the request to others: there is nobody to whom all of them did"
        )
        raise Conflict("nobody_in_common", words, P17)
    if request.shown is None:
        raise Conflict("no_agreement", "The requesting State has not agreed to solicitation", P17)
    return request.shown
