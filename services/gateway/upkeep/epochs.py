"""A region that was restored from a backup raises its epoch; the read model is brought in line, and says what is lost.

The owner's state wins whatever we have. What it has forgotten is listed, never silently dropped: items it has nothing
of, and states that are newer than the one it was set back to.
"""

from datetime import datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
import structlog

from services.gateway.http.owner import KnownOwners, Owner
from services.gateway.projections.projector import lock
from services.gateway.projections.statements import FORGOTTEN
from services.gateway.read_model.ledger_table_rows import ReconciliationRow
from services.gateway.read_model.ledger_tables import reconciliation
from services.gateway.read_model.steps import SET_BACK
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.comparing import compare
from services.gateway.upkeep.taking_over import set_back, take_over, tell, vanish
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.federation.peers import PeerAway

log = structlog.get_logger()
_CAUSE = ByClock("reconciling")


class ReconciliationChange(TypedDict, total=False):
    """What changes of one; the rest stays."""

    done_at: datetime
    taken_over: int
    vanished: int
    attempts: int
    next_at: datetime
    error: str | None


class Reconciler:
    """Works through new epochs, one after the other."""

    def __init__(self, database: Database, settings: GatewaySettings, peers: KnownOwners) -> None:
        self._database, self._settings, self._peers = database, settings, peers

    async def due(self) -> list[ReconciliationRow]:
        """Reconciliations whose turn has come, the oldest epoch first."""
        table, now = reconciliation, self._database.clock.now()
        query = sa.select(table).where(table.c.done_at.is_(None), table.c.next_at <= now).order_by(table.c.epoch)
        async with self._database.reading() as connection:
            return list(await connection.execute(query))

    async def next_due(self) -> datetime | None:
        """When the turn of the first comes."""
        first = sa.select(sa.func.min(reconciliation.c.next_at)).where(reconciliation.c.done_at.is_(None))
        async with self._database.reading() as connection:
            found: datetime | None = (await connection.execute(first)).scalar_one()
            return found

    async def reconcile(self, row: ReconciliationRow) -> bool:
        """Brings one source in line with its owner; False when the owner could not be asked."""
        try:
            owner = self._peers.owner(row.region, row.source.rpartition("/")[2])
            counts = [await self._kind(owner, kind, row.epoch) for kind in owner.kinds]
        except PeerAway as away:
            await self._put_off(row, away.code)
            return False
        taken, vanished = sum(c[0] for c in counts), sum(c[1] for c in counts)
        done: ReconciliationChange = {
            "done_at": self._database.clock.now(), "taken_over": taken, "vanished": vanished, "error": None,
        }  # fmt: skip
        await self._note(row, done)
        log.warning(
            "epoch_reconciled", region=row.region, source=row.source, epoch=row.epoch, rows=taken, count=vanished
        )
        return True

    async def _kind(self, owner: Owner, kind: str, epoch: int) -> tuple[int, int]:
        """Takes over what differs; answers how many states were taken over, and how many have vanished."""
        found = await compare(self._database, owner, kind, self._settings.compare_buckets)
        if found.epoch < epoch:
            raise PeerAway("older_epoch")
        lost = await set_back(self._database, owner, kind, found.differences, found.epoch)
        taken = await take_over(self._database, owner, kind, found.differences, final=True)
        lost += await vanish(self._database, owner, kind, found.differences, found.epoch)
        return taken, lost + await self._forgotten(owner, kind, found.epoch)

    async def _forgotten(self, owner: Owner, kind: str, epoch: int) -> int:
        """Lists states of earlier epochs in whose place the new epoch has told others."""
        async with self._database.unit_of_work(_CAUSE) as uow:
            await lock(uow, [owner.region])
            given = {"region": owner.region, "kind": kind, "source": owner.source, "epoch": epoch}
            listed = (await uow.connection.execute(FORGOTTEN, given | {"now": uow.clock.now()})).all()
            await tell(uow, owner, [(kind, r.item_id, epoch, r.version) for r in listed], SET_BACK)
        return len(listed)

    async def _put_off(self, row: ReconciliationRow, code: str) -> None:
        wait = min(2.0 ** min(row.attempts, 20), self._settings.pull_most_wait_s)
        next_at = self._database.clock.now() + timedelta(seconds=wait)
        await self._note(row, {"attempts": row.attempts + 1, "next_at": next_at, "error": code})
        log.warning("reconciliation_waits", region=row.region, source=row.source, epoch=row.epoch, code=code)

    async def _note(self, row: ReconciliationRow, values: ReconciliationChange) -> None:
        table = reconciliation
        mine = (table.c.region == row.region, table.c.source == row.source, table.c.epoch == row.epoch)
        async with self._database.unit_of_work(_CAUSE) as uow:
            await uow.connection.execute(sa.update(table).where(*mine).values(values))
