"""What dialogue owns on the bus: meetings, their moderators and what came of them (WM 4, 5)."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.event import Event
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P4, P5, P6

MEETING = Topic("acsg.dialogue.meeting", owner="dialogue", key="meeting_id", federated=True, for_regions=True)

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


class InvitationAnswered(MeetingEvent):
    """An invited party said that it takes part, or that it does not; it may say otherwise until registration closes."""

    wire_type = "acsg.dialogue.invitation-answered"

    party: PartyId


class MeetingHeld(MeetingEvent):
    """The meeting took place, and what came of it is recorded; a later record replaces an earlier one."""

    wire_type = "acsg.dialogue.meeting-held"


class MeetingRestated(MeetingEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.meeting-restated"
    paragraph = P6
