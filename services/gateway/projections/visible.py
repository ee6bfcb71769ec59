"""What a read model keeps of other deployments: what the officers it serves may read, and nothing else (WM 6)."""

from dataclasses import replace

from shared.contracts.dialogue import MeetingEvent
from shared.contracts.event import Event
from shared.contracts.matching import MatchEvent
from shared.contracts.roster import SupportOfferEvent
from shared.modalities.access.actions import READ_MATCH, READ_MEETING, READ_OFFER
from shared.modalities.access.actor import officers
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_match, of_meeting, of_offer
from shared.runtime.kafka.records import Decoded


def _readable(event: Event, region: str, deployment: str) -> bool:
    # It is its sender's, whatever its state says.
    if isinstance(event, SupportOfferEvent):
        return decide(officers(deployment), READ_OFFER, replace(of_offer(event.offer), region=region)).allowed
    if isinstance(event, MatchEvent):
        return decide(officers(deployment), READ_MATCH, replace(of_match(event.match), region=region)).allowed
    if isinstance(event, MeetingEvent):
        return decide(officers(deployment), READ_MEETING, replace(of_meeting(event.meeting), region=region)).allowed
    return False


def keeps(one: Decoded, deployment: str) -> bool:
    """Whether an event is kept: our own always, Geneva keeps all, a region what its officers may read."""
    region = one.envelope.region
    return deployment in (region, "geneva") or _readable(one.event, region, deployment)
