"""What dialogue owns on the bus: meetings with what came of them (WM 4, 5); threads with their messages (WM 6, 8); good
practices (WM 1, 4, 11).
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.practice import PracticeState
from shared.contracts.shapes.public_views import PartOf, PublicPractice
from shared.contracts.shapes.thread import ThreadMessage, ThreadState
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P4, P5, P6, P8, P11

MEETING = Topic("acsg.dialogue.meeting", owner="dialogue", key="meeting_id", federated=True, for_regions=True)
THREAD = Topic("acsg.dialogue.thread", owner="dialogue", key="thread_id")
"""It stays at home: what a State and the Secretariat write to each other leaves their deployment by no topic."""

PRACTICE = Topic("acsg.dialogue.good-practice", owner="dialogue", key="practice_id", federated=True, for_regions=True)
PUBLIC_PRACTICE = Topic(
    "acsg.public.good-practice", owner="dialogue", key="practice_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_PRACTICE_CURRENT = current_of(PUBLIC_PRACTICE)

Changed = Literal["time", "place", "agenda", "invited", "registration", "content"]


class MeetingEvent(Event):
    """Base of the events of a meeting; carries its state after the event."""

    topic: ClassVar[Topic] = MEETING
    paragraph = P4

    meeting: MeetingState


class MeetingConvened(MeetingEvent):
    """A meeting was convened on a topic, and parties are invited to it."""

    wire_type = "acsg.dialogue.meeting-convened"
    brings_content = True


class MeetingChanged(MeetingEvent):
    """The meeting was moved, or something else of it changed; whoever registered stays registered."""

    wire_type = "acsg.dialogue.meeting-changed"
    brings_content = True

    changed: tuple[Changed, ...]
    was_at: datetime | None = None
    """When it would have begun, if it was moved."""


class MeetingCancelled(MeetingEvent):
    """The meeting does not take place."""

    wire_type = "acsg.dialogue.meeting-cancelled"

    reason: str


class ModeratorsChosen(MeetingEvent):
    """Who moderates or facilitates the meeting was decided, with what was found of diversity and expertise."""

    wire_type = "acsg.dialogue.moderators-chosen"
    paragraph = P5


class ModeratorVolunteered(MeetingEvent):
    """An invited party said that it would moderate or facilitate the meeting; officers choose."""

    wire_type = "acsg.dialogue.moderator-volunteered"
    paragraph = P5

    party: PartyId


class VolunteerWithdrew(MeetingEvent):
    """A party that had volunteered took its word back; it moderates no more where it was chosen for it."""

    wire_type = "acsg.dialogue.volunteer-withdrew"
    paragraph = P5

    party: PartyId


class InvitationAnswered(MeetingEvent):
    """An invited party said that it takes part, or that it does not; it may say otherwise until registration closes."""

    wire_type = "acsg.dialogue.invitation-answered"

    party: PartyId


class MeetingHeld(MeetingEvent):
    """The meeting took place, and what came of it is recorded; a later record replaces an earlier one."""

    wire_type = "acsg.dialogue.meeting-held"


class ActionReported(MeetingEvent):
    """A party said of something that it had agreed to do at the meeting that it is done, is dropped and why, or is open again."""

    wire_type = "acsg.dialogue.action-reported"

    party: PartyId
    action_id: str


class MeetingRestated(MeetingEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.meeting-restated"
    paragraph = P6


class ThreadEvent(Event):
    """Base of the events of a thread; carries its state after the event, without the words of its messages."""

    topic: ClassVar[Topic] = THREAD
    classification: ClassVar[Classification] = Classification.STRICTLY_CONFIDENTIAL
    paragraph = P8

    thread: ThreadState


class ThreadOpened(ThreadEvent):
    """A thing became known about which its sides and the Secretariat may write to each other."""

    wire_type = "acsg.dialogue.thread-opened"


class ThreadFollowed(ThreadEvent):
    """The thread followed its thing: who stands in its circle changed, or the thing went to another deployment."""

    wire_type = "acsg.dialogue.thread-followed"


class ThreadMessageEvent(ThreadEvent):
    """Base of events that bring a message."""

    message: ThreadMessage


class FeedbackEntered(ThreadMessageEvent):
    """The message that came with the Secretariat's feedback on a request stands in its thread."""

    wire_type = "acsg.dialogue.feedback-entered"


class MessageSent(ThreadMessageEvent):
    """Somebody wrote to the others of the circle, or noted that they spoke."""

    wire_type = "acsg.dialogue.message-sent"


class QuestionAsked(ThreadMessageEvent):
    """One side asked another, which answers by a day."""

    wire_type = "acsg.dialogue.question-asked"


class QuestionAnswered(ThreadMessageEvent):
    """The side that was asked answered."""

    wire_type = "acsg.dialogue.question-answered"


class QuestionWithdrawn(ThreadEvent):
    """The side that asked needs no answer any more."""

    wire_type = "acsg.dialogue.question-withdrawn"

    question_id: str


class ThreadRead(ThreadEvent):
    """A party said how far it has read."""

    wire_type = "acsg.dialogue.thread-read"

    party: PartyId


class PracticeEvent(Event):
    """Base of the events of a good practice; carries its state after the event."""

    topic: ClassVar[Topic] = PRACTICE
    paragraph = P11

    practice: PracticeState


class PracticeProposed(PracticeEvent):
    """A party, or an officer, proposed a practice of a country; its State says whether it is published."""

    wire_type = "acsg.dialogue.practice-proposed"
    brings_content = True


class PracticeReworded(PracticeEvent):
    """Its proposer worded it anew before its State answered."""

    wire_type = "acsg.dialogue.practice-reworded"
    brings_content = True


class PracticePublished(PracticeEvent):
    """Its State said that it is published, and to whom."""

    wire_type = "acsg.dialogue.practice-published"


class PracticeDeclined(PracticeEvent):
    """Its State said that it is not published."""

    wire_type = "acsg.dialogue.practice-declined"


class PracticeConfirmed(PracticeEvent):
    """Its State said that it still holds."""

    wire_type = "acsg.dialogue.practice-confirmed"


class PracticeOutdated(PracticeEvent):
    """Its State said that it does not hold any more; it stays readable in the mechanism, as outdated."""

    wire_type = "acsg.dialogue.practice-outdated"


class PracticeRetracted(PracticeEvent):
    """Its State took it off every surface, or its proposer took back what was not published yet."""

    wire_type = "acsg.dialogue.practice-retracted"


class PracticeRestated(PracticeEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.practice-restated"
    paragraph = P6


class GoodPracticePublished(Event):
    """A practice whose State publishes it to everybody; replaces any earlier one whole."""

    wire_type = "acsg.public.good-practice-published"
    topic = PUBLIC_PRACTICE
    paragraph = P11
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicPractice)] = Field(
        description="Words by language, country, functional areas, contact by its post"
    )


class GoodPracticeRetracted(Event):
    """The practice is not public any more, or does not hold; readers erase what they hold."""

    wire_type = "acsg.public.good-practice-retracted"
    topic = PUBLIC_PRACTICE
    paragraph = P11
    classification = Classification.UNCLASSIFIED
    retracts = True
