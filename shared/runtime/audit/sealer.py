"""Gives audit rows their place in the chain a little after they are written, so that commands never wait."""

import sqlalchemy as sa

from shared.runtime import failpoints
from shared.runtime.audit.chain import GENESIS, Break, row_hash, verify
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import Cause

BATCH = 500
_LOCK = 0x41435347  # one sealer per database at a time


class Sealer:
    """Seals in order of writing; rows of a transaction that commits late simply come later in the chain."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> int:
        """Seals; how many, if there may be more."""
        sealed = await self.seal()
        return sealed if sealed == BATCH else 0

    async def seal(self) -> int:
        """Seals the next rows; how many."""
        table = self._database.tables.audit
        async with self._database.unit_of_work(Cause(None, "audit"), recovering=True) as uow:
            if not (await uow.connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK)))).scalar_one():
                return 0
            unsealed = sa.select(table).where(table.c.sealed.is_(None)).order_by(table.c.id).limit(BATCH)
            rows = (await uow.connection.execute(unsealed)).mappings().all()
            if not rows:
                return 0
            last = sa.select(table.c.sealed, table.c.hash).where(table.c.sealed.is_not(None))
            head = (await uow.connection.execute(last.order_by(table.c.sealed.desc()).limit(1))).one_or_none()
            place, previous = (head.sealed, bytes(head.hash)) if head else (0, GENESIS)
            links = []
            for row in rows:
                place += 1
                previous = row_hash(previous, place, dict(row))
                links.append({"row_id": row["id"], "place": place, "link": previous})
            chained = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
            chained = chained.values(sealed=sa.bindparam("place"), hash=sa.bindparam("link"))
            await uow.connection.execute(chained, links)
            failpoints.hit("audit_after_append")
            return len(rows)

    async def check(self) -> Break | None:
        """Verifies the whole chain."""
        table = self._database.tables.audit
        async with self._database.reading() as connection:
            rows = await connection.execute(
                sa.select(table).where(table.c.sealed.is_not(None)).order_by(table.c.sealed)
            )
            return verify(dict(row) for row in rows.mappings())
