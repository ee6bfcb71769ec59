"""An officer asks the parties named to offer support for a request whose States agreed to it (WM 16, 17)."""

from pydantic import Field

from services.matching.actions.the_match import Matching, board_of
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.invariants.inside_the_audience import approached_are_inside
from services.matching.storage.moving import share_fence, stays
from services.matching.storage.repository import BoardRepository
from shared.application.use_case import Change, Done, Kind, Stored, whole
from shared.contracts.incoming import Strict
from shared.contracts.matching import OffersSought
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.match import Solicitation
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.shapes.values import PartyId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_request


class SolicitationBody(Strict):
    """Whom to ask for offers (WM 17)."""

    approached: tuple[PartyId, ...] = Field(min_length=1, max_length=250)
    message: Text | None = None


async def _find(board: BoardRepository, request_id: str) -> tuple[SupportRequestState, int] | None:
    found = await board.request(request_id)
    return None if found is None else (found, 1)


async def seek_offers(
    doing: Matching, request: Stored[SupportRequestState], body: SolicitationBody
) -> Done[Solicitation]:
    """Raises Conflict unless the request is in line, agreed to, and stays in this deployment; Invalid naming each party to
    whom it is not opened.
    """
    found, now, settings, uow = request.state, doing.now, doing.context.settings, doing.uow
    await share_fence(uow.connection)
    await stays(uow.connection, found, settings.deployment)
    in_line_before_seeking_offers(found)
    shown = agreement_before_solicitation(found)
    approached_are_inside(found, body.approached)
    sought = Solicitation(
        solicitation_id=doing.new_id(),
        request_id=found.request_id,
        approached=body.approached,
        shown=shown.fields,
        message=body.message,
        answer_due_at=due_date(now, settings.solicitation_due_days, settings.deployment),
        sought_by=doing.by.subject,
        sought_at=now,
    )
    await board_of(doing).keep_solicitation(sought)
    uow.record(OffersSought(aggregate_id=sought.solicitation_id, aggregate_version=1, solicitation=sought))
    return Done(sought, 1, found.request_id)


REQUEST_IN_LINE = Kind(
    "request in line",
    a.SEEK_OFFERS,
    of_request,
    lambda connection, request_id, _: _find(BoardRepository(connection), str(request_id)),
    whole,
)
"""A copy of a request; nothing of it is changed here, so no version of it is held."""
SEEK_OFFERS = Change(REQUEST_IN_LINE, a.SEEK_OFFERS, SolicitationBody, seek_offers, shows=whole)
