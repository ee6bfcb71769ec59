"""A meeting is spoken about by all whom it brings together: the parties invited, and those that moderate (WM 4, 5)."""

from services.dialogue.kinds.kind import Circle, ThingHeard, ThingKind
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_meeting


def _heard(event: Event, _: Envelope) -> ThingHeard:
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    return ThingHeard(one.meeting_id, one.region, one.reference, of_meeting(one))


KIND = ThingKind(
    name="meeting",
    family=MeetingEvent,
    heard=_heard,
    circles=(Circle("all", {PartyRole.INVITED: (PartyRole.INVITED, PartyRole.MODERATOR)}),),
)
