"""Gives audit rows their place in the chain a little after they are written, so that commands never wait."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime import failpoints
from shared.runtime.audit.chain import GENESIS, row_hash
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

BATCH, AT_ONCE = 500, 2000
_LOCK = 0x41435347  # one sealer per database at a time


class Sealer:
    """Seals in order of writing; rows of a transaction that commits late simply come later in the chain.

    ``database``: the service's, with the role of the sealer (``of``): no other role may seal.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def of(cls, database: Database) -> "Sealer":
        """The sealer of a service's database. Raises LookupError where nobody said its address."""
        settings = database.settings
        if settings.sealer_url is None:
            raise LookupError(
                "ACSG_SEALER_URL is needed: the address of this service's database for the audit's sealer"
            )
        own = settings.model_copy(update={"database_url": settings.sealer_url, "pool_size": 1})
        return cls(Database(own, database.tables, database.clock))

    async def look(self) -> int:
        """Seals; how many, if there may be more."""
        sealed = await self.seal()
        return sealed if sealed == BATCH else 0

    async def seal(self) -> int:
        """Seals the next rows; how many."""
        table = self._database.tables.audit
        async with self._database.unit_of_work(ByClock("audit"), recovering=True, looks=True) as uow:
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

    async def close(self) -> None:
        """Closes its connections."""
        await self._database.dispose()


async def head_of(connection: AsyncConnection, table: sa.Table) -> tuple[int, bytes]:
    """Place and hash of the last sealed row; 0 when there is none."""
    last = sa.select(table.c.sealed, table.c.hash).where(table.c.sealed.is_not(None))
    found = (await connection.execute(last.order_by(table.c.sealed.desc()).limit(1))).one_or_none()
    return (found.sealed, bytes(found.hash)) if found else (0, GENESIS)
