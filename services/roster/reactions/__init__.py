"""What the roster does about events of others: the subscription table."""

from collections.abc import Mapping

from services.roster.actions.reserve_capacity import reserve_capacity
from services.roster.actions.settle_reservations import commit_reservations, release_reservations
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import (
    ConsentToSolicitGiven,
    ConsentToSolicitWithdrawn,
    CountryHandoverCalledBack,
    CountryHandoverChanged,
    RequestHandedOver,
    RequestTakenOver,
    SupportRequestEvent,
    SupportRequestWithdrawn,
)
from shared.contracts.matching import MatchConfirmed, MatchEvent, MatchProposed, MatchRefused, MatchReleased
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.kafka.consumer import Reaction


async def on_match_proposed(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Answers the reservations that are asked."""
    assert isinstance(event, MatchEvent)
    await reserve_capacity(OfferRepository(uow.connection), uow, event.match, uow.settings.deployment)


async def on_match_confirmed(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Commits what is held."""
    assert isinstance(event, MatchEvent)
    await commit_reservations(OfferRepository(uow.connection), uow, event.match.match_id)


async def on_match_over(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Frees what is held."""
    assert isinstance(event, MatchEvent)
    await release_reservations(OfferRepository(uow.connection), uow, event.match.match_id, event.match.status)


async def on_consent(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Remembers which requests possible offerers may see; an offer in response needs it (WM 17, 18)."""
    assert isinstance(event, SupportRequestEvent)
    shown = event.request.shown is not None
    await OfferRepository(uow.connection).note_shown(event.aggregate_id, event.aggregate_version, shown)


async def on_handover(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Knows which countries leave, which came, and which stay after all."""
    assert isinstance(event, CountryHandoverChanged | CountryHandoverCalledBack)
    await Giver(uow.connection, handing).keep(event.handover)


def where_asked(act: Reaction) -> Reaction:
    """The same for a match of another deployment, when capacity of an offer of this one is asked for it (WM 11)."""

    async def asked(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
        assert isinstance(event, MatchEvent)
        if any(one.offer_region == uow.settings.deployment for one in event.match.reservations):
            await act(event, envelope, uow)

    return asked


_MATCHES: Mapping[type[Event], Reaction] = {
    MatchProposed: on_match_proposed,
    MatchConfirmed: on_match_confirmed,
    MatchReleased: on_match_over,
    MatchRefused: on_match_over,
}
FOREIGN: Mapping[type[Event], Reaction] = {event: where_asked(act) for event, act in _MATCHES.items()}
"""Matches of other deployments that ask for capacity of an offer of this one."""

SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    **_MATCHES,
    ConsentToSolicitGiven: on_consent,
    ConsentToSolicitWithdrawn: on_consent,
    SupportRequestWithdrawn: on_consent,
    RequestHandedOver: on_consent,
    RequestTakenOver: on_consent,
    CountryHandoverChanged: on_handover,
    CountryHandoverCalledBack: on_handover,
}
