"""An offer changed, or its owner answered a reservation (WM 7, 11)."""

from services.matching.actions.end_match import end_all
from services.matching.actions.follow_call import hear_offer
from services.matching.actions.hear_owner import hear_refused, hear_reserved
from services.matching.actions.party_left import party_left
from services.matching.actions.publish_match import publish_matches
from services.matching.storage.repository import BoardRepository
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.reduction.holding import may_hold
from shared.contracts.roster import (
    CapacityReservationRefused,
    CapacityReserved,
    PartyOfOfferAnswered,
    ReservationEvent,
    SupportOfferEvent,
)
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction
from shared.runtime.kafka.origin import WrongOrigin


def where_visible(act: Reaction) -> Reaction:
    """The same for an offer of another deployment, when the officers of this one may see it (WM 7)."""

    async def seen(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
        assert isinstance(event, SupportOfferEvent)
        if may_hold(event, envelope.region, uow.settings.deployment):
            await act(event, envelope, uow)

    return seen


async def on_offer(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Keeps the copy; a match may name its offerer as long as the offer is public."""
    assert isinstance(event, SupportOfferEvent)
    board = BoardRepository(uow.connection)
    if await board.know_offer(event.offer, event.aggregate_version):
        await hear_offer(uow, event.offer)
        await publish_matches(board, uow, await board.confirmed_of_offer(event.aggregate_id))


async def on_offer_withdrawn(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Matches with this offer that are not confirmed end."""
    await on_offer(event, envelope, uow)
    board = BoardRepository(uow.connection)
    await end_all(board, uow, await board.alive_of_offer(event.aggregate_id), "withdrawn", "offer_withdrawn")


async def _was_asked(event: ReservationEvent, envelope: Envelope, uow: UnitOfWork) -> bool:
    """Whether we know the match an owner answers for. Raises WrongOrigin unless it is the owner of the offer we asked."""
    found = await BoardRepository(uow.connection).match(event.match_id)
    if found is None:
        return False
    answered = (event.reservation_id, event.aggregate_id, envelope.region)
    if answered not in {(one.reservation_id, one.offer_id, one.offer_region) for one in found[0].reservations}:
        raise WrongOrigin(f"wrong origin: {envelope.region} answers a reservation that was not asked of it")
    return True


async def on_party_of_offer(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """A party of a joint offer agreed, declined or left; our matches go on without one that left."""
    await on_offer(event, envelope, uow)
    assert isinstance(event, PartyOfOfferAnswered)
    if event.answered.answer == "left":
        board = BoardRepository(uow.connection)
        await party_left(board, uow, await board.alive_of_offer(event.aggregate_id), event.answered.party)


async def on_reserved(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """An owner holds capacity for one of our matches."""
    await on_offer(event, envelope, uow)
    assert isinstance(event, CapacityReserved)
    if event.match_region == uow.settings.deployment and await _was_asked(event, envelope, uow):
        await hear_reserved(BoardRepository(uow.connection), uow, event)


async def on_refused(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """An owner refuses one of our matches."""
    await on_offer(event, envelope, uow)
    assert isinstance(event, CapacityReservationRefused)
    if event.match_region == uow.settings.deployment and await _was_asked(event, envelope, uow):
        await hear_refused(BoardRepository(uow.connection), uow, event)
