"""Announcements in PostgreSQL: stored in the order of their commits, erased when replaced, fanned out to endpoints."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.announcement import Announcement
from services.notifications.storage.announcement_table_rows import AnnouncementRow
from services.notifications.storage.announcement_tables import announcement, stream_position
from services.notifications.storage.positions import take_positions
from shared.contracts.classification import Classification
from shared.runtime.clock import Clock

STREAM, SWEPT = "announcements", "announcements_swept"
"""The stream of announcements, and the highest position of it that was forgotten."""

_NEW = sa.text("select event_id from announcement where event_id = any(:ids)")
_STORE = sa.text("""
insert into announcement (position, event_id, source, type, subject, region, time, epoch, aggregate_version, classification,
    paragraph, areas, data_schema, data, announced_at)
select r.position, r.event_id, r.source, r.type, r.subject, r.region, r.time, r.epoch, r.aggregate_version,
    r.classification, r.paragraph,
    array(select distinct unnest(r.areas || array(select unnest(e.areas) from announcement e where e.subject = r.subject))),
    r.data_schema, r.data, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r(position bigint, event_id text, source text, type text, subject text,
    region text, time timestamptz, epoch integer, aggregate_version integer, classification text, paragraph text,
    areas text[], data_schema text, data jsonb)""")

# Only the newest word on an item keeps its content: what was shown before and is not shown now must not come back by a
# replay, a stream or a feed (WM 17). An older event that comes late is erased the same way.
_ERASE = sa.text("""
update announcement a set data = null
where a.subject = any(:subjects) and a.classification = 'unclassified' and a.data is not null and exists (
    select from announcement b where b.subject = a.subject and b.classification = 'unclassified'
        and (b.epoch, b.aggregate_version, b.position) > (a.epoch, a.aggregate_version, a.position))""")

HEARD = """
    w.active and w.disabled_at is null and (a.classification = 'unclassified' or w.clearance = a.classification)
    and a.type = any(w.event_types) and (w.regions = '{}' or a.region = any(w.regions))
    and (w.functional_areas = '{}' or a.areas = '{}' or w.functional_areas && a.areas)"""
"""Whether webhook ``w`` hears announcement ``a``: the same question as domain.endpoint.refusal (a test holds them equal)."""

ID_OF_DELIVERY = """cast(cast(
    encode(substr(sha256(convert_to(a.event_id || '/' || w.webhook_id, 'UTF8')), 1, 16), 'hex') as uuid) as text)"""
"""The same event to the same endpoint is the same delivery for ever, however often it is queued: the webhook-id."""

# Each step finds the next by a key: two intermediate results are never joined with each other, which the database would
# do row by row, since it takes both for short (39 s for one event to 10,000 endpoints).
_FAN_OUT = sa.text(f"""
with heard as materialized (
    select w.webhook_id, w.party, count(*) as many, array_agg(a.position order by a.position) as positions
    from announcement a join webhook w on {HEARD}
    where a.position = any(:positions) group by w.webhook_id, w.party
), locked as materialized (
    select q.webhook_id, h.party, h.many, h.positions
    from heard h join webhook_queue q using (webhook_id) order by q.webhook_id for update of q
), bumped as (
    update webhook_queue q
    set last_sequence = q.last_sequence + l.many, next_due_at = least(coalesce(q.next_due_at, :now), :now)
    from locked l where q.webhook_id = l.webhook_id
    returning q.webhook_id, l.party, l.positions, q.last_sequence - l.many as before
)
insert into delivery (delivery_id, event_id, event_type, item_id, recipient, party, channel, must_act, paragraph, content,
    state, next_attempt_at, sequence, created_at)
select {ID_OF_DELIVERY}, a.event_id, a.type, a.subject, 'webhook:' || w.webhook_id, w.party, 'webhook', false, a.paragraph,
    '{{}}', 'queued', :now, w.before + p.place, :now
