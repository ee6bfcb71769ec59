"""A call is recalled: by an officer, or because the States that ask agree to it no more (WM 17)."""

from services.matching.actions.close_call import CallEndBody
from services.matching.actions.the_call import CALL, Call, calls_of, done, keep
from services.matching.actions.the_match import Matching
from services.matching.domain import call as domain
from services.matching.domain.calling import beyond_agreement
from shared.application.use_case import Change, Done
from shared.contracts.matching import CallRecalled
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17
from shared.runtime.db.unit_of_work import UnitOfWork


async def recall_call(doing: Matching, call: Call, body: CallEndBody) -> Done[Solicitation]:
    """Nothing of the request is shown by it any more, also where it was closed. Raises Conflict when it is recalled."""
    if call.state.status == "recalled":
        raise Conflict("call_recalled", "The call for offers is recalled already", P17)
    after = domain.recalled(call.state, "officer", doing.now, doing.by.subject, body.reason)
    return await done(doing, call, after, CallRecalled)


async def recall_beyond_agreement(uow: UnitOfWork, request: SupportRequestState) -> None:
    """Recalls every call of a request that shows more, or to others, than its States agree to now."""
    calls, gone = calls_of(uow), request.shown is None
    because: domain.Ended = "agreement_withdrawn" if gone else "agreement_narrowed"
    because = "request_withdrawn" if request.status == "withdrawn" else because
    for call_id in await calls.alive_of_request(request.request_id):
        found = await calls.find(call_id)
        if found is None or found.state.status == "recalled" or found.state.handed_over_to is not None:
            continue
        if beyond_agreement(found.state, request):
            await keep(uow, found.version, domain.recalled(found.state, because, uow.now()), CallRecalled)


RECALL_CALL = Change(CALL, a.RECALL_CALL, CallEndBody, recall_call)
