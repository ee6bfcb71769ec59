"""An officer closes a call before its day (WM 17)."""

from services.matching.actions.the_call import CALL, Call, done
from services.matching.actions.the_match import Matching
from services.matching.domain import call as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.matching import CallClosed
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class CallEndBody(Strict):
    """Why it ends."""

    reason: Text


async def close_call(doing: Matching, call: Call, body: CallEndBody) -> Done[Solicitation]:
    """What was asked stays readable for those who were asked. Raises Conflict when it is over."""
    after = domain.closed(call.state, "officer", doing.now, doing.by.subject, body.reason)
    return await done(doing, call, after, CallClosed)


CLOSE_CALL = Change(CALL, a.CLOSE_CALL, CallEndBody, close_call)
