"""Notices in PostgreSQL: what was decided about each event and mailbox, and what still waits for its time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.folding import HeardRow
from services.notifications.domain.message import MessageContent
from services.notifications.domain.notice import Notice
from services.notifications.storage.mail_table_rows import NoticeRow
from services.notifications.storage.mail_tables import notice
from services.notifications.storage.tables import delivery, runtime
from shared.runtime.clock import Clock
from shared.runtime.identifiers import new_id

_ADD = sa.text("""
insert into notice (notice_id, event_id, event_type, item_id, thread, party, mailbox_id, must_act, reason, view, content,
    due_at, status, why, batch, ready_at, told_by, at, step, item_epoch, item_version)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(notice_id text, event_id text, event_type text,
    item_id text, thread text, party text, mailbox_id text, must_act boolean, reason jsonb, view text, content jsonb,
    due_at timestamptz, status text, why text, batch text, ready_at timestamptz, told_by text, at timestamptz, step text,
    item_epoch integer, item_version integer)
on conflict do nothing returning event_id, party, mailbox_id""")
# A mailbox's overview is made by one worker: its notices are taken together or not at all.
_READY = sa.text("""
select notice.* from notice join (
    select mailbox_id, batch from notice where status = 'waiting' and ready_at <= :now
    group by mailbox_id, batch order by min(ready_at) limit :most
) as due using (mailbox_id, batch)
where notice.status = 'waiting' and notice.ready_at <= :now and pg_try_advisory_xact_lock(hashtext('overview'),
    hashtext(mailbox_id))
order by notice.mailbox_id, notice.batch, notice.at, notice.item_epoch, notice.item_version""")
_STALE = sa.text("""
select n.notice_id, n.thread, n.item_id, n.party, n.content, n.reason, n.status, m.role, d.delivery_id,
    d.content as delivered
from notice n left join mailbox m using (mailbox_id)
left join delivery d on d.event_id = n.told_by and d.party = n.party and d.mailbox = n.mailbox_id and d.channel = 'email'
where n.view = 'shown' and n.thread = any(:threads) and n.status in ('now', 'waiting')""")

# In the order in which the events came. What was told by a later mail counts from that mail.
_LATELY = sa.text("""
select n.event_id, n.event_type, n.item_id, n.mailbox_id, n.status, n.batch, n.ready_at, n.step,
    coalesce(d.created_at, n.at) as at
from notice n left join delivery d on d.event_id = n.told_by and d.party = n.party and d.mailbox = n.mailbox_id
    and d.channel = 'email' and n.status = 'now'
where n.thread = any(:threads) and (coalesce(d.created_at, n.at) > :since or n.status = 'waiting' and n.batch = 'fold')
order by n.at, n.item_epoch, n.item_version, n.event_id, n.notice_id""")
_ABSORB = sa.text("""
with held as materialized (
    select n.notice_id, r.event_id from notice n join jsonb_to_recordset(cast(:rows as jsonb)) as r(event_id text,
        mailbox_id text, item_id text, must_act boolean, epoch integer, version integer)
        on n.mailbox_id = r.mailbox_id and n.item_id = r.item_id
    where n.status = 'waiting' and n.batch = 'fold' and (r.must_act or not n.must_act)
        and (n.item_epoch, n.item_version) < (r.epoch, r.version) order by n.notice_id for update of n
)
update notice n set status = 'now', told_by = held.event_id from held where n.notice_id = held.notice_id""")


class ShownRow(Protocol):
    """A notice made from a consented view; ``role`` is its mailbox's, and the delivery is None while it waits."""

    notice_id: str
    thread: str
    item_id: str
    party: str
    content: Any
    reason: Any
    status: str
    role: str | None
    delivery_id: str | None
    delivered: MessageContent | None


class ReadyRow(NoticeRow, Protocol):
    """A notice that waited, and whose time has come."""

    ready_at: datetime


