"""A draft that every requesting State signed becomes a request, by the ordinary submission; or it comes to nothing (WM 8, 15.v)."""

from services.intake.actions.bodies import ReasonBody
from services.intake.actions.named_before import named_before
from services.intake.actions.named_crisis import named_crisis
from services.intake.actions.submission import content_of, country_of, submission_of
from services.intake.actions.the_draft import DRAFT, Drafted, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import draft as domain
from services.intake.domain.alike import likeness_of
from services.intake.domain.support_request import series_of
from services.intake.storage.crises import CrisisRepository
from services.intake.storage.homes import must_be_home
from services.intake.storage.records import Records
from services.intake.storage.submission import UNNUMBERED, Command, submit_within
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftDropped, DraftSubmitted
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.shapes.values import DistinctFrom
from shared.modalities.access import actions as a
from shared.runtime.db.cause import ByActor
from shared.runtime.db.outbox import envelope_of, outbox_row


class SubmitDraftBody(Strict):
    """What is said of other requests; the text is the draft's."""

    distinct_from: DistinctFrom = ()


async def submit_draft(doing: Intake, draft: Drafted, body: SubmitDraftBody) -> Done[RequestDraft]:
    """By the lead, or its office, which forwards what the State signed. Its signatures are the States' words on the request.

    Raises Conflict, also naming an open request that says the same, and Invalid: ``signatures_missing`` names each State.
    """
    domain.all_signed(draft.state)
    content = content_of(doing.context.fits(draft.state.content, doing.now))
    request_id, reference = await _request(doing, draft.state, content, body)
    after = domain.submitted(draft.state, request_id, reference, doing.now)
    return await changed(doing, after, DraftSubmitted)


async def _request(
    doing: Intake, draft: RequestDraft, content: RequestContent, body: SubmitDraftBody
) -> tuple[str, str]:
    """Stores the request in this transaction; its identifier and reference."""
    uow, submit, lead, now = doing.uow, doing.context.submit, country_of(content), doing.now
    if not submit.is_home(content, now):
        await must_be_home(uow.connection, lead, now.date(), submit.deployment)
    await named_crisis(CrisisRepository(uow.connection), content)
    before = await named_before(Records(uow.connection), content)
    said, prepared = domain.words_of(draft), domain.prepared(draft)
    event = submit.event(content, doing.new_id(), series_of(lead, now.year) + UNNUMBERED, now, said, prepared, before)
    outgoing = outbox_row(event, envelope_of(event, uow.cause, uow.settings, uow.clock), uow.settings, by_person=True)
    submission = submission_of(event, outgoing, {}, likeness_of(content, body.distinct_from))
    assert isinstance(uow.cause, ByActor)
    # Under a key of its own: the command's is kept with the command's own answer.
    key = f"draft-{doing.new_id()}"
    asked = Command(doing.by, key, draft.digest.encode(), lead, now.year, uow.cause.correlation_id)
    return event.aggregate_id, await submit_within(uow.connection, asked, submission)


async def drop_draft(doing: Intake, draft: Drafted, body: ReasonBody) -> Done[RequestDraft]:
    """By the State, or the office that began it. Raises Conflict."""
    return await changed(doing, domain.dropped(draft.state, doing.now), DraftDropped, reason=body.reason)


SUBMIT_DRAFT = Change(DRAFT, a.SUBMIT_DRAFT, SubmitDraftBody, submit_draft)
DROP_DRAFT = Change(DRAFT, a.DROP_DRAFT, ReasonBody, drop_draft)
