"""An owner restored from a backup of before a handover: hears from the receivers what they took, and seals it again.

Its epoch was raised, so it knows that its memory ends early. Until every peer has said what it took from here, nothing is
written: neither commands nor events are answered, since what they would change may belong to somebody else (ADR 7).
"""

from collections.abc import Awaitable, Callable

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from shared.contracts.shapes.handover import HandoverState
from shared.modalities.errors import NotFound, Retryable
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, version_of
from shared.runtime.federation.handing.packages import TakenAnswer, TakenItem
from shared.runtime.federation.handing.tables import HandoverTables
from shared.runtime.federation.peers import PeerAway, Peers
from shared.runtime.looking import looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
EVERYBODY = "*"
"""Stands for all peers that were known when the last of them had answered."""

Adopt = Callable[[UnitOfWork, HandoverState], Awaitable[None]]
"""What else follows when a handover turns out to have begun."""

SealAgain = Callable[[UnitOfWork, Giver, HandoverState, TakenItem], Awaitable[bool]]
"""Seals an item as at least the version it was taken in; False when the backup does not have it at all."""


async def nothing_more(_: UnitOfWork, __: HandoverState) -> None:
    """The handover itself is all that is kept of it."""


class Recovery:
    """One per owning service. Closes its database to writes while it must."""

    def __init__(
        self,
        database: Database,
        tables: HandoverTables,
        peers: Peers,
        seal_again: SealAgain,
        adopt: Adopt = nothing_more,
    ) -> None:
        self._database, self._tables, self._peers = database, tables, peers
        self._seal_again, self._adopt, self._settings = seal_again, adopt, database.settings
        self._regions = peers.regions(self._settings.service)
        if self._settings.epoch > 1 and self._regions:
            database.guard = self.guard

    def loops(self) -> dict[str, Loop]:
        """A loop that asks until all have answered; in the first worker alone, and only in a raised epoch."""
        if self._settings.worker != 0 or self._database.guard is None:
            return {}
        return {"recovering": looking(self.look, self._settings.take_over_every_s, "recovering_waits")}

    async def guard(self) -> None:
        """Raises Retryable while a peer may have what is changed here."""
        named = {one.strip() for one in self._settings.recovered_without.split(",")}
        if waiting := sorted(set(await self._unheard()) - named):
            words = f"Restored from a backup; what {', '.join(waiting)} took over from here is not heard yet"
            raise Retryable("being_recovered", words, 5)

    async def look(self) -> None:
        """Asks whom it has not heard in this epoch. A peer that is away holds up the writes, but no other peer."""
        for region in await self._unheard():
            try:
                await self._hear(region)
            except PeerAway as away:
                log.warning("recovery_waits", region=region, code=away.code)
        if not await self._unheard():
            async with self._database.unit_of_work(_CAUSE, recovering=True) as uow:
                await self._heard(uow, EVERYBODY)
            self._database.guard = None

    async def _unheard(self) -> list[str]:
        if self._database.guard is None:
            return []
        table = self._tables.recovered
        query = sa.select(table.c.peer).where(table.c.epoch >= self._settings.epoch)
        async with self._database.reading() as connection:
            heard = set((await connection.execute(query)).scalars())
        return [] if EVERYBODY in heard else [region for region in self._regions if region not in heard]

    async def _heard(self, uow: UnitOfWork, region: str) -> None:
        row = {"peer": region, "epoch": self._settings.epoch}
        written = insert(self._tables.recovered).values(row)
        await uow.connection.execute(written.on_conflict_do_update(index_elements=["peer"], set_=row))

    async def _hear(self, region: str) -> None:
        service, here = self._settings.service, self._settings.deployment
        more, after, count = True, "", 0
        while more:
            page = await self._peers.ask(region, service, "/handovers/taken", TakenAnswer, giving=here, after=after)
            more, after = page.more, page.items[-1].place if page.items else ""
            async with self._database.unit_of_work(_CAUSE, recovering=True) as uow:
                count += await self._page(uow, region, page)
                if not more:
                    await self._heard(uow, region)
        log.warning("recovered", region=region, epoch=self._settings.epoch, count=count)

    async def _page(self, uow: UnitOfWork, region: str, page: TakenAnswer) -> int:
        giver, here, count = Giver(uow.connection, self._tables), self._settings.deployment, 0
        mine = {h.handover_id: h for h in page.handovers if (h.giving, h.receiving) == (here, region)}
        for handover in mine.values():
            if await self._is_news(giver, handover):
                await giver.keep(handover)
                await self._adopt(uow, handover)
        for item in page.items:
            handover_of_it = mine.get(item.handover_id)
            # What we remember having sealed we remember the end of too: it may even have come back since.
            if handover_of_it is None or await giver.sealed_as(item.handover_id, item.kind, item.id) is not None:
                continue
            count += 1
            if not await self._seal_again(uow, giver, handover_of_it, item):
                await giver.seal(uow, item.handover_id, item.kind, item.id, item.version, {})
            await giver.has_been_received(uow, item.handover_id, item.kind, item.id, page.epoch)
        return count

    @staticmethod
    async def _is_news(giver: Giver, handover: HandoverState) -> bool:
        try:
            _, version = await giver.find(handover.handover_id, lock=True)
        except NotFound:
            return True
        return version < version_of(handover)


_CAUSE = ByClock("recovering")