class Notices:
    """Notices on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def add(self, wanted: Sequence[Notice]) -> list[Notice]:
        """Stores notices; answers those that are new for their event and mailbox."""
        now = self._clock.now()
        rows = [
            {
                "notice_id": new_id(self._clock), "event_id": one.event_id, "event_type": one.event_type,
                "item_id": one.item_id, "thread": one.thread, "party": one.party, "mailbox_id": one.mailbox_id,
                "must_act": one.decision.wish.must_act, "reason": one.decision.wish.reason.model_dump(mode="json"),
                "view": one.view, "content": one.content, "due_at": one.due_at, "status": one.decision.status,
                "why": one.decision.why, "batch": one.decision.batch, "ready_at": one.decision.ready_at,
                "told_by": one.event_id if one.decision.status == "now" else None, "at": now, "step": one.step,
                "item_epoch": one.made_of[0], "item_version": one.made_of[1],
            }
            for one in wanted
        ]  # fmt: skip
        if not rows:
            return []
        stored = await self._connection.execute(_ADD, {"rows": orjson.dumps(rows).decode()})
        new = {(row.event_id, row.party, row.mailbox_id) for row in stored}
        return [one for one in wanted if (one.event_id, one.party, one.mailbox_id) in new]

    async def lately(self, threads: Collection[str], since: datetime) -> Sequence[HeardRow]:
        """What mailboxes were told of these threads since a moment, and what waits to be told together; oldest first."""
        return list(await self._connection.execute(_LATELY, {"threads": list(threads), "since": since}))

    async def absorb(self, told: Collection[Notice]) -> None:
        """Lets mails that go out now tell what waited of the same item for the same mailbox, from before them."""
        rows = [
            {"event_id": one.event_id, "mailbox_id": one.mailbox_id, "item_id": one.item_id,
             "must_act": one.decision.wish.must_act, "epoch": one.made_of[0], "version": one.made_of[1]}
            for one in told if one.mailbox_id and one.made_of[1] is not None
        ]  # fmt: skip
        if rows:
            await self._connection.execute(_ABSORB, {"rows": orjson.dumps(rows).decode()})

    async def ready(self, now: datetime, most: int = 50) -> Sequence[ReadyRow]:
        """Notices whose time has come, of so many mailboxes, grouped by mailbox and batch."""
        rows: list[ReadyRow] = list(await self._connection.execute(_READY, {"now": now, "most": most}))
        held = sa.select(notice.c.notice_id).where(notice.c.notice_id.in_([row.notice_id for row in rows]))
        if rows:
            # In the order in which the inbox takes them, so that no two wait for each other.
            await self._connection.execute(held.order_by(notice.c.notice_id).with_for_update())
        return rows

    async def next_ready(self) -> datetime | None:
        """When the time of the first notice that waits comes, or came where another worker has its mailbox."""
        first = sa.select(sa.func.min(notice.c.ready_at)).where(notice.c.status == "waiting")
        found: datetime | None = (await self._connection.execute(first)).scalar_one()
        return found

    async def settle(self, notice_ids: Collection[str], status: str, why: str, told_by: str | None = None) -> None:
        """Notes what became of notices that waited."""
        mine = sa.update(notice).where(notice.c.notice_id.in_(list(notice_ids)))
        await self._connection.execute(mine.values(status=status, why=why, told_by=told_by))

    async def put_off(self, notice_ids: Collection[str], ready_at: datetime) -> None:
        """Lets notices wait longer."""
        mine = sa.update(notice).where(notice.c.notice_id.in_(list(notice_ids)))
        await self._connection.execute(mine.values(ready_at=ready_at))

    async def of_shown(self, threads: Collection[str]) -> Sequence[ShownRow]:
        """Notices of these threads that were made from a consented view, with their delivery where there is one."""
        return list(await self._connection.execute(_STALE, {"threads": list(threads)}))

    async def say_instead(self, notice_id: str, content: MessageContent) -> None:
        """Replaces what a notice says."""
        mine = sa.update(notice).where(notice.c.notice_id == notice_id)
        await self._connection.execute(mine.values(content=content))

    async def deliver_instead(self, delivery_id: str, content: MessageContent) -> None:
        """Replaces what a delivery says, or would say when it is tried again."""
        mine = sa.update(delivery).where(delivery.c.delivery_id == delivery_id)
        await self._connection.execute(mine.values(content=content))

    async def sweep(self, before: datetime) -> int:
        """Forgets notices that wait for nothing, older than a moment; how many."""
        old = sa.delete(notice).where(notice.c.at < before, notice.c.status != "waiting")
        return (await self._connection.execute(old)).rowcount

    async def reached_us(self, event_id: str) -> bool:
        """Whether the event was decided about here, as far back as the inbox of events remembers."""
        heard = sa.select(runtime.inbox.c.event_id).where(
            runtime.inbox.c.consumer == "audiences", runtime.inbox.c.event_id == event_id
        )
        return (await self._connection.execute(heard.limit(1))).scalar_one_or_none() is not None

    async def listed(self, **wanted: str) -> Sequence[NoticeRow]:
        """Notices, newest first, at most 200; ``wanted`` narrows by column."""
        query = sa.select(notice).where(*(notice.c[name] == value for name, value in wanted.items()))
        return list(await self._connection.execute(query.order_by(notice.c.at.desc()).limit(200)))
