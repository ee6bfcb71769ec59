"""An engagement of one of our matches gives back what it does not need (WM 16)."""

from services.matching.actions.give_back import give_back
from services.matching.storage.giving_back import GivenBackRepository
from services.matching.storage.repository import BoardRepository
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork


async def on_engagement(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """The match is locked, so two events of one engagement wait for each other."""
    assert isinstance(event, EngagementEvent)
    board, given = BoardRepository(uow.connection), GivenBackRepository(uow.connection)
    await give_back(board, given, uow, event.engagement)
