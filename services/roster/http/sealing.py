"""An offer is sealed for its receiver (WM 6): in a handover that goes on, and again where a backup had forgotten it."""

from uuid import UUID

from services.roster.actions.hand_over import hand_over
from services.roster.storage import moving
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import handing
from shared.contracts.shapes.handover import AWAITING_PARTIES, HandoverState, standing
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of
from shared.runtime.federation.handing.packages import TakenItem
from shared.runtime.federation.handing.recovery import Recovery
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


def recovering(database: Database, peers: Peers) -> Recovery:
    """What the roster does when it was restored from a backup of before a handover."""

    async def seal_again(uow: UnitOfWork, giver: Giver, handover: HandoverState, item: TakenItem) -> bool:
        try:
            return item.kind == "offer" and await seal_offer(uow, giver, handover, item.id, item.version)
        except NotFound:
            return False

    return Recovery(database, handing, peers, seal_again)
