"""From an event to the parties in a role of it.

Each deployment tells its own: the owner of an event its parties, another one its officers and its offerers, Geneva the
Secretariat. So nobody hears of one event from two deployments.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import MatchEvent, OffersSought


@dataclass(frozen=True)
class Here:
    """This deployment, and the one that reads all others and tells the Secretariat (None when this one is alone)."""

    deployment: str
    hub: str | None = None


Resolve = Callable[[Event, Here], tuple[str, ...]]
"""From an event, as it is seen here, to parties."""


def bureau(_: Event, here: Here) -> tuple[str, ...]:
    """The officers of this deployment (WM 6)."""
    return ("unhcr:secretariat",) if here.deployment == "geneva" else (f"unhcr-bureau:{here.deployment}",)


def secretariat(_: Event, here: Here) -> tuple[str, ...]:
    """Geneva, told by its own deployment where there is one (WM 6)."""
    return ("unhcr:secretariat",) if here.hub in (None, here.deployment) else ()


def requesting_states(event: Event, _: Here) -> tuple[str, ...]:
    """The States that ask, the lead first (WM 8, 15.v)."""
    assert isinstance(event, SupportRequestEvent)
    return event.request.content.requesting_states


def country_office(event: Event, _: Here) -> tuple[str, ...]:
    """The country office the request came through (WM 8)."""
    assert isinstance(event, SupportRequestEvent)
    office = event.request.content.submission_route.country_office
    return (office,) if office else ()


def approached(event: Event, _: Here) -> tuple[str, ...]:
    """The parties whom UNHCR asks for offers (WM 17)."""
    assert isinstance(event, OffersSought)
    return event.solicitation.approached


def sides(event: Event, here: Here) -> tuple[str, ...]:
    """The sides of a match that this deployment serves; both when nothing of another one is in it (WM 11)."""
    assert isinstance(event, MatchEvent)
    return tuple(s.party for s in event.match.sides if (s.region or event.match.region) == here.deployment)


def offering_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose offer is in another one's match (WM 11)."""
    assert isinstance(event, MatchEvent)
    offers = {reservation.offer_region for reservation in event.match.reservations}
    return bureau(event, here) if here.deployment in offers else ()


def bureau_when_all_accepted(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once nobody's answer is missing (WM 11)."""
    assert isinstance(event, MatchEvent)
    return bureau(event, here) if all(s.answer == "accepted" for s in event.match.sides) else ()


def bureau_while_answers_are_missing(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, while an answer is missing or negative (WM 11)."""
    return () if bureau_when_all_accepted(event, here) else bureau(event, here)
