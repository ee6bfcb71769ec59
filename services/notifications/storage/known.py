"""What is known of items, and the deadlines that follow from it, in PostgreSQL; set-based, for a whole poll at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.items import Group, Known
from services.notifications.domain.owed import Owing
from services.notifications.domain.reminder_times import levels
from services.notifications.kinds.lists import PLANNED, known_of
from services.notifications.storage.mail_table_rows import DeadlineRow
from services.notifications.storage.mail_tables import deadline, known_item, reminder

_LOCK = sa.text("""
select pg_advisory_xact_lock(hashtext('thread'), number)
from (select distinct hashtext(thread) as number from unnest(cast(:threads as text[])) as thread order by 1) as numbers""")
_KEEP = sa.text("""
insert into known_item as kept (item_id, threads, epoch, version, document)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    item_id text, threads text[], epoch int, version int, document jsonb)
on conflict (item_id) do update set
    threads = excluded.threads, epoch = excluded.epoch, version = excluded.version, document = excluded.document
where (kept.epoch, kept.version) < (excluded.epoch, excluded.version)""")
# A deadline that is owed again, or whose day moved, starts a new round of reminders.
_OWE = sa.text("""
insert into deadline as kept (deadline_id, thread, item_id, item_kind, region, owed, party, paragraph, due_at, round,
    levels, changed_at, next_at)
select r.*, 1, l.levels, cast(:now as timestamptz), cast(:next_at as timestamptz) from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    deadline_id text, thread text, item_id text, item_kind text, region text, owed text, party text, paragraph text,
    due_at timestamptz)
join jsonb_to_recordset(cast(:rows as jsonb)) as l(deadline_id text, levels jsonb) using (deadline_id)
on conflict (deadline_id) do update set
    round = kept.round + 1, due_at = excluded.due_at, levels = excluded.levels, changed_at = excluded.changed_at,
    next_at = excluded.next_at, closed_at = null
