"""WM 17: nobody is asked for offers, nor brought together with a request, to whom its States did not open it."""

from collections.abc import Iterable

from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience

WORDS = "is not among those to whom the requesting States agreed to show the request"


def audience_of(request: SupportRequestState) -> Audience:
    """Whom its States agreed to show a request to; nobody without agreement."""
    return Audience.of(request.shown) if request.shown is not None else Audience()


def outside(request: SupportRequestState, parties: Iterable[str]) -> tuple[str, ...]:
    """Those of these parties to whom the request is not opened."""
    audience = audience_of(request)
    return tuple(party for party in parties if not audience.admits(party))
