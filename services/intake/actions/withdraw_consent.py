"""A requesting State takes its agreement to solicitation back: nothing is shown any more (WM 17)."""

from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.intake import ConsentToSolicitWithdrawn
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a


async def withdraw_consent(doing: Intake, request: Request, _: NoBody) -> Done[SupportRequestState]:
    """Raises Conflict when none was given."""
    after = domain.withdraw_consent(request.state, doing.by.party or "")
    event = ConsentToSolicitWithdrawn(
        aggregate_id=after.request_id, aggregate_version=request.version + 1, request=after
    )
    return await changed(doing, request, event)


WITHDRAW_CONSENT = Change(REQUEST, a.WITHDRAW_CONSENT, NoBody, withdraw_consent)
