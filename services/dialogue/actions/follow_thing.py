"""Threads follow their thing: they open when it is first heard of, know its parties, and begin with a feedback (WM 6, 8, 11)."""

from services.dialogue.domain import thread as domain
from services.dialogue.kinds import kind_of
from services.dialogue.kinds.kind import Key, Sides, ThingHeard
from services.dialogue.storage.threads import ThreadRepository
from shared.contracts.dialogue import FeedbackEntered, ThreadFollowed, ThreadOpened
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.thread import AboutThing, ThreadState
from shared.modalities.access.actor import officers_of
from shared.modalities.access.resource import PartyRole
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id

REQUESTERS = PartyRole.REQUESTER.value
"""The circle in which those who ask read what officers wrote to them."""


async def follow_thing(uow: UnitOfWork, event: Event, envelope: Envelope) -> None:
    """What an older event says of a thing changes nothing."""
    kind = kind_of(type(event))
    assert kind is not None
    heard, threads = kind.heard(event, envelope), ThreadRepository(uow.connection)
    kept = await threads.follow(kind.name, heard.item_id, event.aggregate_version)
    if kept is None:
        return
    words = kind.words(event)
    for key, sides in kind.wanted(heard.thing, kept).items():
        if key in kept:
            state, version = await _followed(uow, threads, *kept[key], sides, gone=heard.gone)
        elif heard.gone:
            # Of a thing that went elsewhere before it was heard of here there is nothing to say here.
            continue
        else:
            state, version = await _opened(uow, threads, kind.name, heard, key, sides, event.aggregate_version), 1
        if words and state.circle == REQUESTERS and state.status == "open":
            await _enter(uow, threads, state, version + 1, words)


async def _opened(
    uow: UnitOfWork, threads: ThreadRepository, kind: str, heard: ThingHeard, key: Key, sides: Sides, about_version: int
) -> ThreadState:
    circle, apart_with = key
    reference = heard.neutral if apart_with else heard.reference
    about = AboutThing(kind=kind, item_id=heard.item_id, reference=reference)
    state = domain.opened(new_id(uow.clock), about, circle, heard.region, sides, uow.now(), apart_with or None)
    await threads.add(state, about_version)
    uow.record(ThreadOpened(aggregate_id=state.thread_id, aggregate_version=1, thread=state))
    return state


async def _followed(
    uow: UnitOfWork, threads: ThreadRepository, before: ThreadState, version: int, sides: Sides, *, gone: bool
) -> tuple[ThreadState, int]:
    state = domain.followed(before, sides, gone)
    if state == before:
        return before, version
    await threads.save(state, version + 1)
    uow.record(ThreadFollowed(aggregate_id=state.thread_id, aggregate_version=version + 1, thread=state))
    return state, version + 1


async def _enter(uow: UnitOfWork, threads: ThreadRepository, before: ThreadState, version: int, text: str) -> None:
    written = domain.Written("feedback", officers_of(before.region), text)
    state, message = domain.sent(before, written, new_id(uow.clock), uow.now())
    await threads.save(state, version)
    await threads.add_message(state.thread_id, message)
    uow.record(FeedbackEntered(aggregate_id=state.thread_id, aggregate_version=version, thread=state, message=message))
