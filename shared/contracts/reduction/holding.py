"""What of another deployment's things a deployment may hold: one function for its read model, its matching, and the
owner that answers it (WM 6). Geneva holds all that leaves; a region what the officers it serves may read.
"""

from dataclasses import replace

from shared.contracts.delivery import EngagementEvent
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.event import Event
from shared.contracts.matching import CallEvent, MatchEvent
from shared.contracts.roster import SupportOfferEvent
from shared.modalities.access.actions import READ_ENGAGEMENT, READ_MATCH, READ_MEETING, READ_OFFER, READ_SOLICITATION
from shared.modalities.access.actor import officers
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_engagement, of_match, of_meeting, of_offer, of_solicitation

HUB = "geneva"


def may_hold(event: Event, region: str, deployment: str) -> bool:
    """Whether ``deployment`` may hold the thing that an event of ``region`` carries, reduced unless both are the same."""
    if deployment in (region, HUB):
        return True
    # It is its sender's, whatever its state says.
    if isinstance(event, SupportOfferEvent):
        return decide(officers(deployment), READ_OFFER, replace(of_offer(event.offer), region=region)).allowed
    if isinstance(event, MatchEvent):
        return decide(officers(deployment), READ_MATCH, replace(of_match(event.match), region=region)).allowed
    if isinstance(event, CallEvent):
        thing = of_solicitation(region, event.solicitation)
        return decide(officers(deployment), READ_SOLICITATION, thing).allowed
    if isinstance(event, MeetingEvent):
        return decide(officers(deployment), READ_MEETING, replace(of_meeting(event.meeting), region=region)).allowed
    if isinstance(event, EngagementEvent):
        thing = replace(of_engagement(event.engagement), region=region)
        return decide(officers(deployment), READ_ENGAGEMENT, thing).allowed
    return False
