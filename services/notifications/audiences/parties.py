"""From an event to the parties in a role of it.

Each deployment tells its own: the owner of an event its parties, another one its officers and its offerers, Geneva the
Secretariat. So nobody hears of one event from two deployments.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shared.contracts.dialogue import MeetingEvent
from shared.contracts.event import Event
from shared.contracts.intake import CountryHandoverCalledBack, SupportRequestEvent
from shared.contracts.matching import MatchConsulted, MatchEvent, MatchReleased
from shared.contracts.notifications import ChannelStateChanged, ReminderDue, WebhookStateChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import AWAITING_PARTIES, standing
from shared.modalities.access.actor import SECRETARIAT, officers_of
from shared.modalities.access.states import awaited


@dataclass(frozen=True)
class Here:
    """This deployment, and the one that reads all others and tells the Secretariat (None when this one is alone)."""

    deployment: str
    hub: str | None = None


Resolve = Callable[[Event, Here], tuple[str, ...]]
"""From an event, as it is seen here, to parties."""


def bureau(_: Event, here: Here) -> tuple[str, ...]:
    """The officers of this deployment (WM 6)."""
    return (officers_of(here.deployment),)


def secretariat(_: Event, here: Here) -> tuple[str, ...]:
    """Geneva, told by its own deployment where there is one (WM 6)."""
    return (SECRETARIAT,) if here.hub in (None, here.deployment) else ()


def requesting_states(event: Event, _: Here) -> tuple[str, ...]:
    """The States that ask, the lead first (WM 8, 15.v)."""
    assert isinstance(event, SupportRequestEvent)
    return event.request.content.requesting_states


def named(event: Event, _: Here) -> tuple[str, ...]:
    """Parties named beside the lead whose word is awaited (WM 3, 15.v, 18)."""
    assert isinstance(event, SupportRequestEvent | SupportOfferEvent)
    return awaited(event.request.named if isinstance(event, SupportRequestEvent) else event.offer.named)


def newly_named(event: Event, here: Here) -> tuple[str, ...]:
    """The same, as far as this event names them for the first time."""
    if isinstance(event, SupportRequestEvent):
        since, who = event.request.revised_at or event.request.submitted_at, event.request.named
    else:
        assert isinstance(event, SupportOfferEvent)
        since, who = event.offer.confirmed_at, event.offer.named
    return tuple(party for party in named(event, here) if any(o.party == party and o.asked_at >= since for o in who))


def bureau_when_on_roster(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once an offer waits for nobody's word (WM 7, 18)."""
    assert isinstance(event, SupportOfferEvent)
    return () if standing(event.offer) == AWAITING_PARTIES else bureau(event, here)


def silent_states(event: Event, _: Here) -> tuple[str, ...]:
    """Requesting States of a request in line whose agreement is awaited: nobody of them took it back (WM 17)."""
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    awaited = one.status == "in_line" and not one.consent_withdrawn_by
    return () if not awaited else tuple(state for state in one.content.requesting_states if state not in one.consents)


