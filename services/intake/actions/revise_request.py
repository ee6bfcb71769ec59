"""The leading State words its request anew; the criteria are found anew (WM 8, 15)."""

from services.intake.actions.bodies import RevisionBody
from services.intake.actions.named_before import named_before
from services.intake.actions.named_crisis import named_crisis
from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from services.intake.domain.named import named_twice, renamed_by
from services.intake.domain.recipients import asked_recipients, recipient_faults, with_ids_agreed
from services.intake.storage.crises import CrisisRepository
from services.intake.storage.records import Records
from services.intake.storage.repository import RequestRepository
from shared.application.use_case import Change, Done
from shared.contracts.intake import SupportRequestRevised
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access.states import awaited
from shared.modalities.errors import Invalid


async def revise_request(doing: Intake, request: Request, body: RevisionBody) -> Done[SupportRequestState]:
    """Raises Conflict, also naming an open request that says the same, and Invalid."""
    content, before, now = body.content(), request.state, doing.now
    if faults := (*named_twice(content), *recipient_faults(content)):
        raise Invalid(faults)
    due = due_date(now, doing.context.settings.party_answer_days, before.region)
    after, named = renamed_by(before, content, now, due, body.taken_back)
    recipients = asked_recipients(content, now, due, before.recipients)
    after = with_ids_agreed(after, recipients)
    done = await named_before(Records(doing.uow.connection), content)
    rules = doing.context.rules.at(now)
    findings = rules.assess(after, awaited(named, "requester"), done, recipients)
    await named_crisis(CrisisRepository(doing.uow.connection), content, before.content)
    revised = _on_its_clock(doing, before, domain.revise(before, after, named, findings, rules.name, now, recipients))
    await RequestRepository(doing.uow.connection).revised(before.content, revised, body.distinct_from)
    event = SupportRequestRevised(
        aggregate_id=before.request_id, aggregate_version=request.version + 1, request=revised
    )
    return await changed(doing, request, event)


def _on_its_clock(doing: Intake, before: SupportRequestState, revised: SupportRequestState) -> SupportRequestState:
    """What becomes urgent before anybody gave feedback has the urgent clock from then on, never a later day than it had (WM 12)."""
    if before.feedback_at is not None or before.content.on_urgent_clock or not revised.content.on_urgent_clock:
        return revised
    due = doing.context.submit.feedback_due(revised.content, doing.now)
    return revised.model_copy(update={"feedback_due_at": min(before.feedback_due_at, due)})


REVISE_REQUEST = Change(REQUEST, a.REVISE_REQUEST, RevisionBody, revise_request)
