"""How matching says its needs, matches and calls for offers again (WM 6)."""

from services.matching.actions.change_need import record_need
from services.matching.actions.the_call import calls_of, keep
from services.matching.storage import tables as t
from services.matching.storage.fitting import FittingRepository
from services.matching.storage.repository import BoardRepository
from shared.contracts.fitting import FittingRequestRestated
from shared.contracts.matching import CallRestated, MatchRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again


async def _need(uow: UnitOfWork, request_id: str) -> bool:
    board = BoardRepository(uow.connection)
    need, version = await board.need(request_id)
    if version == 0 or await board.need_owner(request_id) is not None:
        return False
    await record_need(board, uow, request_id, need, version + 1)
    return True


async def _match(uow: UnitOfWork, match_id: str) -> bool:
    board = BoardRepository(uow.connection)
    found = await board.match(match_id)
    if found is None or found[0].handed_over_to is not None:
        return False
    match, version = found
    await board.keep_match(match, version + 1)
    uow.record(MatchRestated(aggregate_id=match_id, aggregate_version=version + 1, match=match))
    return True


async def _call(uow: UnitOfWork, call_id: str) -> bool:
    found = await calls_of(uow).find(call_id)
    if found is None or found.state.handed_over_to is not None:
        return False
    await keep(uow, found.version, found.state, CallRestated)
    return True


async def _fitting(uow: UnitOfWork, fitting_id: str) -> bool:
    repository = FittingRepository(uow.connection)
    found = await repository.find(fitting_id)
    if found is None:
        return False
    await repository.keep(found.state, found.version + 1, found.offers)
    event = FittingRequestRestated(aggregate_id=fitting_id, aggregate_version=found.version + 1, fitting=found.state)
    uow.record(event)
    return True


RESTATED = {
    "need": Again(t.need.c.request_id, _need),
    "match": Again(t.match.c.match_id, _match),
    "solicitation": Again(t.solicitation.c.solicitation_id, _call),
    "fitting": Again(t.fitting_request.c.fitting_id, _fitting),
}
