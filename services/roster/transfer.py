"""Offers go to the deployment their lead party's country was handed over to, and come from there (WM 6, 7).

An offer is sealed for its receiver in a handover that goes on, and again where a backup had forgotten it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.actions.hand_over import hand_over, take_over
from services.roster.storage import moving
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.shapes.handover import AWAITING_PARTIES, HandoverState, standing
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.offering import Offering
from shared.runtime.federation.handing.packages import Package, TakenItem
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers


async def seal_offer(uow: UnitOfWork, giver: Giver, handover: HandoverState, one: str, at_least: int = 0) -> bool:
    """Seals an offer, as ``at_least`` this version; False while it must wait, or when it is over. Raises NotFound."""
    offers = OfferRepository(uow.connection)
    state, version = await offers.locked(UUID(one))
    # Under its lock nothing more is held of it. What a receiver has taken is not waited for any more.
    if standing(state) not in {"live", AWAITING_PARTIES} or (
        not at_least and await moving.is_held(uow.connection, one)
    ):
        return False
    content = await moving.content_of(uow.connection, one)
    sealed = await hand_over(offers, uow, handover, state, max(version, at_least - 1))
    uow.audit(a.TAKE_HANDOVER.name, a.TAKE_HANDOVER.paragraph, one, sealed)
    public = (await moving.content_of(uow.connection, one))["public_version"]
    content |= {"version": sealed, "public_version": public, "audit": await audit_of(uow, one),
                "sealed_at": uow.clock.now().isoformat()}  # fmt: skip
    await giver.seal(uow, handover.handover_id, "offer", one, sealed, content)
    return True


def offering(here: str) -> Offering:
    """How offers are given to a receiver."""

    async def seal(uow: UnitOfWork, giver: Giver, handover: HandoverState, most: int) -> None:
        last = await giver.last_of(handover.country)
        if last is None or last.handover_id != handover.handover_id or handover.giving != here:
            return
        for one in await moving.to_go(uow.connection, handover.country, most):
            await seal_offer(uow, giver, handover, one)

    async def left(connection: AsyncConnection, handover: HandoverState) -> int:
        return await moving.left(connection, handover.country)

    return Offering(handing, moving.last_numbers, seal, left, moving.stands_sealed)


def recovering(database: Database, peers: Peers) -> Recovery:
    """What the roster does when it was restored from a backup of before a handover."""

    async def seal_again(uow: UnitOfWork, giver: Giver, handover: HandoverState, item: TakenItem) -> bool:
        try:
            return item.kind == "offer" and await seal_offer(uow, giver, handover, item.id, item.version)
        except NotFound:
            return False

    return Recovery(database, handing, peers, seal_again)


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
