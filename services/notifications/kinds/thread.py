"""A thread, to the parties of its circle (WM 8). No twin tells of threads: each is told at home alone."""

from collections.abc import Iterator
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, ToldOf
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import dialogue
from shared.contracts.dialogue import QuestionWithdrawn, ThreadEvent, ThreadMessageEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import ThreadReminderDue
from shared.contracts.shapes.thread import ThreadQuestion
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import OFFICERS, Actor, officers_of
from shared.modalities.access.policy import decide
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.modalities.paragraphs import P8
from shared.modalities.steps import rules
from shared.modalities.steps.asked import asked
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Thread


class ThreadItem(ItemBody):
    """A thread, without the words in it (WM 8). ``sides``: parties in its circle with their side; ``about``: the kind of thing;
    ``apart``: its party may not know where the thing is from.
    """

    kind: Literal["thread"] = "thread"
    region: str
    reference: str
    circle: str
    sides: tuple[tuple[str, str], ...] = ()
    owing: Thread
    about: str = "request"
    apart: bool = False

    # What is written in a thread is for the officers of its deployment alone (WM 8).
    highest = "bureau"

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Outside its circle there is none (WM 8)."""
        if not decide(who, a.READ_THREAD, resources.thread(self.region, self.sides)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="thread", view="full", reference=self.reference,
            region=None if self.apart and who.role not in OFFICERS else self.region,
            parties=tuple(party for party, _ in self.sides), about=self.about,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its questions."""
        return rules.of_thread(self.owing, limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, ThreadEvent)
    one = event.thread
    body = ThreadItem(
        region=one.region,
        reference=one.about.reference,
        circle=one.circle,
        sides=tuple((side.party, side.role) for side in one.sides),
        owing=asked(one.region, one.model_dump(mode="json")),
        about=one.about.kind,
        apart=one.apart_with is not None,
    )
    return remembered(event, envelope, body, one.about.item_id)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    if not isinstance(event, ThreadMessageEvent) or role not in {"in_circle", "asked"}:
        return ()
    return (Spoken(kind="thread", text=event.message.text),)


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


TOLD: ToldOf = {
    dialogue.MessageSent: ((circle_but_author, False, P8),),
    dialogue.QuestionAsked: ((asked_side, True, P8), (circle_but_author, False, P8)),
    dialogue.QuestionAnswered: ((circle_but_author, False, P8),),
    dialogue.QuestionWithdrawn: ((asked_side, False, P8),),
}
"""Event -> who is told of it, and whether they must act."""
ABOUT = ("case", "request", "offer", "solicitation", "match", "engagement", "meeting")
"""What a message says that a thread is about: the kind of thing, or a case where that is not known."""
KIND = ItemKind(
    item=ThreadItem,
    events=(ThreadEvent,),
    known=_known,
    roles={circle_but_author: "in_circle", asked_side: "asked"},
    told=TOLD,
    untold={
        dialogue.ThreadOpened: "nothing is written in it yet",
        dialogue.ThreadFollowed: "its thing tells who stands in it, or where it went",
        dialogue.FeedbackEntered: "the feedback itself was told, with the message",
        dialogue.ThreadRead: "read where the thread is; it waits for nobody",
    },
    not_followed=tuple(TOLD),
    reminders={ThreadReminderDue: P8},
    words=SpokenForms(("thread",), _said),
    phrases=tuple(f"about.{one}" for one in ABOUT),
)
