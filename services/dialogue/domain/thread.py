"""Threads: pure functions from a state and what is said in it to the next state, and the message (WM 8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from services.dialogue.domain.in_the_circle import in_the_circle, still_open, while_open
from shared.contracts.shapes.thread import (
    AboutThing,
    ContactNote,
    Reader,
    ThreadDocument,
    ThreadMessage,
    ThreadQuestion,
    ThreadSide,
    ThreadState,
)
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.modalities.errors import Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P8

WrittenKind = Literal["feedback", "message", "note", "question", "answer"]


@dataclass(frozen=True)
class Written:
    """What somebody writes. ``kind``: feedback, message, note, question or answer."""

    kind: WrittenKind
    author: str
    text: str
    language: str | None = None
    post: str | None = None
    reply_to: int | None = None
    contact: ContactNote | None = None
    document: ThreadDocument | None = None


def opened(
    thread_id: str,
    about: AboutThing,
    circle: str,
    region: str,
    sides: Iterable[tuple[str, str]],
    now: datetime,
    apart_with: str | None = None,
) -> ThreadState:
    """A thread without a message. ``sides``: the parties in its circle with the side of each, none in the Secretariat's own."""
    return ThreadState(
        thread_id=thread_id, region=region, about=about, circle=circle, status="open", opened_at=now, apart_with=apart_with,
        sides=tuple(ThreadSide(party=party, role=side) for party, side in sides),
    )  # fmt: skip


def followed(state: ThreadState, sides: Iterable[tuple[str, str]], gone: bool) -> ThreadState:
    """The thread of its thing as that is now: who joined its circle reads from here on, who left it reads no more."""
    now, known = dict(sides), {side.party for side in state.sides}
    stay = [one.model_copy(update={"role": now[one.party]}) for one in state.sides if one.party in now]
    join = [
        ThreadSide(party=party, role=side, reads_from=state.messages + 1)
        for party, side in now.items()
        if party not in known
    ]
    return state.model_copy(update={"sides": (*stay, *join), "status": "closed" if gone else "open"})


def side_of(state: ThreadState, party: str) -> str:
    """The side on which a party stands; officers and country offices on the Secretariat's."""
    return next((side.role for side in state.sides if side.party == party), SECRETARIAT_SIDE)


def sent(
    state: ThreadState, written: Written, message_id: str, now: datetime, **more: Any
) -> tuple[ThreadState, ThreadMessage]:
    """The thread with one more message. Raises Conflict for a closed one, Invalid for a reply to what is not there."""
    while_open(state)
    if written.reply_to is not None and written.reply_to > state.messages:
        raise Invalid((Fault("/reply_to", "is no message of this thread", "unknown_message"),), paragraph=P8)
    message = ThreadMessage(
        message_id=message_id, number=state.messages + 1, kind=written.kind, author=written.author, post=written.post,
        text=written.text, language=written.language, sent_at=now, reply_to=written.reply_to, contact=written.contact,
        question_id=more.get("question_id"), document=written.document,
    )  # fmt: skip
    readers = _read_by(state, written.author, lambda one: one.model_copy(update={"own_since": one.own_since + 1}))
    changes = {"messages": message.number, "last_message_at": now, "readers": readers}
    if written.document is not None:
        changes["documents"] = state.documents + 1
    return state.model_copy(update=changes), message


def asked(
    state: ThreadState, written: Written, asked_of: str, due_on: date, ids: tuple[str, str], now: datetime
) -> tuple[ThreadState, ThreadMessage]:
    """The thread with a question. ``ids``: of the message and of the question. Raises Conflict, Invalid."""
    in_the_circle(state, side_of(state, written.author), asked_of, due_on, now)
    message_id, question_id = ids
    after, message = sent(state, written, message_id, now, question_id=question_id)
    question = ThreadQuestion(
        question_id=question_id, number=message.number, asked_by=written.author, asked_of=asked_of, due_on=due_on
    )
    return after.model_copy(update={"questions": (*state.questions, question)}), message


def answered(
    state: ThreadState, question_id: str, written: Written, message_id: str, now: datetime
) -> tuple[ThreadState, ThreadMessage]:
    """The thread with the answer to a question. Raises NotFound, Conflict, NotPermitted for who was not asked."""
    question = still_open(state, question_id)
    if side_of(state, written.author) != question.asked_of:
        raise NotPermitted("not_asked", "The question asks another side: it answers for itself", P8)
    after, message = sent(state, written, message_id, now, question_id=question_id)
    return _closed(after, question, {"status": "answered", "closed_at": now, "closed_by": message.number}), message


def withdrawn(state: ThreadState, question_id: str, by: str, now: datetime) -> ThreadState:
    """The thread in which a question needs no answer. Raises NotFound, Conflict, NotPermitted for who did not ask."""
    question = still_open(state, question_id)
    if by != question.asked_by:
        raise NotPermitted("not_its_asker", "Who asked a question takes it back", P8)
    return _closed(state, question, {"status": "withdrawn", "closed_at": now})


def read(state: ThreadState, party: str, number: int, own_since: int) -> ThreadState:
    """The thread read by a party up to a message; it has read what it had. ``own_since``: its own messages after that."""
    if number > state.messages:
        raise Invalid((Fault("/number", "is no message of this thread", "unknown_message"),), paragraph=P8)
    change = {"read_up_to": number, "own_since": own_since}
    further = lambda one: one if number <= one.read_up_to else one.model_copy(update=change)  # noqa: E731
    return state.model_copy(update={"readers": _read_by(state, party, further)})


def _read_by(state: ThreadState, party: str, change: Callable[[Reader], Reader]) -> tuple[Reader, ...]:
    known = {one.party: one for one in state.readers}
    return tuple((known | {party: change(known.get(party, Reader(party=party)))}).values())


def _closed(state: ThreadState, question: ThreadQuestion, change: dict[str, Any]) -> ThreadState:
    now = question.model_copy(update=change)
    questions = tuple(now if one.question_id == question.question_id else one for one in state.questions)
    return state.model_copy(update={"questions": questions})
