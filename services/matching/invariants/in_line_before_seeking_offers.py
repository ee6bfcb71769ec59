"""WM 16: offers are sought once a request is in line with the criteria, and a person found it so."""

from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P16


def in_line_before_seeking_offers(request: SupportRequestState) -> None:
    """Raises Conflict."""
    if request.status != "in_line":
        raise Conflict("request_not_in_line", "The request has not been found in line with the criteria", P16)
