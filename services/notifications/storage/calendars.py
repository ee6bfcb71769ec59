"""Calendar feeds in PostgreSQL, and the dates of a party: what is owed by whom until when, and what was until lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol, TypedDict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.storage.mail_table_rows import CalendarFeedRow, DeadlineRow
from services.notifications.storage.mail_tables import calendar_feed, deadline, mailbox, notice

MOST = 1000
USED_EVERY = timedelta(minutes=5)


def hash_of(secret: str) -> str:
    """What is kept of a feed's secret."""
    return sha256(secret.encode()).hexdigest()


class NewFeed(TypedDict):
    """What is kept of a feed that is made."""

    feed_id: str
    mailbox_id: str
    name: str
    covers: str
    secret_hash: str
    created_at: datetime


class FeedOfMailbox(CalendarFeedRow, Protocol):
    """A feed with what its mailbox says of its reader."""

    party: str
    language: str
    time_zone: str


class Calendars:
    """Feeds and dates on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, row: NewFeed) -> None:
        """Keeps a feed."""
        await self._connection.execute(sa.insert(calendar_feed).values(row))

    async def of_mailbox(self, mailbox_id: str) -> Sequence[CalendarFeedRow]:
        """Feeds of a mailbox, oldest first."""
        query = sa.select(calendar_feed).where(calendar_feed.c.mailbox_id == mailbox_id)
        query = query.order_by(calendar_feed.c.created_at, calendar_feed.c.feed_id)
        return list(await self._connection.execute(query))

    async def revoke(self, mailbox_id: str, feed_id: str) -> bool:
        """Ends a feed: its address leads nowhere any more. Whether there was one."""
        mine = (calendar_feed.c.mailbox_id == mailbox_id, calendar_feed.c.feed_id == feed_id)
        return bool((await self._connection.execute(sa.delete(calendar_feed).where(*mine))).rowcount)

    async def by_secret(self, secret: str) -> FeedOfMailbox | None:
        """A feed with the party, language and time zone of its mailbox; None for a secret that opens none."""
        theirs = (mailbox.c.party, mailbox.c.language, mailbox.c.time_zone)
        query = sa.select(calendar_feed, *theirs).join(mailbox, mailbox.c.mailbox_id == calendar_feed.c.mailbox_id)
        query = query.where(calendar_feed.c.secret_hash == hash_of(secret))
        row: FeedOfMailbox | None = (await self._connection.execute(query)).one_or_none()
        return row

    async def used(self, feed_id: str, now: datetime) -> None:
        """Notes that a feed was read, to a few minutes."""
        last = calendar_feed.c.last_used_at
        seldom = sa.or_(last.is_(None), last < now - USED_EVERY)
        noted = sa.update(calendar_feed).where(calendar_feed.c.feed_id == feed_id, seldom)
        await self._connection.execute(noted.values(last_used_at=now))

    async def dates(self, party: str, *, others: bool, closed_since: datetime) -> Sequence[DeadlineRow]:
        """Deadlines of a party that are open, or were until lately; with ``others`` those of all its requests."""
        table = deadline
        whose = table.c.party == party
        if others:
            told = sa.select(notice.c.thread).where(notice.c.party == party, notice.c.view == "full")
            whose = sa.or_(whose, table.c.thread.in_(told))
        query = sa.select(table).where(whose, sa.or_(table.c.closed_at.is_(None), table.c.closed_at >= closed_since))
        order = (table.c.closed_at.is_not(None), table.c.due_at, table.c.deadline_id)
        return list(await self._connection.execute(query.order_by(*order).limit(MOST)))
