"""An engagement is spoken about with each side, and by both sides with each other (WM 2, 6, 11, 19)."""

from services.dialogue.kinds.kind import ThingHeard, ThingKind, between
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_engagement


def _heard(event: Event, _: Envelope) -> ThingHeard:
    assert isinstance(event, EngagementEvent)
    one = event.engagement
    return ThingHeard(one.engagement_id, one.region, one.reference, of_engagement(one))


KIND = ThingKind(
    name="engagement",
    family=EngagementEvent,
    heard=_heard,
    circles=between(PartyRole.REQUESTING_SIDE, PartyRole.OFFERING_SIDE),
)
