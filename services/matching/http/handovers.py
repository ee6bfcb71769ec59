"""Boards follow their requests to the deployment a country was handed over to (WM 6, 11)."""

from datetime import datetime
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from services.matching.actions.change_need import record_need
from services.matching.actions.hand_over import hand_over_match, take_over_board, taken
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.modalities.access import actions as a
from shared.modalities.access.resource import ANYTHING, Resource
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.packages import (
    AT_ONCE,
    HeldBackAnswer,
    OrdersAnswer,
    Package,
    TakeAnswer,
    TakeBody,
)
from shared.runtime.federation.handing.taker import NotYet, Taker
from shared.runtime.federation.peers import Peers
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise
from shared.runtime.http.described import text
from shared.runtime.http.routes import body_of, cause_of, json, route

ONE = "/handovers/{handover_id}"


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, clock, here = APIRouter(tags=["handovers"]), database.clock, database.settings.deployment

    def head() -> dict[str, Any]:
        settings = database.settings
        return {"deployment": here, "service": settings.service, "epoch": settings.epoch, "now": clock.now()}

    @route(router, "GET", "/handovers", a.READ_HANDOVER, summary="Handovers known here", answer=OrdersAnswer,
           parameters=(text("receiving", "Only handovers to this deployment"),))  # fmt: skip
    async def read_handovers(request: Request) -> Response:
        authorise(await actor_of(request), a.READ_HANDOVER, ANYTHING)
        asked = Asked(request)
        receiving = asked.text("receiving", "")
        asked.check()
        async with database.reading() as connection:
            found = await Giver(connection, handing).listed(receiving or None)
        begun = tuple(one for one in found if one.giving == here and one.status != "ordered")
        return json(OrdersAnswer(**head(), handovers=begun, due=tuple(one.handover_id for one in begun)))

    @route(router, "GET", ONE + "/held-back", a.READ_HANDOVER, summary="Requests that may not move yet, and why",
           answer=HeldBackAnswer)  # fmt: skip
    async def read_held_back(request: Request) -> Response:
        authorise(await actor_of(request), a.READ_HANDOVER, ANYTHING)
        async with database.reading() as connection:
            handover, _ = await Giver(connection, handing).find(request.path_params["handover_id"])
            found = await moving.held_back(connection, handover.country)
        return json(HeldBackAnswer(**head(), held_back=found))

    async def seal(uow: UnitOfWork, handover: HandoverState, request_id: str) -> None:
        board, giver = BoardRepository(uow.connection), Giver(uow.connection, handing)
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

    @route(router, "POST", ONE + "/items", a.TAKE_HANDOVER, summary="What is received, and the next boards, sealed",
           body=TakeBody, answer=TakeAnswer, key=False)  # fmt: skip
    async def take_items(request: Request) -> Response:
        async with database.unit_of_work(await cause_of(request)) as uow:
            giver, actor = Giver(uow.connection, handing), await actor_of(request)
            authorise(actor, a.READ_HANDOVER, ANYTHING)
            handover, _ = await giver.find(request.path_params["handover_id"], lock=True)
            authorise(actor, a.TAKE_HANDOVER, Resource(handover.receiving))
            body = await body_of(request, TakeBody)
            await giver.receipts(uow, handover.handover_id, body.received)
            if not await giver.has_sealed(handover.handover_id, "counters"):
                numbers = {"last": await moving.last_numbers(uow.connection, handover), "audit": []}
                await giver.seal(uow, handover.handover_id, "counters", handover.country, 1, numbers)
            waiting = len(await giver.waiting(handover.handover_id))
            for one in await moving.to_go(uow.connection, handover.handover_id, AT_ONCE - waiting):
                await seal(uow, handover, one)
            packages = await giver.waiting(handover.handover_id)
            left = len(await moving.to_go(uow.connection, handover.handover_id, 1_000_000))
        failpoints.hit("handover_sealed")
        return json(TakeAnswer(**head(), handover=handover, packages=tuple(packages), left=left))

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
