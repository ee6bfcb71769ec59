"""A request is sealed for its receiver (WM 6): in a handover that goes on, and again where a backup had forgotten it."""

from uuid import UUID

from services.intake.actions import hand_over as act
from services.intake.storage import homes, moving
from services.intake.storage.repository import RequestRepository
from services.intake.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, standing
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, audit_of, version_of
from shared.runtime.federation.handing.packages import TakenItem
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.peers import Peers


async def seal_request(uow: UnitOfWork, giver: Giver, handover: HandoverState, one: str, at_least: int = 0) -> bool:
    """Seals a request, as ``at_least`` this version; False when it is over, or handed over already. Raises NotFound."""
    requests = RequestRepository(uow.connection)
    state, version = await requests.locked(UUID(one))
    if standing(state) in moving.OVER and (not at_least or state.handed_over_to is not None):
        return False
    content = await moving.content_of(uow.connection, one)
    sealed = await act.hand_over(requests, uow, handover, state, max(version, at_least - 1))
    # What the public hears last here is counted too, and what it hears next is counted on elsewhere.
    public = (await moving.content_of(uow.connection, one))["public_version"]
    content |= {"version": sealed, "public_version": public, "audit": await audit_of(uow, one),
                "sealed_at": uow.clock.now().isoformat()}  # fmt: skip
    await giver.seal(uow, handover.handover_id, "request", one, sealed, content)
    return True


def recovering(database: Database, peers: Peers) -> Recovery:
    """What intake does when it was restored from a backup of before a handover."""
    here = database.settings.deployment

    async def adopt(uow: UnitOfWork, handover: HandoverState) -> None:
        """The country left: its counters are closed here, and our own services and Geneva hear of it."""
        giver, now = Giver(uow.connection, handing), uow.clock.now()
        act.record_handover(uow, handover, version_of(handover))
        last = await giver.last_of(handover.country)
        if last is not None and last.handover_id == handover.handover_id:
            await homes.move(uow.connection, handover, here, now)
            await homes.close_counters(uow.connection, handover, now.year)

    async def seal_again(uow: UnitOfWork, giver: Giver, handover: HandoverState, item: TakenItem) -> bool:
        try:
            return await seal_request(uow, giver, handover, item.id, item.version)
        except NotFound:
            return False

    return Recovery(database, handing, peers, seal_again, adopt)
