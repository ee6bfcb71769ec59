"""What delivery does about events of others: the subscription table."""

from collections.abc import Mapping

from services.delivery.actions.follow_match import follow_match
from services.delivery.actions.open_engagement import open_engagement
from services.delivery.settings import DeliverySettings
from services.delivery.storage.known import KnownRepository
from shared.contracts import intake, roster
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import MatchConfirmed, MatchHandedOver, MatchTakenOver
from shared.contracts.reduction.holding import may_hold
from shared.contracts.roster import SupportOfferEvent
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction


def _settings(uow: UnitOfWork) -> DeliverySettings:
    assert isinstance(uow.settings, DeliverySettings)
    return uow.settings


async def on_match_confirmed(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Opens the engagement, or waits for what it is about."""
    assert isinstance(event, MatchConfirmed)
    await open_engagement(uow, event.match, _settings(uow))


async def on_match_handed_over(_: Event, __: Envelope, ___: UnitOfWork) -> None:
    """Is heard, and no more: without its former owner's word nobody believes the new one's (``kafka/speakers.py``)."""


async def on_match_taken_over(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Follows a match to the deployment that has it now, by that one's own word; the engagement stays here."""
    assert isinstance(event, MatchTakenOver)
    if event.match.region == envelope.region:
        await follow_match(uow, event.match)


async def on_request(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Keeps a wording of a request; a match that waited for it goes on."""
    assert isinstance(event, SupportRequestEvent)
    known = KnownRepository(uow.connection)
    await known.keep("request", event.request, event.aggregate_version)
    for match in await known.waiting(event.request.request_id):
        await open_engagement(uow, match, _settings(uow))


async def on_offer(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """The same of an offer."""
    assert isinstance(event, SupportOfferEvent)
    known = KnownRepository(uow.connection)
    await known.keep("offer", event.offer, event.aggregate_version)
    for match in await known.waiting(event.offer.offer_id):
        await open_engagement(uow, match, _settings(uow))


async def on_foreign_offer(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """The same of another deployment's offer, when this one may hold it (WM 7)."""
    if may_hold(event, envelope.region, uow.settings.deployment):
        await on_offer(event, envelope, uow)


_OFFERS = (
    roster.OfferListed, roster.OfferMadeInResponse, roster.OfferRevised, roster.PartyOfOfferAnswered,
    roster.OfferHandedOver, roster.OfferTakenOver, roster.OfferRestated,
)  # fmt: skip
_REQUESTS = (
    intake.RequestFoundInLine, intake.PartyOfRequestAnswered, intake.RequestTakenOver,
    # What is shown of it to whom: the offering side reads no more in the engagement either (WM 17).
    intake.ConsentToSolicitGiven, intake.ConsentToSolicitWithdrawn,
)  # fmt: skip

_MOVED: Mapping[type[Event], Reaction] = {
    MatchHandedOver: on_match_handed_over,
    MatchTakenOver: on_match_taken_over,
}
SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    MatchConfirmed: on_match_confirmed,
    **_MOVED,
    **dict.fromkeys(_REQUESTS, on_request),
    **dict.fromkeys(_OFFERS, on_offer),
}
FOREIGN: Mapping[type[Event], Reaction] = {
    **dict.fromkeys(_OFFERS, on_foreign_offer),
    **_MOVED,
}
"""Offers of other deployments, and matches that went there. Other matches and requests of others are theirs to follow."""
