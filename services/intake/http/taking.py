"""The receiving deployment's intake: opens a handover on its date, and takes the country's requests whole (WM 6)."""

from datetime import datetime
from typing import Any

from services.intake.actions.hand_over import record_handover, take_over
from services.intake.http.handovers import Opening
from services.intake.storage import homes, moving
from services.intake.storage.repository import RequestRepository
from services.intake.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, version_of
from shared.runtime.federation.handing.packages import HeldBackAnswer, Package
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers


def taking(database: Database, peers: Peers) -> Taker:
    """The taker of requests."""
    here = database.settings.deployment

    async def known(handover: HandoverState) -> HandoverState | None:
        async with database.reading() as connection:
            found = await Giver(connection, handing).listed()
        return next((one for one in found if one.handover_id == handover.handover_id), None)

    async def note(uow: UnitOfWork, handover: HandoverState) -> None:
        """Our own services and officers hear of it from us."""
        await Giver(uow.connection, handing).keep(handover)
        record_handover(uow, handover, version_of(handover))

    async def begin(handover: HandoverState, due: bool) -> frozenset[str] | None:
        """Only with the counters of its references may a country's requests be received here."""
        if not due:
            return None
        ours = await known(handover)
        if ours is None:
            path = f"/handovers/{handover.handover_id}/opening"
            opened = await peers.ask(handover.giving, "intake", path, Opening, {})
            async with database.unit_of_work(ByClock(handover.handover_id)) as uow:
                last = await Giver(uow.connection, handing).last_of(handover.country)
                # We were restored: what the country went on to from here we have heard from its receiver.
                if last is None or str(last.begun_at) <= str(opened.handover.begun_at):
                    await homes.open_counters(uow.connection, handover, opened.last_numbers)
                    await homes.move(uow.connection, handover, here, uow.clock.now())
                await note(uow, opened.handover)
        elif ours.status != handover.status:
            async with database.unit_of_work(ByClock(handover.handover_id)) as uow:
                await note(uow, handover)
        path = f"/handovers/{handover.handover_id}/held-back"
        # A request goes when nothing of it is being reserved; matching, which knows, seals its board after it.
        waiting = await peers.ask(handover.giving, "matching", path, HeldBackAnswer)
        return frozenset(waiting.held_back)

    async def take(uow: UnitOfWork, handover: HandoverState, package: Package) -> list[dict[str, Any]]:
        state = await moving.store(uow.connection, package.content)
        if state is not None:
            sealed_at = datetime.fromisoformat(package.content["sealed_at"])
            requests = RequestRepository(uow.connection)
            await take_over(requests, uow, handover, state, package.version, sealed_at)
        audit: list[dict[str, Any]] = package.content["audit"]
        return audit

    return Taker(database, handing, peers, begin, take)
