"""Boards follow their requests to the deployment a country was handed over to (WM 6, 11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.actions.hand_over import take_over_board, taken
from services.matching.http.sealing import seal_board
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import head
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.federation.handing.offering import Offering
from shared.runtime.federation.handing.packages import (
    HeldBackAnswer,
    Package,
)
from shared.runtime.federation.handing.taker import NotYet, Taker
from shared.runtime.federation.peers import Peers
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.handovers import ONE, found_by, items_route, orders_route, taken_route
from shared.runtime.http.routes import json, route


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, clock = APIRouter(tags=["handovers"]), database.clock
    orders_route(router, database, handing, "Handovers known here", shown=has_begun, due=has_begun)
    taken_route(router, database, handing)

    @route(router, "GET", ONE + "/held-back", a.READ_HANDOVER, summary="Requests that may not move yet, and why",
           answer=HeldBackAnswer)  # fmt: skip
    async def read_held_back(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        async with database.reading() as connection:
            handover, _ = await Giver(connection, handing).find(request.path_params["handover_id"])
            found_by(actor, handover)
            found = await moving.held_back(connection, handover.country)
        return json(HeldBackAnswer(**head(database.settings, clock.now()), held_back=found))

    async def seal(uow: UnitOfWork, giver: Giver, handover: HandoverState, most: int) -> None:
        for one in await moving.to_go(uow.connection, handover.handover_id, most):
            await seal_board(uow, giver, handover, one)

    async def want(connection: AsyncConnection, handover: HandoverState, requests: Sequence[str]) -> None:
        for one in requests:
            if await moving.is_known(connection, one):
                await moving.let_leave(connection, handover.handover_id, one)

    async def left(connection: AsyncConnection, handover: HandoverState) -> int:
        return await moving.left(connection, handover.handover_id)

    given = Offering(handing, moving.last_numbers, seal, left, moving.stands_sealed, want)
    items_route(router, database, given, "What is received, and the next boards, sealed")
    return router


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
            matches.append((match, one["version"] + 1))
        await moving.store_calls(uow.connection, content["calls"])
        await take_over_board(board, uow, handover, package.id, need, matches)
        return audit

    async def lacking(handover: HandoverState) -> list[str]:
        async with database.reading() as connection:
            return await moving.without_board(connection, handover, database.settings.deployment)

    return Taker(database, handing, peers, begin, take, lacking)
