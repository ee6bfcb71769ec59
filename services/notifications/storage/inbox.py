"""The inbox of a party in PostgreSQL: its notices, each event once, with what was read and done (WM 6).

What a reader did not want is not in it, nor what was taken back before or after it was told (WM 17). Quiet hours,
overviews and mutes hold mail; they do not hold the inbox.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.inbox import Mark, Need, State
from services.notifications.domain.notice import Notice
from services.notifications.storage.mail_tables import deadline

_THERE = """n.party = :party and (cast(:mailbox as text) is null or n.mailbox_id = :mailbox)
    and (n.status in ('now', 'waiting') or n.status = 'settled' and n.why = 'done_meanwhile') and not n.content ? 'erased'"""
_SUMS = """bool_or(n.must_act) as must_act, min(n.read_at) as read_at,
    min(coalesce(n.done_at, case when n.status = 'settled' then n.at end)) as done_at,
    min(case when n.status = 'settled' then 'step_taken' else n.done_why end) as done_why"""
# Whoever changes several takes them in one order, so that no two wait for each other.
_IN_ORDER = "order by n.notice_id for update of n"
_PAGE = sa.text(f"""
with page as (
    select n.at, n.event_id, {_SUMS}, array_agg(n.mailbox_id order by n.mailbox_id) as mailbox_ids
    from notice n where {_THERE} and (cast(:item as text) is null or :item in (n.item_id, n.thread))
        and (cast(:at as timestamptz) is null or (n.at, n.event_id) < (:at, cast(:event as text)))
    group by n.at, n.event_id
    having (cast(:need as text) is null or bool_or(n.must_act) = (:need = 'must_act'))
        and case cast(:state as text) when 'unread' then bool_and(n.read_at is null)
            when 'open' then bool_and(n.done_at is null and n.status <> 'settled')
            when 'done' then bool_or(n.done_at is not null or n.status = 'settled') else true end
    order by n.at desc, n.event_id desc limit :most
)
select p.*, o.event_type, o.item_id, o.thread, o.reason, o.content, o.due_at, o.step, o.role, o.language
from page p cross join lateral (
    select n.*, m.role, m.language from notice n left join mailbox m using (mailbox_id)
    where {_THERE} and n.event_id = p.event_id order by n.must_act desc, m.main desc nulls last, n.mailbox_id limit 1
) o order by p.at desc, p.event_id desc""")  # noqa: S608 - constants of this file
_COUNTS = sa.text(f"""
select count(*) filter (where must_act and done_at is null) as must_act_open,
    count(*) filter (where must_act and done_at is null and read_at is null) as must_act_unread,
    count(*) filter (where not must_act and read_at is null) as should_know_unread
from (select {_SUMS} from notice n where {_THERE} group by n.at, n.event_id) each_event""")  # noqa: S608 - the same

_CHANGES: dict[Mark, tuple[str, str]] = {
    "read": ("read_at = :now", "n.read_at is null"),
    "unread": ("read_at = null", "n.read_at is not null"),
    "done": ("done_at = :now, done_why = 'reader', read_at = coalesce(n.read_at, :now)", "n.done_at is null"),
    # Only what the reader itself put away comes back; a step that was taken stays taken.
    "open": ("done_at = null, done_why = null", "n.done_why = 'reader'"),
}
_MARKS = {
    mark: sa.text(f"""
