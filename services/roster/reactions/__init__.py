"""What the roster does about events of others: the subscription table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.roster.actions.attach_offer import leave_projects
from services.roster.actions.give_back import give_back
from services.roster.actions.reserve_capacity import reserve_capacity
from services.roster.actions.settle_reservations import commit_reservations, release_reservations
from services.roster.reactions.engagements import on_sides, on_sides_elsewhere
from services.roster.storage.projects import ProjectRepository, known
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.catalogue import events
from shared.contracts.delivery import GIVING_BACK, TELLING_HOW_IT_ENDED, EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import (
    ConsentToSolicitGiven,
    ConsentToSolicitWithdrawn,
    CountryHandoverCalledBack,
    CountryHandoverChanged,
    PartyOfRequestAnswered,
    RequestHandedOver,
    RequestTakenOver,
    SupportRequestEvent,
    SupportRequestWithdrawn,
)
from shared.contracts.matching import (
    CallEvent,
    CallHandedOver,
    CallRecalled,
    CallRestated,
    CallTakenOver,
    MatchConfirmed,
    MatchEvent,
    MatchHandedOver,
    MatchProposed,
    MatchRefused,
    MatchReleased,
    OffersSought,
)
from shared.contracts.roster import OfferWithdrawn, SupportOfferEvent
from shared.modalities.access.audience import Audience
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.kafka.consumer import Reaction


async def on_match_proposed(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Answers the reservations that are asked; what is held for the match that it follows is free first (WM 11).

    That one's own end is another record, which may come later; without this the last of a capacity could not change hands.
    """
    assert isinstance(event, MatchEvent)
    offers, match = OfferRepository(uow.connection), event.match
    if match.follows is not None:
        for region in _askers(event, envelope, uow):
            await release_reservations(offers, uow, match.follows, region, "countered")
    await reserve_capacity(offers, uow, match, uow.settings.deployment)


