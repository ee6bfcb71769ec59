"""Digests of what an owner keeps: taken once per version and form, then added up per bucket in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.federation.answers import Aggregate, Bucket, PulledState
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.leaving import Leaving

CHUNK = 2000

# PostgreSQL writes a jsonb in one way alone, so the MD5 over its text is the same wherever the same state is kept.
_TAKE = sa.text("""
insert into federation_digest (kind, form, id, version, place, digest)
select :kind, :form, id, version, cast(cast('x' || left(md5(id), 4) as bit(16)) as int), coalesce(md5(state::text), '')
from jsonb_to_recordset(cast(:rows as jsonb)) as r(id text, version int, state jsonb)
on conflict (kind, form, id) do update set version = excluded.version, digest = excluded.digest""")


@dataclass(frozen=True)
class Digests:
    """Digests of one kind in one form, in one owner's table."""

    table: sa.Table
    kept: KeptAggregate
    leaving: Leaving

    async def refresh(self, connection: AsyncConnection) -> int:
        """Takes digests that are missing or of an older version, a chunk of them; how many it took."""
        rows, table = self.kept.rows.subquery("kept"), self.table
        known = sa.and_(table.c.kind == self.kept.kind, table.c.form == self.leaving.name, table.c.id == rows.c.id)
        stale = sa.select(rows).select_from(rows.outerjoin(table, known))
        stale = stale.where(table.c.version.is_distinct_from(rows.c.version)).limit(CHUNK)
        taken = [self._said(row) for row in await connection.execute(stale)]
        if taken:
            given = {"kind": self.kept.kind, "form": self.leaving.name, "rows": orjson.dumps(taken).decode()}
            await connection.execute(_TAKE, given)
        return len(taken)

    def _said(self, row: Any) -> dict[str, Any]:
        # What the reader may not hold is remembered without a digest, so that it is not asked about again.
        whole, state = self.kept.body(row), None
        if self.leaving.holds(self.kept.wire_type, 1, whole):
            state = self.kept.inside(self.leaving.body(self.kept.wire_type, whole))
        return {"id": row.id, "version": row.version, "state": state}

    def _present(self) -> sa.Select[Any]:
        rows, table = self.kept.rows.subquery("kept"), self.table
        still = sa.select(sa.literal(1)).where(rows.c.id == table.c.id).exists()
        mine = (table.c.kind == self.kept.kind, table.c.form == self.leaving.name, table.c.digest != "")
        return sa.select(table).where(*mine, still)

    async def buckets(self, connection: AsyncConnection, buckets: int) -> tuple[Bucket, ...]:
        """Every bucket that holds something."""
        return await added_up(connection, self._present(), buckets)

    async def bucket(
        self, connection: AsyncConnection, bucket: int, buckets: int, after: str, most: int
    ) -> tuple[tuple[Aggregate, ...], bool]:
        """Aggregates of one bucket after an identifier, and whether more follow."""
        rows = self._present().subquery("present")
        query = sa.select(rows).where(rows.c.place % buckets == bucket, _plain(rows.c.id) > after)
        found = (await connection.execute(query.order_by(_plain(rows.c.id)).limit(most + 1))).all()
        return tuple(Aggregate(id=r.id, version=r.version, digest=r.digest) for r in found[:most]), len(found) > most

    async def states(self, connection: AsyncConnection, ids: Sequence[str]) -> tuple[PulledState, ...]:
        """The states of some aggregates, as this form shows them."""
        kept, said = self.kept, self.leaving.withheld(self.kept.wire_type)
        bodies = [(r, kept.body(r)) for r in await connection.execute(kept.chosen(ids))]
        return tuple(
            PulledState(id=r.id, version=r.version, body=self.leaving.body(kept.wire_type, body), withheld=said)
            for r, body in bodies if self.leaving.holds(kept.wire_type, 1, body)
        )  # fmt: skip


def _plain(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """Text in the order of its bytes, the same on every server."""
    return sa.collate(column, "C")


async def added_up(connection: AsyncConnection, rows: sa.Select[Any], buckets: int) -> tuple[Bucket, ...]:
    """Rows with ``id``, ``version``, ``digest`` and ``place`` as digests per bucket; owner and reader both use it."""
    one = rows.subquery("one")
    line = one.c.id + " " + sa.cast(one.c.version, sa.Text) + " " + one.c.digest
    bucket = (one.c.place % buckets).label("bucket")
    ordered: Any = aggregate_order_by(sa.literal_column("','"), _plain(one.c.id))
    digest = sa.func.md5(sa.func.string_agg(line, ordered)).label("digest")
    query = sa.select(bucket, sa.func.count().label("count"), digest).group_by(bucket).order_by(bucket)
    return tuple(Bucket(bucket=r[0], count=r[1], digest=r[2]) for r in await connection.execute(query))
