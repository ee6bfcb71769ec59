"""Channels in PostgreSQL: when each is tested, how it did, who muted it until when, and its signs of life."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.channel_health import Signs
from services.notifications.storage.announcement_table_rows import ChannelHealthRow
from services.notifications.storage.announcement_tables import channel_health
from services.notifications.storage.tables import delivery, webhook
from services.notifications.storage.webhook_tables import delivery_attempt, webhook_queue
from shared.contracts.shapes.channels import NOTIFICATION_CHANNELS, NotificationChannel
from shared.runtime.clock import Clock


def is_muted(channel: NotificationChannel, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a channel is muted, for a statement that claims its messages."""
    table = channel_health
    return sa.exists().where(table.c.channel == channel, table.c.muted_until > now)


class ChannelChange(TypedDict, total=False):
    """What changes of a channel; the rest stays."""

    next_test_at: datetime
    last_test_at: datetime
    last_passed_at: datetime
    last_code: str
    failures: int
    quiet_since: datetime | None
    muted_until: datetime | None
    muted_by: str | None
    mute_reason: str | None
    since: datetime


class ChannelRepository:
    """Channels on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def ensure(self, secret: str) -> None:
        """Makes the rows that are missing; they are tested at once."""
        now = self._clock.now()
        rows = [{"channel": one, "next_test_at": now, "since": now, "secret": secret} for one in NOTIFICATION_CHANNELS]
        await self._connection.execute(insert(channel_health).values(rows).on_conflict_do_nothing())

    async def all(self) -> Sequence[ChannelHealthRow]:
        """Every channel, in a stable order."""
        return list(await self._connection.execute(sa.select(channel_health).order_by(channel_health.c.channel)))

    async def one(self, channel: str, *, lock: bool = False) -> ChannelHealthRow | None:
        """A channel; None when there is none of that name."""
        query = sa.select(channel_health).where(channel_health.c.channel == channel)
        asked = query.with_for_update() if lock else query
        row: ChannelHealthRow | None = (await self._connection.execute(asked)).one_or_none()
        return row

    async def take_due(self, lease: timedelta) -> Sequence[ChannelHealthRow]:
        """Channels whose test is due; another worker leaves them alone meanwhile."""
        table, now = channel_health, self._clock.now()
        due = sa.select(table.c.channel).where(table.c.next_test_at <= now).with_for_update(skip_locked=True)
        taken = sa.update(table).where(table.c.channel.in_(due)).values(next_test_at=now + lease).returning(table)
        return list(await self._connection.execute(taken))

    async def change(self, channel: str, values: ChannelChange) -> ChannelHealthRow:
        """Changes a channel; answers its row, with a version that rose."""
        table = channel_health
        changed = sa.update(table).where(table.c.channel == channel)
        changed = changed.values(**values, version=table.c.version + 1).returning(table)
        row: ChannelHealthRow = (await self._connection.execute(changed)).one()
        return row

    async def unmute(self, channel: str) -> ChannelHealthRow:
        """Ends a mute; silence counts from now."""
        none: ChannelChange = {"muted_until": None, "muted_by": None, "mute_reason": None, "since": self._clock.now()}
        return await self.change(channel, none)

    async def received(self) -> None:
        """Notes that the interface took the self-test of webhooks."""
        mine = sa.update(channel_health).where(channel_health.c.channel == "webhook")
        await self._connection.execute(mine.values(received_at=self._clock.now()))

    async def signs(self, row: ChannelHealthRow) -> Signs:
        """Signs of life of a channel."""
        attempt = delivery_attempt
        went = sa.select(sa.func.max(attempt.c.at)).where(attempt.c.channel == row.channel, attempt.c.code == "ok")
        overdue = await (self._overdue_mail() if row.channel == "email" else self._overdue_endpoint())
        # What a mute held back could not leave before it ended.
        overdue = max(overdue, row.since) if overdue is not None else None
        delivered = (await self._connection.execute(went)).scalar_one()
        return Signs(row.since, row.failures, row.last_passed_at, delivered, overdue, row.muted_until)

    async def _overdue_mail(self) -> datetime | None:
        waiting = (delivery.c.channel == "email", delivery.c.state.in_(("queued", "retrying")))
        free = sa.or_(delivery.c.lease_until.is_(None), delivery.c.lease_until < self._clock.now())
        query = sa.select(sa.func.min(delivery.c.next_attempt_at)).where(*waiting, free)
        return self._past((await self._connection.execute(query)).scalar_one())

    async def _overdue_endpoint(self) -> datetime | None:
        now, queue = self._clock.now(), webhook_queue
        joined = webhook.join(queue, queue.c.webhook_id == webhook.c.webhook_id)
        held = (queue.c.blocked_until, webhook.c.paused_until, queue.c.lease_until)
        free = [sa.or_(column.is_(None), column < now) for column in held]
        alive = (webhook.c.active, webhook.c.disabled_at.is_(None), *free)
        query = sa.select(sa.func.min(queue.c.next_due_at)).select_from(joined).where(*alive)
        return self._past((await self._connection.execute(query)).scalar_one())

    def _past(self, moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment < self._clock.now() else None
