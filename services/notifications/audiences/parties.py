"""From an event to the parties in a role of it."""

from collections.abc import Callable

from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import MatchEvent, OffersSought

Resolve = Callable[[Event, str], tuple[str, ...]]
"""From an event and the name of this deployment to parties."""


def bureau(_: Event, deployment: str) -> tuple[str, ...]:
    """The officers of this deployment (WM 6)."""
    return ("unhcr:secretariat",) if deployment == "geneva" else (f"unhcr-bureau:{deployment}",)


def secretariat(_: Event, __: str) -> tuple[str, ...]:
    """Geneva (WM 6)."""
    return ("unhcr:secretariat",)


def requesting_states(event: Event, _: str) -> tuple[str, ...]:
    """The States that ask, the lead first (WM 8, 15.v)."""
    assert isinstance(event, SupportRequestEvent)
    return event.request.content.requesting_states


def country_office(event: Event, _: str) -> tuple[str, ...]:
    """The country office the request came through (WM 8)."""
    assert isinstance(event, SupportRequestEvent)
    office = event.request.content.submission_route.country_office
    return (office,) if office else ()


def approached(event: Event, _: str) -> tuple[str, ...]:
    """The parties whom UNHCR asks for offers (WM 17)."""
    assert isinstance(event, OffersSought)
    return event.solicitation.approached


def sides(event: Event, _: str) -> tuple[str, ...]:
    """Both sides of a match (WM 11)."""
    assert isinstance(event, MatchEvent)
    return tuple(side.party for side in event.match.sides)


def bureau_when_all_accepted(event: Event, deployment: str) -> tuple[str, ...]:
    """The officers, once nobody's answer is missing (WM 11)."""
    assert isinstance(event, MatchEvent)
    return bureau(event, deployment) if all(s.answer == "accepted" for s in event.match.sides) else ()


def bureau_while_answers_are_missing(event: Event, deployment: str) -> tuple[str, ...]:
    """The officers, while an answer is missing or negative (WM 11)."""
    return () if bureau_when_all_accepted(event, deployment) else bureau(event, deployment)
