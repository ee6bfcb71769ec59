"""From an event of a request to the parties in a role of it (WM 3, 8, 15.v, 16, 17)."""

from services.notifications.domain.parties import Here, bureau
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.modalities.access.recipients import having_said
from shared.modalities.access.states import awaited


def requesting_states(event: Event, _: Here) -> tuple[str, ...]:
    """The States that ask, the lead first (WM 8, 15.v)."""
    assert isinstance(event, SupportRequestEvent)
    return event.request.content.requesting_states


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


def named(event: Event, _: Here) -> tuple[str, ...]:
    """Parties named beside the lead, or as recipients, whose word is awaited (WM 3, 10, 15.v)."""
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    return tuple(dict.fromkeys((*awaited(one.named), *having_said(one.recipients, "pending"))))


def newly_named(event: Event, here: Here) -> tuple[str, ...]:
    """The same, as far as this event names them for the first time."""
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    since = one.revised_at or one.submitted_at
    fresh = {each.party for each in one.named if each.asked_at >= since}
    fresh |= {each.party for each in one.recipients if each.party is not None and each.asked_at >= since}
    return tuple(party for party in named(event, here) if party in fresh)
