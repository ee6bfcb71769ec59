"""An officer finds a request in line, or not (WM 15, 16)."""

from services.intake.actions.bodies import DecisionBody
from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from shared.application.use_case import Change, Done
from shared.contracts.intake import RequestFoundInLine, RequestFoundNotInLine
from shared.contracts.shapes.support_request import Decision, SupportRequestState
from shared.modalities.access import actions as a


async def decide_request(doing: Intake, request: Request, body: DecisionBody) -> Done[SupportRequestState]:
    """Raises Conflict while the findings do not allow it."""
    decision = Decision(
        in_line=body.in_line, reason=body.reason, decided_by=doing.by.subject, decided_at=doing.now
    )  # fmt: skip
    kind = RequestFoundInLine if body.in_line else RequestFoundNotInLine
    after = domain.decide(request.state, decision)
    event = kind(aggregate_id=after.request_id, aggregate_version=request.version + 1, request=after)
    return await changed(doing, request, event)


DECIDE_REQUEST = Change(REQUEST, a.DECIDE_REQUEST, DecisionBody, decide_request)
