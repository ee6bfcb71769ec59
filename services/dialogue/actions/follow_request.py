"""Threads of a request follow it: they open when it is first heard of, know its States, and begin with the feedback (WM 8)."""

from uuid import UUID

from services.dialogue.domain import thread as domain
from services.dialogue.storage.threads import ThreadRepository
from shared.contracts.dialogue import FeedbackEntered, ThreadFollowed, ThreadOpened
from shared.contracts.intake import FeedbackShared, SupportRequestEvent
from shared.contracts.shapes.thread import AboutThing, ThreadState
from shared.modalities.access.actor import officers_of
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_request
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id

REQUEST = "request"
CIRCLES = ("requester", SECRETARIAT_SIDE)
"""Of a request: with the States that ask, and for the Secretariat alone."""


async def follow_request(uow: UnitOfWork, event: SupportRequestEvent) -> None:
    """What an older event says of a request changes nothing."""
    one, threads = event.request, ThreadRepository(uow.connection)
    asking = of_request(one).parties(PartyRole.REQUESTER)
    parties = [state for state in one.content.requesting_states if state in asking]
    gone = one.handed_over_to is not None
    for circle in CIRCLES:
        thread_id = await threads.about(REQUEST, one.request_id, circle)
        if thread_id is None:
            await _open(uow, threads, event, circle, parties, gone)
        else:
            await _follow(uow, threads, event, thread_id, parties, gone)


async def _open(
    uow: UnitOfWork, threads: ThreadRepository, event: SupportRequestEvent, circle: str, parties: list[str], gone: bool
) -> None:
    """Of a request that went elsewhere before it was heard of here there is nothing to say here."""
    if gone:
        return
    one, now = event.request, uow.now()
    about = AboutThing(kind=REQUEST, item_id=one.request_id, reference=one.reference)
    state = domain.opened(new_id(uow.clock), about, circle, one.region, parties, now)
    await threads.add(state, event.aggregate_version)
    uow.record(ThreadOpened(aggregate_id=state.thread_id, aggregate_version=1, thread=state))
    await _enter_feedback(uow, threads, event, state, 1)


async def _follow(
    uow: UnitOfWork,
    threads: ThreadRepository,
    event: SupportRequestEvent,
    thread_id: str,
    parties: list[str],
    gone: bool,
) -> None:
    found = await threads.find(UUID(thread_id), lock=True)
    assert found is not None
    before, version = found
    if not await threads.hears(thread_id, event.aggregate_version):
        return
    state = domain.followed(before, parties, gone)
    if state != before:
        version += 1
        await threads.save(state, version)
        uow.record(ThreadFollowed(aggregate_id=thread_id, aggregate_version=version, thread=state))
    await _enter_feedback(uow, threads, event, state, version)


async def _enter_feedback(
    uow: UnitOfWork, threads: ThreadRepository, event: SupportRequestEvent, before: ThreadState, version: int
) -> None:
    """The message of a feedback stands where the State can answer it. Its comments stand with their paragraphs."""
    if not isinstance(event, FeedbackShared) or before.circle == SECRETARIAT_SIDE or before.status != "open":
        return
    if (text := (event.message or "").strip()) == "":
        return
    written = domain.Written("feedback", officers_of(before.region), text)
    state, message = domain.sent(before, written, new_id(uow.clock), uow.now())
    await threads.save(state, version + 1)
    await threads.add_message(state.thread_id, message)
    uow.record(
        FeedbackEntered(aggregate_id=state.thread_id, aggregate_version=version + 1, thread=state, message=message)
    )
