"""The receiver's side: asks the others what is handed over to us, takes each item whole or not at all, says so.

It remembers nothing between two looks but what is committed, so it goes on wherever a crash or a cut left it: an item that
is taken already is receipted again, one that is not is given again as it was sealed.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from shared.contracts.shapes.handover import HandoverState
from shared.runtime import failpoints
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.federation.handing.packages import OrdersAnswer, Package, Receipt, TakeAnswer
from shared.runtime.federation.handing.tables import HandoverTables
from shared.runtime.federation.peers import PeerAway, Peers
from shared.runtime.looking import looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
AT_A_TURN = 10
"""Answers taken from one deployment before the next one's turn."""

Take = Callable[[UnitOfWork, HandoverState, Package], Awaitable[list[dict[str, object]]]]
"""Stores an item and records that it is ours now; answers the audit that came with it."""

Begin = Callable[[HandoverState, bool], Awaitable[frozenset[str] | None]]
"""Makes ready for a handover (and whether its date has come); answers items that must wait, or None: all must."""


Lacking = Callable[[HandoverState], Awaitable[list[str]]]
"""Items here whose followers should have come and did not."""


async def _nothing(_: HandoverState) -> list[str]:
    return []


class PackageRefused(Exception):
    """What was stored is not what was given; the item stays with neither until a person has looked."""


class NotYet(Exception):
    """The item must wait for something here; it is asked for again at the next look."""


class Taker:
    """One per owning service."""

    def __init__(
        self, database: Database, tables: HandoverTables, peers: Peers, begin: Begin, take: Take,
        lacking: Lacking | None = None,
    ) -> None:  # fmt: skip
        self._database, self._tables, self._peers = database, tables, peers
        self._begin, self._take, self._settings = begin, take, database.settings
        self._lacking = lacking or _nothing
        self._next = -1

    def loops(self) -> dict[str, Loop]:
        """A loop that asks one deployment after the other; in the first worker alone."""
        if self._settings.worker != 0:
            return {}
        return {"taking_over": looking(self.turn, self._settings.take_over_every_s, "taking_over_waits")}

    async def turn(self) -> int:
        """Asks the next deployment; how many items came."""
        regions = self._peers.regions(self._settings.service)
        self._next += 1
        return await self._ask(regions[self._next % len(regions)]) if regions else 0

    async def look(self) -> None:
        """Takes what can be taken now. A deployment that is away holds up no other."""
        for region in self._peers.regions(self._settings.service):
            while await self._ask(region):
                pass

    async def _ask(self, region: str) -> int:
        try:
            return await self._from(region)
        except PeerAway as away:
            log.info("handover_waits", region=region, code=away.code)
            return 0

    async def _from(self, region: str) -> int:
        path = f"/handovers?receiving={self._settings.deployment}"
        known = await self._peers.ask(region, self._settings.service, path, OrdersAnswer)
        taken = 0
        for handover in known.handovers:
            mine = (handover.giving, handover.receiving) == (region, self._settings.deployment)
            if not mine or handover.called_back is not None:
                continue
            try:
                held_back = await self._begin(handover, handover.handover_id in known.due)
                if held_back is not None:
                    taken += await self._items(region, handover, held_back)
            except PeerAway as refused:
                # One that is refused, say because the country was moved again since, holds up no other.
                if refused.code != "status_409":
                    raise
                log.info("handover_waits", region=region, code=refused.code)
        return taken

    async def _items(self, region: str, handover: HandoverState, held_back: frozenset[str]) -> int:
        taken, received, wanted = 0, list[Receipt](), list[str]()
        for _ in range(AT_A_TURN):
            body: dict[str, Any] = {"received": [r.model_dump() for r in received], "held_back": sorted(held_back)}
            # Said only by those that need it: an older release refuses words it does not know.
            body |= {"epoch": self._settings.epoch} if self._settings.epoch > 1 else {}
            body |= {"wanted": wanted} if wanted else {}
            path = f"/handovers/{handover.handover_id}/items"
            answer = await self._peers.ask(region, self._settings.service, path, TakeAnswer, body)
            received = [
                Receipt(kind=package.kind, id=package.id, digest=package.digest)
                for package in answer.packages if await self._whole(handover, package)
            ]  # fmt: skip
            taken += len(received)
            if not received:
                # What should have followed and is nowhere on its way is asked for by name, once.
                lacking = [] if wanted or answer.packages or answer.left else await self._lacking(handover)
                if not lacking:
                    break
                wanted = lacking
        return taken

    async def _whole(self, handover: HandoverState, package: Package) -> bool:
        """Whether an item is ours now; what is not is given again."""
        named = {"region": handover.giving, "kind": package.kind, "aggregate": package.id}
        if not package.is_whole():
            log.error("package_broken", **named)
            return False
        try:
            await self._one(handover, package)
        except NotYet:
            return False
        except (ValidationError, PackageRefused, IntegrityError) as fault:
            log.error("package_refused", **named, error=type(fault).__name__)
            return False
        failpoints.hit("handover_taken")
        return True

    async def _one(self, handover: HandoverState, package: Package) -> None:
        table = self._tables.taken
        named = {"handover_id": handover.handover_id, "kind": package.kind, "id": package.id}
        async with self._database.unit_of_work(ByClock(handover.handover_id)) as uow:
            known = sa.select(table.c.digest).where(*(table.c[name] == value for name, value in named.items()))
            if (await uow.connection.execute(known)).one_or_none() is not None:
                return
            giver = Giver(uow.connection, self._tables)
            await giver.keep(handover)
            if await giver.went_on(package.kind, package.id, package.version):
                # We were restored, and heard from another deployment that it took the item on from here.
                audit = package.content["audit"]
            else:
                audit = await self._take(uow, handover, package)
            row = {"giving": handover.giving, "version": package.version, "digest": package.digest, "audit": audit}
            await uow.connection.execute(sa.insert(table).values(**named, **row, taken_at=uow.clock.now()))
        log.info("item_taken_over", region=handover.giving, kind=package.kind, aggregate=package.id)
