"""A board is sealed for its receiver (WM 6, 11): in a handover that goes on, and again where a backup had forgotten it."""

from typing import Any

import orjson

from services.matching.actions.change_need import record_need
from services.matching.actions.hand_over import hand_over_match
from services.matching.domain.moving import ALIVE, GOES
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import MatchState
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.packages import TakenItem
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.peers import Peers


async def seal_board(
    uow: UnitOfWork, giver: Giver, handover: HandoverState, request_id: str, at_least: int = 0
) -> None:
    """Seals the board of a request, as ``at_least`` this version. Taken already, its matches go whatever they wait for:
    one that still reserved in a backup must not run out here and free what is held for it.
    """
    board = BoardRepository(uow.connection)
    need, version = await board.need(request_id)
    after = max(version + 1, at_least)
    content: dict[str, Any] = {"request_id": request_id, "sealed_at": uow.clock.now().isoformat()}
    content |= {"need": None, "matches": [], "calls": await moving.calls_of(uow.connection, request_id)}
    audit = await audit_of(uow, request_id)
    if version:
        await moving.mark_need(uow.connection, request_id, handover.receiving)
        await record_need(board, uow, request_id, need, after)
        content["need"] = {"version": after, "lines": [line.model_dump(mode="json") for line in need]}
    for row in await moving.matches_that_go(uow.connection, request_id, ALIVE if at_least else GOES):
        match = MatchState.model_validate(row.state)
        sealed = await hand_over_match(board, uow, handover, match, row.version)
        public = await moving.public_version(uow.connection, match.match_id)
        content["matches"].append({"state": row.state, "version": sealed, "public_version": public})
        audit += await audit_of(uow, match.match_id)
    whole = orjson.loads(orjson.dumps(content | {"audit": audit}))
    await giver.seal(uow, handover.handover_id, "board", request_id, after, whole)


def recovering(database: Database, peers: Peers) -> Recovery:
    """What matching does when it was restored from a backup of before a handover."""

    async def seal_again(uow: UnitOfWork, giver: Giver, handover: HandoverState, item: TakenItem) -> bool:
        if item.kind != "board" or not await moving.is_known(uow.connection, item.id):
            return False
        await seal_board(uow, giver, handover, item.id, item.version)
        return True

    return Recovery(database, handing, peers, seal_again)
