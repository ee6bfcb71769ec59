"""A thread as commands meet it, and what whoever writes in one says (WM 8)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain.thread import Written, WrittenKind
from services.dialogue.storage.threads import ThreadRepository
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.dialogue import ThreadEvent, ThreadMessageEvent
from shared.contracts.incoming import Strict
from shared.contracts.shapes.thread import ThreadState
from shared.contracts.shapes.values import Language, Text, Title
from shared.modalities.access import actions as a
from shared.modalities.access import thread_view
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_thread

Thread = Stored[ThreadState]


class WordsBody(Strict):
    """What somebody writes. ``post``: what the person who writes is, no name."""

    text: Text
    language: Language
    post: Title | None = None
    reply_to: int | None = Field(
        default=None, ge=1, le=1_000_000, description="Number of the message that it replies to"
    )

    def written(self, doing: Dialogue, thread: Thread, kind: WrittenKind, **more: Any) -> Written:
        """The same with its author: officers write in their deployment's name, everybody else in the own party's."""
        author = thread_view.speaks_as(doing.by, thread.state.region)
        return Written(kind, author, self.text, self.language, self.post, self.reply_to, **more)


async def view(_: object, reader: Actor, state: ThreadState) -> Mapping[str, object]:
    """The thread as its reader sees it, without its messages."""
    return thread_view.thread(reader, of_thread(state), state.model_dump(mode="json")) or {}


THREAD = Kind(
    "thread",
    a.READ_THREAD,
    of_thread,
    lambda connection, thread_id, lock: ThreadRepository(connection).find(thread_id, lock=lock),
    view,
)
after = THREAD.after


async def changed(doing: Dialogue, event: ThreadEvent) -> Done[ThreadState]:
    """Ends a change: state and message are stored and told."""
    state, version = event.thread, event.aggregate_version
    threads = ThreadRepository(doing.uow.connection)
    await threads.save(state, version)
    if isinstance(event, ThreadMessageEvent):
        await threads.add_message(state.thread_id, event.message)
    doing.uow.record(event)
    return Done(state, version, state.thread_id)
