"""Boards follow their requests to the deployment a country was handed over to, and come from there (WM 6, 11).

A board is sealed for its receiver in a handover that goes on, and again where a backup had forgotten it.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.actions.change_need import record_need
from services.matching.actions.hand_over import hand_over_match, take_over_board, taken
from services.matching.actions.hand_over_calls import hand_over_calls, take_over_calls
from services.matching.domain.moving import ALIVE, GOES
from services.matching.storage import moving
from services.matching.storage.giving_back import GivenBackRepository
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.modalities.access.actor import Actor
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of, found_by
from shared.runtime.federation.handing.offering import Offering
from shared.runtime.federation.handing.packages import Package, TakenItem
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.handing.taker import NotYet, Taker
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
    content |= {"need": None, "matches": [], "calls": await hand_over_calls(uow, handover, request_id)}
    audit = await audit_of(uow, request_id)
    if version:
        await moving.mark_need(uow.connection, request_id, handover.receiving)
        await record_need(board, uow, request_id, need, after)
        content["need"] = {"version": after, "lines": [line.model_dump(mode="json") for line in need]}
    for row in await moving.matches_that_go(uow.connection, request_id, ALIVE if at_least else GOES):
        match = MatchState.model_validate(row.state)
        sealed = await hand_over_match(board, uow, handover, match, row.version)
        public = await moving.public_version(uow.connection, match.match_id)
        back = await GivenBackRepository(uow.connection).of_match(match.match_id)
        content["matches"].append(
            {
                "state": row.state, "version": sealed, "public_version": public,
                "given_back": [[*key, format(amount, "f")] for key, amount in sorted(back.items())],
            }
        )  # fmt: skip
        audit += await audit_of(uow, match.match_id)
    whole = orjson.loads(orjson.dumps(content | {"audit": audit}))
    await giver.seal(uow, handover.handover_id, "board", request_id, after, whole)


def offering() -> Offering:
    """How boards are given to a receiver."""

    async def seal(uow: UnitOfWork, giver: Giver, handover: HandoverState, most: int) -> None:
        for one in await moving.to_go(uow.connection, handover.handover_id, most):
            await seal_board(uow, giver, handover, one)

    async def want(connection: AsyncConnection, handover: HandoverState, requests: Sequence[str]) -> None:
        for one in requests:
            if await moving.is_known(connection, one):
                await moving.let_leave(connection, handover.handover_id, one)

    async def left(connection: AsyncConnection, handover: HandoverState) -> int:
        return await moving.left(connection, handover.handover_id)

    return Offering(handing, moving.last_numbers, seal, left, moving.stands_sealed, want)


async def held_back(connection: AsyncConnection, actor: Actor, handover_id: str) -> dict[str, str]:
    """Requests of a handover that may not move yet, and why. Raises NotFound."""
    handover, _ = await Giver(connection, handing).find(handover_id)
    found_by(actor, handover)
    return await moving.held_back(connection, handover.country)


def recovering(database: Database, peers: Peers) -> Recovery:
    """What matching does when it was restored from a backup of before a handover."""

    async def seal_again(uow: UnitOfWork, giver: Giver, handover: HandoverState, item: TakenItem) -> bool:
        if item.kind != "board" or not await moving.is_known(uow.connection, item.id):
            return False
        await seal_board(uow, giver, handover, item.id, item.version)
        return True

    return Recovery(database, handing, peers, seal_again)


def taking(database: Database, peers: Peers) -> Taker:
    """The taker of boards, at the receiving deployment."""

    async def begin(_: HandoverState, due: bool) -> frozenset[str] | None:
        return frozenset() if due else None

    async def take(uow: UnitOfWork, handover: HandoverState, package: Package) -> list[dict[str, Any]]:
        content, board = package.content, BoardRepository(uow.connection)
        audit: list[dict[str, Any]] = content["audit"]
        if package.kind == "counters":
            await moving.count_on(uow.connection, handover, content["last"])
            return audit
        request = await board.request(package.id)
        if request is None or request.region != database.settings.deployment or request.handed_over_to is not None:
            raise NotYet
        sealed_at, need, matches = datetime.fromisoformat(content["sealed_at"]), None, []
        if content["need"] is not None:
            lines = tuple(NeedLine.model_validate(line) for line in content["need"]["lines"])
            need = lines, content["need"]["version"]
            await board.keep_need(package.id, *need)
            await moving.mark_need(uow.connection, package.id, None)
        for one in content["matches"]:
            match = taken(MatchState.model_validate(one["state"]), one["version"], handover, sealed_at)
            await moving.store_match(uow.connection, match, one["version"] + 1, one["public_version"])
            back = {(request, line): Decimal(amount) for request, line, amount in one.get("given_back", ())}
            await GivenBackRepository(uow.connection).keep(match.match_id, back)
            matches.append((match, one["version"] + 1))
        await take_over_calls(uow, handover, content["calls"], sealed_at)
        await take_over_board(board, uow, handover, package.id, need, matches)
        return audit

    async def lacking(handover: HandoverState) -> list[str]:
        async with database.reading(Work("handover")) as connection:
            return await moving.without_board(connection, handover, database.settings.deployment)

    return Taker(database, handing, peers, begin, take, lacking)