async def on_match_confirmed(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Commits what is held."""
    assert isinstance(event, MatchEvent)
    for region in _askers(event, envelope, uow):
        await commit_reservations(OfferRepository(uow.connection), uow, event.match.match_id, region)


async def on_match_over(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Frees what is held."""
    assert isinstance(event, MatchEvent)
    offers, match = OfferRepository(uow.connection), event.match
    for region in _askers(event, envelope, uow):
        await release_reservations(offers, uow, match.match_id, region, match.status)


def _askers(event: MatchEvent, envelope: Envelope, uow: UnitOfWork) -> tuple[str, ...]:
    """Deployments whose reservations an event of a match may end or commit: its own, as the one that asked.

    A match that came here by a sealed handover is ours before its giver's own word of it has come by the bus; of other
    deployments that word is waited for, and then moves what is held.
    """
    before = event.match.belonged if envelope.region == uow.settings.deployment else ()
    return tuple(dict.fromkeys((envelope.region, *(one.region for one in before))))


async def on_engagement(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Takes back what its match was committed and the engagement does not need any more (WM 7).

    It may come before the confirmation of its match, by another topic: there is none without it, so what is held is
    committed first, and the confirmation finds nothing to do.
    """
    assert isinstance(event, EngagementEvent)
    offers, engagement = OfferRepository(uow.connection), event.engagement
    if engagement.match_id is not None:
        await commit_reservations(offers, uow, engagement.match_id, envelope.region)
    await give_back(offers, uow, engagement, envelope.region)


async def on_match_moved(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Its new owner alone may end or commit what is held for it; its former one said so."""
    assert isinstance(event, MatchEvent)
    if (receiving := event.match.handed_over_to) is not None:
        await OfferRepository(uow.connection).move_match(event.match.match_id, envelope.region, receiving)


async def on_consent(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Remembers which requests which possible offerers may see; an offer in response needs it (WM 17, 18)."""
    assert isinstance(event, SupportRequestEvent)
    shown = event.request.shown
    audience = Audience.of(shown) if shown is not None else Audience()
    lines = shown.fields.get("lines", ()) if shown is not None else ()
    await OfferRepository(uow.connection).note_shown(event.aggregate_id, event.aggregate_version, audience, lines)


async def on_call(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Remembers whom a call for offers asks: they may answer it by an offer, at their own bureau (WM 17, 18)."""
    assert isinstance(event, CallEvent)
    call, offers = event.solicitation, OfferRepository(uow.connection)
    await offers.note_asked(
        call.solicitation_id, event.aggregate_version, call.request_id, call.approached, call.shown.get("lines", ())
    )


async def on_call_elsewhere(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """The same of another deployment's, as far as this one serves a party that was asked; of all others nothing is kept."""
    assert isinstance(event, CallEvent)
    call = event.solicitation
    ours = {one.party for one in call.asked if one.region == uow.settings.deployment}
    if ours:
        shown = ours.intersection(call.approached)
        offers = OfferRepository(uow.connection)
        await offers.note_asked(
            call.solicitation_id, event.aggregate_version, call.request_id, shown, call.shown.get("lines", ())
        )


async def on_offer_withdrawn(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """An offer that stands no more leaves the projects it was tied to (WM 18). Apart from the withdrawal, which holds the offer:
    who ties one holds the project first.
    """
    await leave_projects(uow, event.aggregate_id)


async def on_offer_elsewhere(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Knows whose an offer of another deployment is, so that its party may tie it to a project of this one (WM 18)."""
    assert isinstance(event, SupportOfferEvent)
    # It is its sender's, whatever its state says.
    offer = known(event.offer)
    offer = replace(offer, thing=replace(offer.thing, region=envelope.region))
    await ProjectRepository(uow.connection).hear_of(offer, event.aggregate_version)
    if not offer.stands:
        await leave_projects(uow, event.aggregate_id)


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


def where_given(act: Reaction) -> Reaction:
    """The same for an engagement of another deployment, when an offer of this one is given in it (WM 7)."""

    async def given(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
        assert isinstance(event, EngagementEvent)
        if any(one.offer_region == uow.settings.deployment for one in event.engagement.lines):
            await act(event, envelope, uow)

    return given


_GIVING_BACK: Mapping[type[Event], Reaction] = dict.fromkeys(GIVING_BACK, on_engagement)
_MATCHES: Mapping[type[Event], Reaction] = {
    MatchProposed: on_match_proposed,
    MatchConfirmed: on_match_confirmed,
    MatchReleased: on_match_over,
    MatchRefused: on_match_over,
    MatchHandedOver: on_match_moved,
}


def _each(*acts: Reaction) -> Reaction:
    """Several things about one event, in order."""

    async def each(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
        for act in acts:
            await act(event, envelope, uow)

    return each


def _engagements(giving_back: Mapping[type[Event], Reaction], sides: Reaction) -> Mapping[type[Event], Reaction]:
    """What gives capacity back, and what tells whom an engagement is between."""
    both: dict[type[Event], Reaction] = {
        one: _each(sides, giving_back[one]) if one in giving_back else sides for one in TELLING_HOW_IT_ENDED
    }
    return {**giving_back, **both}


_OFFERS = tuple(one for one in events() if issubclass(one, SupportOfferEvent))
_CALLS: Sequence[type[Event]] = (OffersSought, CallRecalled, CallHandedOver, CallTakenOver, CallRestated)
"""What changes whom a call asks, or tells of it anew."""
FOREIGN: Mapping[type[Event], Reaction] = {
    **dict.fromkeys(_CALLS, on_call_elsewhere),
    **{event: where_asked(act) for event, act in _MATCHES.items()},
    **_engagements({event: where_given(act) for event, act in _GIVING_BACK.items()}, on_sides_elsewhere),
    **dict.fromkeys(_OFFERS, on_offer_elsewhere),
}
"""Matches of other deployments that ask for capacity of an offer of this one, their calls that ask a party it serves, their offers."""

SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    **_MATCHES,
    **_engagements(_GIVING_BACK, on_sides),
    **dict.fromkeys(_CALLS, on_call),
    OfferWithdrawn: on_offer_withdrawn,
    ConsentToSolicitGiven: on_consent,
    ConsentToSolicitWithdrawn: on_consent,
    SupportRequestWithdrawn: on_consent,
    PartyOfRequestAnswered: on_consent,
    RequestHandedOver: on_consent,
    RequestTakenOver: on_consent,
    CountryHandoverChanged: on_handover,
    CountryHandoverCalledBack: on_handover,
}
