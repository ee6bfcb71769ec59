"""A request became conforming, or its consent or life changed (WM 16, 17)."""

from services.matching.actions.change_need import record_need
from services.matching.actions.end_match import end_without_agreement
from services.matching.actions.party_left import party_left
from services.matching.actions.publish_match import publish_matches
from services.matching.actions.recall_call import recall_beyond_agreement
from services.matching.actions.tell_fitting import tell_fitting
from services.matching.domain import need
from services.matching.storage.repository import BoardRepository
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import PartyOfRequestAnswered, RequestFoundInLine, SupportRequestEvent
from shared.runtime.db.unit_of_work import UnitOfWork


async def on_request(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Keeps the copy; opens the need; without agreement to its parties every match not yet confirmed ends; the public sees what it may."""
    assert isinstance(event, SupportRequestEvent)
    board, request = BoardRepository(uow.connection), event.request
    if not await board.know_request(request, event.aggregate_version):
        return
    if isinstance(event, RequestFoundInLine):
        before, version = await board.need(request.request_id)
        opened = need.of_request(request.content.lines, before)
        await record_need(board, uow, request.request_id, opened, version + 1)
    elif isinstance(event, PartyOfRequestAnswered):
        await _party_left(board, uow, event)
    await end_without_agreement(board, uow, request, await board.alive_of_request(request.request_id))
    await recall_beyond_agreement(uow, request)
    await publish_matches(board, uow, await board.confirmed_of_request(request.request_id))
    await tell_fitting(uow, request, event.aggregate_version)


async def _party_left(board: BoardRepository, uow: UnitOfWork, event: PartyOfRequestAnswered) -> None:
    """The need of a joint request, and its matches not yet confirmed, go on without a State that left (WM 15.v)."""
    if event.answered.answer != "left":
        return
    open_need, version = await board.need(event.aggregate_id)
    if version and await board.need_owner(event.aggregate_id) is None:
        await record_need(board, uow, event.aggregate_id, open_need, version + 1)
    await party_left(board, uow, await board.alive_of_request(event.aggregate_id), event.answered.party)
