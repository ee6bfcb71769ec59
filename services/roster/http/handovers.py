"""Offers go to the deployment their lead party's country was handed over to (WM 6, 7)."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from services.roster.actions.hand_over import hand_over, take_over
from services.roster.storage import moving
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, standing
from shared.modalities.access import actions as a
from shared.modalities.access.resource import ANYTHING, Resource
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.packages import AT_ONCE, OrdersAnswer, Package, TakeAnswer, TakeBody
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise
from shared.runtime.http.described import text
from shared.runtime.http.routes import body_of, cause_of, json, route


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

    async def seal(uow: UnitOfWork, handover: HandoverState, most: int) -> None:
        offers, giver = OfferRepository(uow.connection), Giver(uow.connection, handing)
        for one in await moving.to_go(uow.connection, handover.country, most):
            state, version = await offers.locked(one)
            # Under its lock nothing more is held of it.
            if standing(state) != "live" or await moving.is_held(uow.connection, one):
                continue
            content = await moving.content_of(uow.connection, one)
            sealed = await hand_over(offers, uow, handover, state, version)
            uow.audit(a.TAKE_HANDOVER.name, a.TAKE_HANDOVER.paragraph, one, sealed)
            public = (await moving.content_of(uow.connection, one))["public_version"]
            content |= {"version": sealed, "public_version": public, "audit": await audit_of(uow, one),
                        "sealed_at": clock.now().isoformat()}  # fmt: skip
            await giver.seal(uow, handover.handover_id, "offer", one, sealed, content)

    @route(router, "POST", "/handovers/{handover_id}/items", a.TAKE_HANDOVER, body=TakeBody, answer=TakeAnswer,
           key=False, summary="What is received, and the next offers, sealed")  # fmt: skip
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
            last = await giver.last_of(handover.country)
            if last is not None and last.handover_id == handover.handover_id and handover.giving == here:
                await seal(uow, handover, AT_ONCE - len(await giver.waiting(handover.handover_id)))
            packages = await giver.waiting(handover.handover_id)
            left = await moving.left(uow.connection, handover.country)
        failpoints.hit("handover_sealed")
        return json(TakeAnswer(**head(), handover=handover, packages=tuple(packages), left=left))

    return router


def taking(database: Database, peers: Peers) -> Taker:
    """The taker of offers, at the receiving deployment."""

    async def begin(_: HandoverState, due: bool) -> frozenset[str] | None:
        return frozenset() if due else None

    async def take(uow: UnitOfWork, handover: HandoverState, package: Package) -> list[dict[str, Any]]:
        audit: list[dict[str, Any]] = package.content["audit"]
        if package.kind == "counters":
            await moving.count_on(uow.connection, handover, package.content["last"])
            return audit
        state = await moving.store(uow.connection, package.content)
        if state is not None:
            sealed_at = datetime.fromisoformat(package.content["sealed_at"])
            await take_over(OfferRepository(uow.connection), uow, handover, state, package.version, sealed_at)
            uow.audit(a.TAKE_HANDOVER.name, a.TAKE_HANDOVER.paragraph, package.id, package.version + 1)
        return audit

    return Taker(database, handing, peers, begin, take)