with held as materialized (
    select n.notice_id from notice n where {_THERE} and {only}
        and (cast(:need as text) is null or n.must_act = (:need = 'must_act'))
        and (n.event_id = any(cast(:ids as text[])) or n.at <= cast(:up_to as timestamptz)) {_IN_ORDER}
), marked as (
    update notice n set {change} from held where n.notice_id = held.notice_id returning n.event_id
)
select count(distinct event_id) from marked""")  # noqa: S608 - constants of this file
    for mark, (change, only) in _CHANGES.items()
}

# A notice may be ahead of what is known of its item: then it says nothing yet that its step is not among those owed.
_TAKEN = sa.text(f"""
with held as materialized (
    select n.notice_id from notice n
    where n.thread = any(:threads) and n.step is not null and n.done_at is null and n.step <> all(cast(:owed as text[]))
        and (n.item_version is null or exists (select from known_item k where k.item_id = n.item_id
            and (k.epoch, k.version) >= (n.item_epoch, n.item_version))) {_IN_ORDER}
)
update notice n set done_at = :now, done_why = 'step_taken' from held where n.notice_id = held.notice_id""")  # noqa: S608
_LAPSED = sa.text(f"""
with held as materialized (
    select n.notice_id from notice n where n.step = any(:steps) and n.done_at is null {_IN_ORDER}
)
update notice n set done_at = :now, done_why = 'lapsed' from held where n.notice_id = held.notice_id""")  # noqa: S608
_TOLD_AGAIN = sa.text(f"""
with held as materialized (
    select n.notice_id from notice n
    join jsonb_to_recordset(cast(:rows as jsonb)) as r(thread text, party text, mailbox_id text, step text)
        on n.thread = r.thread and n.party = r.party and n.mailbox_id = r.mailbox_id and n.step = r.step
    where n.step is not null and n.done_at is null and n.at < :now {_IN_ORDER}
)
update notice n set done_at = :now, done_why = 'told_again' from held where n.notice_id = held.notice_id""")  # noqa: S608


@dataclass(frozen=True)
class Whose:
    """An inbox: a party's, or that of one of its mailboxes."""

    party: str
    mailbox_id: str | None = None

    @property
    def given(self) -> dict[str, str | None]:
        """As the statements take it."""
        return {"party": self.party, "mailbox": self.mailbox_id}


class InboxRow(Protocol):
    """An event in an inbox: the marks of all its notices together, the rest of the one that says most."""

    at: datetime
    event_id: str
    must_act: bool
    read_at: datetime | None
    done_at: datetime | None
    done_why: str | None
    mailbox_ids: list[str]
    event_type: str
    item_id: str
    thread: str
    reason: Any
    content: Any
    due_at: datetime | None
    step: str | None
    role: str | None
    language: str | None


class CountsRow(Protocol):
    """What waits in an inbox."""

    must_act_open: int
    must_act_unread: int
    should_know_unread: int


@dataclass(frozen=True)
class EntriesAsked:
    """Which entries: ``item`` is an item or its request; ``after`` the place (moment, event) of the last one before."""

    need: Need | None = None
    state: State | None = None
    item: str | None = None
    after: tuple[datetime, str] | None = None


class InboxRepository:
    """Inboxes on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, whose: Whose, asked: EntriesAsked, most: int) -> Sequence[InboxRow]:
        """Entries, newest first."""
        at, event = asked.after or (None, None)
        given = {"need": asked.need, "state": asked.state, "item": asked.item, "at": at, "event": event, "most": most}
        return list(await self._connection.execute(_PAGE, given | whose.given))

    async def counts(self, whose: Whose) -> CountsRow:
        """How many must be acted on, how many of them are unread, and how many are unread for information."""
        row: CountsRow = (await self._connection.execute(_COUNTS, whose.given)).one()
        return row

    async def due(self, steps: Collection[str]) -> dict[str, datetime]:
        """Until when these steps are owed, of those that still are."""
        query = sa.select(deadline.c.deadline_id, deadline.c.due_at).where(
            deadline.c.deadline_id.in_(list(steps)), deadline.c.closed_at.is_(None)
        )
        return {row.deadline_id: row.due_at for row in await self._connection.execute(query)}

    async def mark(
        self, whose: Whose, mark: Mark, now: datetime, ids: Sequence[str], up_to: datetime | None, need: Need | None
    ) -> int:
        """Marks entries by event, or all up to a moment; how many events changed."""
        given = {"now": now, "ids": list(ids), "up_to": up_to, "need": need}
        return int((await self._connection.execute(_MARKS[mark], given | whose.given)).scalar_one())

    async def steps_taken(self, threads: Collection[str], owed: Collection[str], now: datetime) -> int:
        """Marks entries of these threads done whose step is owed no more; how many."""
        given = {"threads": list(threads), "owed": list(owed), "now": now}
        return (await self._connection.execute(_TAKEN, given)).rowcount

    async def lapsed(self, steps: Collection[str], now: datetime) -> int:
        """Marks entries done whose step nobody can take any more; how many."""
        return (await self._connection.execute(_LAPSED, {"steps": list(steps), "now": now})).rowcount

    async def told_again(self, notices: Collection[Notice], now: datetime) -> int:
        """Marks older entries done whose step one of these new notices recalls: a step stands once in an inbox."""
        rows = [
            {"thread": one.thread, "party": one.party, "mailbox_id": one.mailbox_id, "step": one.step}
            for one in notices
            if one.step is not None
        ]
        if not rows:
            return 0
        return (await self._connection.execute(_TOLD_AGAIN, {"rows": orjson.dumps(rows).decode(), "now": now})).rowcount
