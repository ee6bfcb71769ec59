"""What of another deployment's things a deployment may hold: one function for its read model, its matching, and the
owner that answers it (WM 6). Geneva holds all that leaves; a region what the officers it serves may read.
"""

from dataclasses import replace

from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.crises import CrisisEvent
from shared.contracts.delivery import EngagementEvent
from shared.contracts.dialogue import MeetingEvent, PracticeEvent
from shared.contracts.event import Event
from shared.contracts.experts import ExpertEvent
from shared.contracts.fitting import FittingEvent
from shared.contracts.initiatives import InitiativeEvent
from shared.contracts.matching import CallEvent, MatchEvent
from shared.contracts.organisations import OrganisationEvent
from shared.contracts.peer_links import PeerLinkEvent
from shared.contracts.projects import ProjectEvent
from shared.contracts.reviews import ReviewEvent
from shared.contracts.roster import SupportOfferEvent
from shared.modalities.access.actions import (
    READ_CALL_FOR_ACTION,
    READ_CRISIS,
    READ_ENGAGEMENT,
    READ_EXPERT,
    READ_INITIATIVE,
    READ_LINK,
    READ_MATCH,
    READ_MEETING,
    READ_OFFER,
    READ_ORGANISATION,
    READ_PRACTICE,
    READ_PROJECT,
    READ_REVIEW,
    READ_SOLICITATION,
)
from shared.modalities.access.actor import officers
from shared.modalities.access.calls_for_action import of_call_for_action
from shared.modalities.access.crises import of_crisis
from shared.modalities.access.experts import of_expert
from shared.modalities.access.initiatives import of_initiative
from shared.modalities.access.links import of_link
from shared.modalities.access.organisations import of_organisation
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import of_practice
from shared.modalities.access.projects import of_project
from shared.modalities.access.resources import (
    of_engagement,
    of_match,
    of_meeting,
    of_offer,
    of_review,
    of_solicitation,
    solicitation,
)

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
    if isinstance(event, FittingEvent):
        told = [one.party for one in event.fitting.offers]
        thing = solicitation(region, told, (), event.fitting.serving())
        return decide(officers(deployment), READ_SOLICITATION, thing).allowed
    if isinstance(event, MeetingEvent):
        return decide(officers(deployment), READ_MEETING, replace(of_meeting(event.meeting), region=region)).allowed
    if isinstance(event, ReviewEvent):
        return decide(officers(deployment), READ_REVIEW, replace(of_review(event.review), region=region)).allowed
    if isinstance(event, ProjectEvent):
        return decide(officers(deployment), READ_PROJECT, replace(of_project(event.project), region=region)).allowed
    if isinstance(event, ExpertEvent):
        return decide(officers(deployment), READ_EXPERT, replace(of_expert(event.expert), region=region)).allowed
    if isinstance(event, OrganisationEvent):
        thing = replace(of_organisation(event.organisation), region=region)
        return decide(officers(deployment), READ_ORGANISATION, thing).allowed
    if isinstance(event, PeerLinkEvent):
        # What of it is everybody's goes by its public topic: the whole of it is for those who serve its parties.
        thing = replace(of_link(event.link).unshown(), region=region)
        return decide(officers(deployment), READ_LINK, thing).allowed
    if isinstance(event, InitiativeEvent):
        thing = replace(of_initiative(event.initiative), region=region)
        # Whom its State shows it to reads it at home, and hears there that it is shown no more.
        read = decide(officers(deployment), READ_INITIATIVE, thing).allowed
        return read or deployment in event.initiative.told_in()
    if isinstance(event, CallForActionEvent):
        thing = replace(of_call_for_action(event.call_for_action), region=region)
        return decide(officers(deployment), READ_CALL_FOR_ACTION, thing).allowed
    if isinstance(event, EngagementEvent):
        thing = replace(of_engagement(event.engagement), region=region)
        return decide(officers(deployment), READ_ENGAGEMENT, thing).allowed
    # What was shown once is told everywhere to its end: a copy that hears of no retraction would stay.
    if isinstance(event, CrisisEvent):
        read = decide(officers(deployment), READ_CRISIS, replace(of_crisis(event.crisis), region=region)).allowed
        return read or event.crisis.shown_at is not None
    if isinstance(event, PracticeEvent):
        read = decide(officers(deployment), READ_PRACTICE, replace(of_practice(event.practice), region=region)).allowed
        return read or event.practice.published_at is not None
    return False
