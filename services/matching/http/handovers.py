"""Boards follow their requests to the deployment a country was handed over to (WM 6, 11)."""

from datetime import datetime
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.actions.change_need import record_need
from services.matching.actions.hand_over import hand_over_match, take_over_board, taken
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.modalities.access import actions as a
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import head
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.packages import (
    HeldBackAnswer,
    Package,
)
from shared.runtime.federation.handing.taker import NotYet, Taker
from shared.runtime.federation.peers import Peers
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise
from shared.runtime.http.handovers import ONE, items_route, orders_route
from shared.runtime.http.routes import json, route


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, clock = APIRouter(tags=["handovers"]), database.clock
    orders_route(router, database, handing, "Handovers known here", shown=has_begun, due=has_begun)

    @route(router, "GET", ONE + "/held-back", a.READ_HANDOVER, summary="Requests that may not move yet, and why",
           answer=HeldBackAnswer)  # fmt: skip
    async def read_held_back(request: Request) -> Response:
        authorise(await actor_of(request), a.READ_HANDOVER, ANYTHING)
        async with database.reading() as connection:
            handover, _ = await Giver(connection, handing).find(request.path_params["handover_id"])
            found = await moving.held_back(connection, handover.country)
        return json(HeldBackAnswer(**head(database.settings, clock.now()), held_back=found))

    async def seal_board(uow: UnitOfWork, giver: Giver, handover: HandoverState, request_id: str) -> None:
        board = BoardRepository(uow.connection)
        need, version = await board.need(request_id)
        content: dict[str, Any] = {"request_id": request_id, "sealed_at": clock.now().isoformat()}
        content |= {"need": None, "matches": [], "calls": await moving.calls_of(uow.connection, request_id)}
        audit = await audit_of(uow, request_id)
        if version:
            await moving.mark_need(uow.connection, request_id, handover.receiving)
            await record_need(board, uow, request_id, need, version + 1)
            content["need"] = {"version": version + 1, "lines": [line.model_dump(mode="json") for line in need]}
        for row in await moving.matches_that_go(uow.connection, request_id):
            match = MatchState.model_validate(row.state)
            sealed = await hand_over_match(board, uow, handover, match, row.version)
            public = await moving.public_version(uow.connection, match.match_id)
            content["matches"].append({"state": row.state, "version": sealed, "public_version": public})
            audit += await audit_of(uow, match.match_id)
        whole = orjson.loads(orjson.dumps(content | {"audit": audit}))
        await giver.seal(uow, handover.handover_id, "board", request_id, version + 1, whole)

    async def seal(uow: UnitOfWork, giver: Giver, handover: HandoverState, most: int) -> None:
        for one in await moving.to_go(uow.connection, handover.handover_id, most):
            await seal_board(uow, giver, handover, one)

    async def left(connection: AsyncConnection, handover: HandoverState) -> int:
        return await moving.left(connection, handover.handover_id)

    items_route(router, database, handing, "What is received, and the next boards, sealed",
                numbers=moving.last_numbers, seal=seal, left=left)  # fmt: skip
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

    return Taker(database, handing, peers, begin, take)
