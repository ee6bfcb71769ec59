"""An engagement gives back what it does not need (WM 16), and tells who worked together and how it ended (WM 9, 11)."""

from services.matching.actions.give_back import give_back
from services.matching.domain.worked import how_it_ended
from services.matching.storage.giving_back import GivenBackRepository
from services.matching.storage.repository import BoardRepository
from services.matching.storage.worked_together import WorkedTogether
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.reduction.holding import may_hold
from shared.runtime.db.unit_of_work import UnitOfWork


async def on_engagement(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """The match is locked, so two events of one engagement wait for each other."""
    assert isinstance(event, EngagementEvent)
    board, given = BoardRepository(uow.connection), GivenBackRepository(uow.connection)
    await give_back(board, given, uow, event.engagement)
    await _know(event, envelope.region, event.engagement.match_id or event.aggregate_id, uow)


async def on_foreign_engagement(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """One of another deployment, when the officers of this one may read it. It opens no need here: that is its owner's.

    Unless its match came here with its request (WM 6): then it gives back what that had committed, and tells how it ended.
    """
    assert isinstance(event, EngagementEvent)
    if not may_hold(event, envelope.region, uow.settings.deployment):
        return
    match_id = event.engagement.match_id
    board = BoardRepository(uow.connection)
    found = await board.match(match_id) if match_id is not None else None
    if found is not None and any(one.region == envelope.region for one in found[0].belonged):
        await give_back(board, GivenBackRepository(uow.connection), uow, event.engagement)
        await _know(event, found[0].region, found[0].match_id, uow)
    else:
        await _know(event, envelope.region, event.aggregate_id, uow)


async def _know(event: EngagementEvent, region: str, about: str, uow: UnitOfWork) -> None:
    state = event.engagement
    parties = [one.party for one in state.sides]
    await WorkedTogether(uow.connection).know(region, about, event.aggregate_version, parties, how_it_ended(state))
