"""A country's requests go to another deployment, and come from there (WM 6).

Opened by the receiver on its date; a request is sealed for it in a handover that goes on, and again where a backup had
forgotten it; taken whole at the receiver.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.intake.actions import hand_over as act
from services.intake.storage import homes, moving
from services.intake.storage.repository import RequestRepository
from services.intake.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, standing
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P6
from shared.runtime import failpoints
from shared.runtime.db.cause import ByActor, ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import OwnersAnswer, head
from shared.runtime.federation.handing.giver import Giver, audit_of, found_by, version_of
from shared.runtime.federation.handing.packages import (
    AT_ONCE,
    HeldBackAnswer,
    Package,
    TakeAnswer,
    TakeBody,
    TakenItem,
)
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers


class Opening(OwnersAnswer):
    """The country's requests are received elsewhere from now on; its references go on after these numbers, by year."""

    handover: HandoverState
    last_numbers: dict[int, int] = Field(description="Year -> last number of a reference given here")


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


tables = handing
"""Of handovers, for routes that are the same for every owner."""


async def taken_by_receiver(giver: Giver, actor: Actor, handover_id: str, here: str) -> HandoverState:
    """The handover, locked, for the deployment that receives the country. Raises NotFound, NotPermitted, Conflict."""
    found, _ = await giver.find(handover_id, lock=True)
    authorise(actor, a.TAKE_HANDOVER, of_deployment(found.receiving))
    if found.giving != here:
        raise Conflict("not_given_here", "This deployment receives the country", P6)
    return found


async def _note(uow: UnitOfWork, handover: HandoverState, *, audited: bool = False) -> None:
    """Our own services and officers hear of it from us."""
    await Giver(uow.connection, handing).keep(handover)
    act.record_handover(uow, handover, version_of(handover))
    if audited:
        uow.audit(a.TAKE_HANDOVER.name, P6, handover.handover_id, version_of(handover))


async def open_handover(database: Database, cause: ByActor, handover_id: str) -> Opening:
    """The receiver is there: the country moves. Raises NotFound, NotPermitted, Conflict."""
    here, clock = database.settings.deployment, database.clock
    async with database.unit_of_work(cause) as uow:
        giver = Giver(uow.connection, handing)
        handover = await taken_by_receiver(giver, cause.actor, handover_id, here)
        if handover.status == "ordered":
            handover = act.begun(handover, clock.now())
            await homes.move(uow.connection, handover, here, clock.now())
            await _note(uow, handover, audited=True)
        elif not await homes.moved_by(uow.connection, handover.handover_id):
            raise Conflict("superseded", "The country was moved again since", P6)
        numbers = await homes.close_counters(uow.connection, handover, clock.now().year)
    return Opening(**head(database.settings, clock.now()), handover=handover, last_numbers=numbers)


async def give_items(
    database: Database, cause: ByActor, handover_id: str, body: Callable[[], Awaitable[TakeBody]]
) -> TakeAnswer:
    """Notes what is received, seals the next items, gives what is sealed. Raises NotFound, NotPermitted, Conflict, Invalid."""
    clock = database.clock
    async with database.unit_of_work(cause) as uow:
        giver = Giver(uow.connection, handing)
        handover = await taken_by_receiver(giver, cause.actor, handover_id, database.settings.deployment)
        said = await body()
        if handover.status == "ordered":
            raise Conflict("not_begun", "The handover has not begun", P6)
        await giver.receipts(uow, handover.handover_id, said.received, said.epoch)
        await giver.forgotten(handover.handover_id, said.epoch, moving.stands_sealed)
        room = AT_ONCE - len(await giver.waiting(handover.handover_id, said.epoch))
        if await homes.moved_by(uow.connection, handover.handover_id):
            for one in await moving.to_go(uow.connection, handover.country, said.held_back, room):
                await seal_request(uow, giver, handover, one)
        packages = await giver.waiting(handover.handover_id, said.epoch)
        count = await moving.left(uow.connection, handover.country)
        if handover.status == "begun" and not packages and count == 0:
            handover = handover.model_copy(update={"status": "completed", "completed_at": clock.now()})
            await _note(uow, handover, audited=True)
    failpoints.hit("handover_sealed")
    return TakeAnswer(**head(database.settings, clock.now()), handover=handover, packages=tuple(packages), left=count)


async def read_handover(database: Database, actor: Actor, handover_id: str) -> TakeAnswer:
    """How far a handover is. Raises NotFound."""
    async with database.reading(Work("handover")) as connection:
        handover, _ = await Giver(connection, handing).find(handover_id)
        found_by(actor, handover)
        count = await moving.left(connection, handover.country)
    return TakeAnswer(**head(database.settings, database.clock.now()), handover=handover, packages=(), left=count)


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


def taking(database: Database, peers: Peers) -> Taker:
    """The taker of requests."""
    here = database.settings.deployment

    async def known(handover: HandoverState) -> HandoverState | None:
        async with database.reading(Work("handover")) as connection:
            found = await Giver(connection, handing).listed()
        return next((one for one in found if one.handover_id == handover.handover_id), None)

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
                await _note(uow, opened.handover)
        elif ours.status != handover.status:
            async with database.unit_of_work(ByClock(handover.handover_id)) as uow:
                await _note(uow, handover)
        path = f"/handovers/{handover.handover_id}/held-back"
        # A request goes when nothing of it is being reserved; matching, which knows, seals its board after it.
        waiting = await peers.ask(handover.giving, "matching", path, HeldBackAnswer)
        return frozenset(waiting.held_back)

    async def take(uow: UnitOfWork, handover: HandoverState, package: Package) -> list[dict[str, Any]]:
        state = await moving.store(uow.connection, package.content)
        if state is not None:
            sealed_at = datetime.fromisoformat(package.content["sealed_at"])
            requests = RequestRepository(uow.connection)
            await act.take_over(requests, uow, handover, state, package.version, sealed_at)
        audit: list[dict[str, Any]] = package.content["audit"]
        return audit

    return Taker(database, handing, peers, begin, take)