from bumped w cross join lateral unnest(w.positions) with ordinality as p(position, place)
join announcement a on a.position = p.position on conflict do nothing""")  # noqa: S608 - constants of this file

_SWEEP = sa.text("""
delete from announcement a where a.announced_at < :before
    and (a.data is null or a.data = '{}' or a.classification <> 'unclassified')
    and not exists (select from delivery d where d.event_id = a.event_id and d.state in ('queued', 'retrying'))
returning a.position""")


class AnnouncementRepository:
    """What may leave, on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def announce(self, wanted: Sequence[Announcement]) -> list[Announcement]:
        """Stores those that are new and answers them with their positions, gapless in the order of commits."""
        if not wanted:
            return []
        last = await take_positions(self._connection, STREAM, 0)
        known = set((await self._connection.execute(_NEW, {"ids": [one.event_id for one in wanted]})).scalars())
        areas: dict[str, set[str]] = {}
        fresh: list[Announcement] = []
        for one in wanted:
            if one.event_id not in known:
                known.add(one.event_id)
                areas.setdefault(one.subject, set()).update(one.areas)
                all_areas = tuple(sorted(areas[one.subject]))
                fresh.append(replace(one, position=last + len(fresh) + 1, areas=all_areas))
        if fresh:
            await take_positions(self._connection, STREAM, len(fresh))
            rows = orjson.dumps([asdict(one) for one in fresh]).decode()
            await self._connection.execute(_STORE, {"rows": rows, "now": self._clock.now()})
            await self._connection.execute(_ERASE, {"subjects": sorted({one.subject for one in fresh})})
        return fresh

    async def fan_out(self, positions: Sequence[int]) -> int:
        """Queues deliveries of announcements to every endpoint that hears them, in one statement; how many."""
        if not positions:
            return 0
        given = {"positions": list(positions), "now": self._clock.now()}
        return int((await self._connection.execute(_FAN_OUT, given)).rowcount)

    async def page(
        self, after: int, most: int, levels: Sequence[Classification], *, newest: bool = False
    ) -> list[Announcement]:
        """Announcements with a position above ``after``, oldest first; with ``newest`` the last ones, newest first."""
        table = announcement
        query = sa.select(table).where(table.c.position > after, table.c.classification.in_(levels)).limit(most)
        query = query.order_by(table.c.position.desc() if newest else table.c.position)
        return [_of(row) for row in await self._connection.execute(query)]

    async def one(self, event_id: str) -> Announcement | None:
        """One announcement."""
        query = sa.select(announcement).where(announcement.c.event_id == event_id)
        row = (await self._connection.execute(query)).one_or_none()
        return _of(row) if row is not None else None

    async def last_position(self) -> int:
        """The newest position."""
        query = sa.select(stream_position.c.last_position).where(stream_position.c.stream == STREAM)
        return int((await self._connection.execute(query)).scalar_one())

    async def swept_position(self) -> int:
        """The highest position that is not kept any more; 0 while all are."""
        query = sa.select(stream_position.c.last_position).where(stream_position.c.stream == SWEPT)
        return int((await self._connection.execute(query)).scalar_one())

    async def sweep(self, kept: timedelta) -> int:
        """Forgets old announcements, but of each item the newest while it stands; how many went."""
        before: datetime = self._clock.now() - kept
        gone = list((await self._connection.execute(_SWEEP, {"before": before})).scalars())
        if gone:
            highest = sa.func.greatest(stream_position.c.last_position, max(gone))
            noted = sa.update(stream_position).where(stream_position.c.stream == SWEPT)
            await self._connection.execute(noted.values(last_position=highest))
        return len(gone)


def _of(row: AnnouncementRow) -> Announcement:
    return Announcement(
        row.position, row.event_id, row.source, row.type, row.subject, row.region, row.time, row.epoch,
        row.aggregate_version, Classification(row.classification), row.paragraph, tuple(row.areas), row.data_schema,
        row.data,
    )  # fmt: skip
