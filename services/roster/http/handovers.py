"""Offers go to the deployment their lead party's country was handed over to (WM 6, 7)."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.actions.hand_over import take_over
from services.roster.http.sealing import seal_offer
from services.roster.storage import moving
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.modalities.access import actions as a
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.federation.handing.packages import Package
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers
from shared.runtime.http.handovers import items_route, orders_route, taken_route


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, here = APIRouter(tags=["handovers"]), database.settings.deployment
    orders_route(router, database, handing, "Handovers known here", shown=has_begun, due=has_begun)
    taken_route(router, database, handing)

    async def seal(uow: UnitOfWork, giver: Giver, handover: HandoverState, most: int) -> None:
        last = await giver.last_of(handover.country)
        if last is None or last.handover_id != handover.handover_id or handover.giving != here:
            return
        for one in await moving.to_go(uow.connection, handover.country, most):
            await seal_offer(uow, giver, handover, one)

    async def left(connection: AsyncConnection, handover: HandoverState) -> int:
        return await moving.left(connection, handover.country)

    items_route(router, database, handing, "What is received, and the next offers, sealed",
                numbers=moving.last_numbers, seal=seal, left=left, still=moving.stands_sealed)  # fmt: skip
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