where kept.closed_at is not null or kept.due_at <> excluded.due_at""")


class KnownItems:
    """Items and deadlines on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, threads: Collection[str]) -> None:
        """Holds threads until the end: two topics of one request may be read by two workers."""
        await self._connection.execute(_LOCK, {"threads": list(threads)})

    async def keep(self, items: Iterable[Known]) -> None:
        """Takes items that are newer than those kept."""
        newest: dict[str, Known] = {}
        for one in items:
            before = newest.get(one.item_id)
            if before is None or (before.epoch, before.version) < (one.epoch, one.version):
                newest[one.item_id] = one
        rows = [
            {"item_id": one.item_id, "threads": one.threads, "epoch": one.epoch, "version": one.version,
             "document": orjson.Fragment(one.model_dump_json())}
            for _, one in sorted(newest.items())
        ]  # fmt: skip
        if rows:
            await self._connection.execute(_KEEP, {"rows": orjson.dumps(rows).decode()})

    async def known(self, threads: Collection[str], items: Collection[str] = ()) -> dict[str, Known]:
        """Everything of these threads, and these items."""
        wanted = sa.or_(known_item.c.threads.overlap(list(threads)), known_item.c.item_id.in_(list(items)))
        rows = await self._connection.execute(sa.select(known_item.c.document).where(wanted))
        return {one.item_id: one for document in rows.scalars() if (one := known_of(document))}

    async def planned(self, party: str, most: int) -> dict[str, Known]:
        """Items with dates of a plan in whose sides a party stands, those of last identifiers first where there are more."""
        sides = known_item.c.document["body"]["sides"]
        query = sa.select(known_item.c.document).where(
            known_item.c.document["body"]["kind"].astext.in_(PLANNED),
            sides.contains([{"party": party}]),
        )
        rows = await self._connection.execute(query.order_by(known_item.c.item_id.desc()).limit(most))
        return {one.item_id: one for document in rows.scalars() if (one := known_of(document))}

    async def groups(self, threads: Collection[str]) -> dict[str, dict[str, Known]]:
        """What is known, by thread; the offers of its matches with it."""
        known = await self.known(threads)
        offers = {offer for one in known.values() for offer in one.body.beside()}
        known |= await self.known((), offers - set(known)) if offers - set(known) else {}
        found: dict[str, dict[str, Known]] = defaultdict(dict)
        for one in known.values():
            for thread in one.threads:
                found[thread] |= {i: known[i] for i in (one.item_id, *one.body.beside()) if i in known}
        return {thread: group for thread, group in found.items() if thread in set(threads)}

    async def owe(
        self,
        threads: Collection[str],
        steps: Sequence[Owing],
        groups: Mapping[str, Group],
        now: datetime,
        next_at: datetime,
    ) -> None:
        """Makes the deadlines of these threads what is owed now: new, moved, or closed."""
        rows = {
            step.deadline_id: {
                "deadline_id": step.deadline_id, "thread": step.known.thread, "item_id": step.known.item_id,
                "item_kind": step.known.body.kind, "region": step.known.body.region, "owed": step.owed,
                "party": step.party, "paragraph": step.paragraph.number, "due_at": step.due_at,
                "levels": levels(step, groups[step.known.thread]),
            }
            for step in steps
        }  # fmt: skip
        if rows:
            given = orjson.dumps([row for _, row in sorted(rows.items())]).decode()
            await self._connection.execute(_OWE, {"rows": given, "now": now, "next_at": next_at})
        gone = sa.update(deadline).where(
            deadline.c.thread.in_(list(threads)),
            deadline.c.closed_at.is_(None),
            deadline.c.deadline_id.not_in(list(rows)),
        )
        await self._connection.execute(gone.values(closed_at=now, changed_at=now))

    async def close(self, deadline_ids: Collection[str], now: datetime) -> None:
        """Closes deadlines whose moment has gone by."""
        mine = sa.update(deadline).where(deadline.c.deadline_id.in_(list(deadline_ids)))
        await self._connection.execute(mine.values(closed_at=now, changed_at=now, next_at=None))

    async def to_look_at(self, now: datetime, most: int = 200) -> Sequence[DeadlineRow]:
        """Open deadlines whose cadence has to be looked at, each held until the end."""
        query = sa.select(deadline).where(deadline.c.closed_at.is_(None), deadline.c.next_at <= now)
        held = query.order_by(deadline.c.next_at).limit(most).with_for_update(skip_locked=True)
        return list(await self._connection.execute(held))

    async def look_again(self, deadline_id: str, next_at: datetime | None) -> None:
        """Notes when to look at a deadline next; never again without a moment."""
        mine = sa.update(deadline).where(deadline.c.deadline_id == deadline_id)
        await self._connection.execute(mine.values(next_at=next_at))

    async def deadlines(self, **wanted: str) -> Sequence[DeadlineRow]:
        """Open deadlines, earliest due first; ``wanted`` narrows by column."""
        query = sa.select(deadline).where(
            deadline.c.closed_at.is_(None), *(deadline.c[name] == value for name, value in wanted.items())
        )
        return list(await self._connection.execute(query.order_by(deadline.c.due_at).limit(500)))

    async def is_open(self, deadline_ids: Collection[str]) -> set[tuple[str, int]]:
        """Which of these deadlines are open, with their round."""
        query = sa.select(deadline.c.deadline_id, deadline.c.round).where(
            deadline.c.deadline_id.in_(list(deadline_ids)), deadline.c.closed_at.is_(None)
        )
        return {tuple(row) for row in await self._connection.execute(query)}

    async def reminded(self, deadline_ids: Collection[str]) -> set[tuple[str, int, str]]:
        """Steps that were taken already."""
        query = sa.select(reminder.c.deadline_id, reminder.c.round, reminder.c.step).where(
            reminder.c.deadline_id.in_(list(deadline_ids))
        )
        return {tuple(row) for row in await self._connection.execute(query)}

    async def remind(self, deadline_id: str, round_: int, step: str, now: datetime) -> int:
        """Notes a step, once ever; the version of its event."""
        row = {"deadline_id": deadline_id, "round": round_, "step": step, "at": now}
        await self._connection.execute(sa.insert(reminder).values(row))
        raised = sa.update(deadline).where(deadline.c.deadline_id == deadline_id)
        raised = raised.values(reminders=deadline.c.reminders + 1).returning(deadline.c.reminders)
        return int((await self._connection.execute(raised)).scalar_one())
