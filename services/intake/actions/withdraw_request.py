"""The leading State withdraws its request (WM 8)."""

from services.intake.actions.bodies import ReasonBody
from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from shared.application.use_case import Change, Done
from shared.contracts.intake import SupportRequestWithdrawn
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a


async def withdraw_request(doing: Intake, request: Request, body: ReasonBody) -> Done[SupportRequestState]:
    """Raises Conflict when it is over."""
    after = domain.withdraw(request.state)
    event = SupportRequestWithdrawn(
        aggregate_id=after.request_id, aggregate_version=request.version + 1, request=after, reason=body.reason
    )
    return await changed(doing, request, event)


WITHDRAW_REQUEST = Change(REQUEST, a.WITHDRAW_REQUEST, ReasonBody, withdraw_request)