def bureau_when_offers_can_be_sought(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once a request is in line and every State agreed (WM 16, 17)."""
    assert isinstance(event, SupportRequestEvent)
    ready = event.request.status == "in_line" and event.request.shown is not None
    return bureau(event, here) if ready else ()


def bureau_when_nobody_in_common(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when a request is in line and all its States agreed, but to show it to others each (WM 15.v, 17)."""
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    apart = one.shown is None and set(one.content.requesting_states) <= set(one.consents)
    return bureau(event, here) if one.status == "in_line" and apart and one.handed_over_to is None else ()


def bureau_when_agreement_is_missing(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when a request is found in line whose States must be spoken with: one took its agreement back before, or
    they agreed to nobody in common (WM 17).
    """
    assert isinstance(event, SupportRequestEvent)
    if event.request.consent_withdrawn_by:
        return bureau(event, here)
    return bureau_when_nobody_in_common(event, here)


def country_office(event: Event, _: Here) -> tuple[str, ...]:
    """The country office the request came through (WM 8)."""
    assert isinstance(event, SupportRequestEvent)
    office = event.request.content.submission_route.country_office
    return (office,) if office else ()


def sides(event: Event, here: Here) -> tuple[str, ...]:
    """The sides of a match that this deployment serves; both when nothing of another one is in it (WM 11)."""
    assert isinstance(event, MatchEvent)
    return tuple(s.party for s in event.match.sides if (s.region or event.match.region) == here.deployment)


def consulted_side(event: Event, here: Here) -> tuple[str, ...]:
    """The party that a consultation was held with, where it is a side: it reads what was noted of it (WM 11)."""
    assert isinstance(event, MatchConsulted)
    noted = event.match.consultations[-1:]  # a copy from another deployment may come without it
    return tuple(party for party in sides(event, here) if any(one.party == party for one in noted))


def sides_of_ended(event: Event, here: Here) -> tuple[str, ...]:
    """The sides of a match that ended; not again when an owner's late answer only repeats it (WM 11)."""
    assert isinstance(event, MatchReleased)
    return () if event.reason == "late_answer" else sides(event, here)


def bureau_when_open_again(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when the end of a match leaves something for them to do (WM 11, 16)."""
    assert isinstance(event, MatchReleased)
    return () if event.reason in {"late_answer", "request_withdrawn"} else bureau(event, here)


def offering_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose offer is in another one's match (WM 11)."""
    assert isinstance(event, MatchEvent)
    offers = {reservation.offer_region for reservation in event.match.reservations}
    return bureau(event, here) if here.deployment in offers else ()


def offering_parties(event: Event, _: Here) -> tuple[str, ...]:
    """The parties whose offer it is (WM 7)."""
    assert isinstance(event, SupportOfferEvent)
    return event.offer.content.offering_parties


def not_agreed_to_wording(event: Event, _: Here) -> tuple[str, ...]:
    """Parties of an offer that agreed to other words than it has now (WM 18)."""
    assert isinstance(event, SupportOfferEvent)
    return event.offer.not_agreed_to_wording()


def receiving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of the deployment that was to receive a country (WM 6)."""
    assert isinstance(event, CountryHandoverCalledBack)
    return bureau(event, here) if event.handover.receiving == here.deployment else ()


def bureau_when_all_accepted(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once nobody's answer is missing (WM 11)."""
    assert isinstance(event, MatchEvent)
    return bureau(event, here) if all(s.answer == "accepted" for s in event.match.sides) else ()


def bureau_while_answers_are_missing(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, while an answer is missing or negative (WM 11)."""
    return () if bureau_when_all_accepted(event, here) else bureau(event, here)


def _of_meeting(event: Event, here: Here, parties: Iterable[str]) -> tuple[str, ...]:
    """Those of these parties that this deployment tells (WM 4)."""
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    tells = {invited.party: invited.region or one.region for invited in one.invitations}
    return tuple(sorted(party for party in parties if tells.get(party, one.region) == here.deployment))


def invited(event: Event, here: Here) -> tuple[str, ...]:
    """Invited parties whose answer is awaited (WM 4)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, (one.party for one in event.meeting.invitations if one.answer == "pending"))


def taking_part(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that registered, and those that moderate (WM 4, 5)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, event.meeting.taking_part())


def not_declined(event: Event, here: Here) -> tuple[str, ...]:
    """Everyone who is concerned and has not declined (WM 4)."""
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    declined = {invited.party for invited in one.invitations if invited.answer == "declined"}
    return _of_meeting(event, here, one.concerned() - (declined - one.taking_part()))


def moderators(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that moderate or facilitate (WM 5)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, {one.party for one in event.meeting.moderators})


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose parties another one invited (WM 4, 6)."""
    assert isinstance(event, MeetingEvent)
    serving = {one.region for one in event.meeting.invitations}
    return bureau(event, here) if here.deployment in serving else ()


def owing(event: Event, _: Here) -> tuple[str, ...]:
    """The party whose step is due (WM 6)."""
    assert isinstance(event, ReminderDue)
    return (event.reminder.party,)


def escalated(event: Event, here: Here) -> tuple[str, ...]:
    """The level that is on a late step; Geneva where its own deployment tells it (WM 6)."""
    assert isinstance(event, ReminderDue)
    return tuple(party for party in event.reminder.escalated_to if party != SECRETARIAT) + escalated_to_geneva(
        event, here
    )


def escalated_to_geneva(event: Event, here: Here) -> tuple[str, ...]:
    """Geneva, when it is the level that is on a late step (WM 6)."""
    assert isinstance(event, ReminderDue)
    return secretariat(event, here) if SECRETARIAT in event.reminder.escalated_to else ()


def owner_of_webhook(event: Event, _: Here) -> tuple[str, ...]:
    """Whose endpoint it is."""
    assert isinstance(event, WebhookStateChanged)
    return (event.party,)


def owner_of_failing_webhook(event: Event, here: Here) -> tuple[str, ...]:
    """The same, when it must see to it."""
    assert isinstance(event, WebhookStateChanged)
    return () if event.state == "enabled" else owner_of_webhook(event, here)


def bureau_when_quiet(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when a channel went quiet: somebody must see why."""
    assert isinstance(event, ChannelStateChanged)
    return bureau(event, here) if event.state == "quiet" else ()
