"""How matching says its needs and matches again (WM 6). A call for offers is told once; nobody keeps a state of it."""

from services.matching.actions.change_need import record_need
from services.matching.storage import tables as t
from services.matching.storage.repository import BoardRepository
from shared.contracts.matching import MatchRestated
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


RESTATED = {"need": Again(t.need.c.request_id, _need), "match": Again(t.match.c.match_id, _match)}
