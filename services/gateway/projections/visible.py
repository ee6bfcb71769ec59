"""What a read model keeps of other deployments: what the officers it serves may read, and nothing else (WM 6)."""

from shared.contracts.dialogue import MeetingEvent
from shared.contracts.event import Event
from shared.contracts.matching import MatchEvent
from shared.contracts.roster import SupportOfferEvent
from shared.modalities.access.actions import READ_MATCH, READ_MEETING, READ_OFFER
from shared.modalities.access.actor import officers
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.runtime.kafka.records import Decoded


def _readable(event: Event, region: str, deployment: str) -> bool:
    if isinstance(event, SupportOfferEvent):
        return decide(officers(deployment), READ_OFFER, Resource(region)).allowed
    if isinstance(event, MatchEvent):
        serving = frozenset(one.offer_region for one in event.match.reservations)
        return decide(officers(deployment), READ_MATCH, Resource(region, serving=serving)).allowed
    if isinstance(event, MeetingEvent):
        return decide(officers(deployment), READ_MEETING, Resource(region, serving=event.meeting.serving())).allowed
    return False


def keeps(one: Decoded, deployment: str) -> bool:
    """Whether an event is kept: our own always, Geneva keeps all, a region what its officers may read."""
    region = one.envelope.region
    return deployment in (region, "geneva") or _readable(one.event, region, deployment)
