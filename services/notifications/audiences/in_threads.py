"""From an event of a thread to the parties in a role of it (WM 8). No twin tells of threads: each is told at home alone."""

from collections.abc import Mapping

from services.notifications.audiences.of_engagements import Told
from services.notifications.audiences.parties import Here, Resolve
from shared.contracts import dialogue
from shared.contracts.dialogue import QuestionWithdrawn, ThreadEvent, ThreadMessageEvent
from shared.contracts.event import Event
from shared.contracts.shapes.thread import ThreadQuestion
from shared.modalities.access.actor import officers_of
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.modalities.paragraphs import P8


def circle_but_author(event: Event, here: Here) -> tuple[str, ...]:
    """The other parties of the circle, and the officers it is written to."""
    assert isinstance(event, ThreadMessageEvent)
    everybody = (*(side.party for side in event.thread.sides), officers_of(here.deployment))
    return tuple(party for party in everybody if party != event.message.author)


def asked_side(event: Event, here: Here) -> tuple[str, ...]:
    """The parties of the side that a question asks, or asked."""
    assert isinstance(event, ThreadEvent)
    question = _question(event)
    if question.asked_of == SECRETARIAT_SIDE:
        return (officers_of(here.deployment),)
    return tuple(side.party for side in event.thread.sides if side.role == question.asked_of)


def _question(event: ThreadEvent) -> ThreadQuestion:
    named = event.question_id if isinstance(event, QuestionWithdrawn) else event.message.question_id  # type: ignore[attr-defined]
    return next(one for one in event.thread.questions if one.question_id == named)


IN_THREADS: Mapping[Resolve, str] = {circle_but_author: "in_circle", asked_side: "asked"}
"""In which role each is told."""
THREADS: Mapping[type[Event], tuple[Told, ...]] = {
    dialogue.MessageSent: ((circle_but_author, False, P8),),
    dialogue.QuestionAsked: ((asked_side, True, P8), (circle_but_author, False, P8)),
    dialogue.QuestionAnswered: ((circle_but_author, False, P8),),
    dialogue.QuestionWithdrawn: ((asked_side, False, P8),),
}
"""Event -> who is told of it, and whether they must act."""
UNTOLD: Mapping[type[Event], str] = {
    dialogue.ThreadOpened: "nothing is written in it yet",
    dialogue.ThreadFollowed: "its request tells who stands in it, or where it went",
    dialogue.FeedbackEntered: "the feedback itself was told, with the message",
    dialogue.ThreadRead: "read where the thread is; it waits for nobody",
}
"""Events of threads that nobody is told of, each with its reason."""
