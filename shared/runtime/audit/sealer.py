"""Gives audit rows their place in the chain a little after they are written, so that commands never wait."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime import failpoints
from shared.runtime.audit.chain import COVERED, GENESIS, Break, Verifier, row_hash
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

BATCH, AT_ONCE = 500, 2000
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
        async with self._database.unit_of_work(ByClock("audit"), recovering=True) as uow:
            if not (await uow.connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK)))).scalar_one():
                return 0
            unsealed = sa.select(table).where(table.c.sealed.is_(None)).order_by(table.c.id).limit(BATCH)
            rows = (await uow.connection.execute(unsealed)).mappings().all()
            if not rows:
                return 0
            place, previous = await head_of(uow.connection, table)
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

    async def check(self, heads: Mapping[int, bytes] | None = None) -> Break | None:
        """Verifies the whole chain, also against heads that somebody else saw; row by row, however long it is."""
        table, verifier = self._database.tables.audit, Verifier(heads)
        query = sa.select(*(table.c[name] for name in (*COVERED, "sealed", "hash")))
        query = query.where(table.c.sealed.is_not(None)).order_by(table.c.sealed)
        async with (
            self._database.reading() as connection,
            connection.stream(query, execution_options={"yield_per": AT_ONCE}) as rows,
        ):
            async for batch in rows.mappings().partitions():
                for row in batch:
                    if (found := verifier.take(dict(row))) is not None:
                        return found
        return verifier.end()


async def head_of(connection: AsyncConnection, table: sa.Table) -> tuple[int, bytes]:
    """Place and hash of the last sealed row; 0 when there is none."""
    last = sa.select(table.c.sealed, table.c.hash).where(table.c.sealed.is_not(None))
    found = (await connection.execute(last.order_by(table.c.sealed.desc()).limit(1))).one_or_none()
    return (found.sealed, bytes(found.hash)) if found else (0, GENESIS)
