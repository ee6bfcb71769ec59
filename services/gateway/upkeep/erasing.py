"""Erases, a few thousand states at a time, what owners no longer share; it goes on where it was after a restart."""

from collections.abc import Sequence

import orjson
import sqlalchemy as sa
import structlog

from services.gateway.projections.erased import without
from services.gateway.projections.projector import lock
from services.gateway.projections.worklist import keep_steps, limits_of
from services.gateway.read_model.ledger_table_rows import ErasureRow
from services.gateway.read_model.ledger_tables import erasure
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()
CHUNK = 2000
_CAUSE = ByClock("erasing")

_READ_ITEMS = sa.text("""
select region, kind, id, 0 as epoch, 0 as version, state from item
where region = :region and kind = :kind and id > :id and changed_at < :said_at order by id limit :most""")
_READ_VERSIONS = sa.text("""
select region, kind, id, epoch, version, state from item_version
where region = :region and kind = :kind and (id, epoch, version) > (:id, :epoch, :version) and at < :said_at
order by id, epoch, version limit :most""")
_WRITE_ITEMS = sa.text("""
update item set state = g.state from jsonb_to_recordset(cast(:rows as jsonb)) as g(
    region text, kind text, id text, state jsonb)
where (item.region, item.kind, item.id) = (g.region, g.kind, g.id)""")
_WRITE_VERSIONS = sa.text("""
update item_version v set state = g.state from jsonb_to_recordset(cast(:rows as jsonb)) as g(
    region text, kind text, id text, epoch int, version int, state jsonb)
where (v.region, v.kind, v.id, v.epoch, v.version) = (g.region, g.kind, g.id, g.epoch, g.version)""")
_TABLES = ((_READ_ITEMS, _WRITE_ITEMS), (_READ_VERSIONS, _WRITE_VERSIONS))
_START = ("", 0, 0)


class Eraser:
    """One per gateway."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def step(self) -> bool:
        """Erases a chunk; whether there may be more to do."""
        query = sa.select(erasure).where(erasure.c.done_at.is_(None)).order_by(erasure.c.said_at, erasure.c.pointer)
        async with self._database.unit_of_work(_CAUSE, looks=True) as uow:
            one: ErasureRow | None = (await uow.connection.execute(query.limit(1))).one_or_none()
            if one is None:
                return False
            await lock(uow, [one.region])
            table, *place = one.place or [0, *_START]
            last, count = await self._chunk(uow, one, table, place)
            values: dict[str, object] = {"erased": erasure.c.erased + count, "place": [table, *last] if last else None}
            if last is None and table + 1 < len(_TABLES):
                values["place"] = [table + 1, *_START]
            elif last is None:
                values["done_at"] = uow.clock.now()
            mine = (erasure.c.region == one.region, erasure.c.kind == one.kind, erasure.c.pointer == one.pointer)
            await uow.connection.execute(sa.update(erasure).where(*mine).values(values))
        if "done_at" in values:
            log.info("erased", region=one.region, kind=one.kind, count=one.erased + count)
        return True

    async def _chunk(
        self, uow: UnitOfWork, one: ErasureRow, table: int, place: Sequence[str | int]
    ) -> tuple[list[str | int] | None, int]:
        """The place of the last state looked at (None: there was none), and how many had the field."""
        read, write = _TABLES[table]
        given = {"region": one.region, "kind": one.kind, "said_at": one.said_at, "most": CHUNK}
        given |= dict(zip(("id", "epoch", "version")[: 3 if table else 1], place, strict=False))
        rows = [dict(row) for row in (await uow.connection.execute(read, given)).mappings()]
        less = [row | {"state": without(row["state"], [one.pointer])} for row in rows]
        changed = [after for before, after in zip(rows, less, strict=True) if before["state"] != after["state"]]
        if changed:
            await uow.connection.execute(write, {"rows": orjson.dumps(changed).decode()})
            if write is _WRITE_ITEMS:
                await keep_steps(uow, [(one.region, one.kind, row["id"]) for row in changed], limits_of(uow))
        return ([rows[-1]["id"], rows[-1]["epoch"], rows[-1]["version"]] if rows else None), len(changed)
