"""An officer shares feedback per criterion (WM 8)."""

from services.intake.actions.bodies import FeedbackBody
from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from shared.application.use_case import Change, Done
from shared.contracts.intake import FeedbackShared
from shared.contracts.shapes.support_request import Message, SupportRequestState
from shared.modalities.access import actions as a


async def share_feedback(doing: Intake, request: Request, body: FeedbackBody) -> Done[SupportRequestState]:
    """Raises Conflict, Invalid for a paragraph that is no criterion of the request."""
    before, now, officer = request.state, doing.now, doing.by.subject
    written = Message(text=body.message, written_by=officer, written_at=now) if body.message else None
    event = FeedbackShared(
        aggregate_id=before.request_id,
        aggregate_version=request.version + 1,
        request=domain.share_feedback(before, body.items, now, written),
        items=body.items,
        message=body.message,
        shared_by=officer,
    )
    return await changed(doing, request, event)


SHARE_FEEDBACK = Change(REQUEST, a.SHARE_FEEDBACK, FeedbackBody, share_feedback)
