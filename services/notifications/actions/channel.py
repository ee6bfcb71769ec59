"""A channel as commands meet it: how it does, and the event of its change (WM 6)."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from services.notifications.actions.mailbox import Notifying
from services.notifications.storage.announcement_table_rows import ChannelHealthRow
from services.notifications.storage.channels import ChannelRepository
from shared.application.use_case import Done
from shared.contracts.operations import ChannelStateChanged
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import NotFound

OVERDUE = timedelta(minutes=15)


class ChannelAnswer(BaseModel):
    """How a channel does. ``quiet_since``: no sign of life since; ``overdue``: nobody tests it, so nobody knows."""

    model_config = ConfigDict(from_attributes=True)

    channel: str
    last_test_at: datetime | None
    last_passed_at: datetime | None
    last_code: str | None
    failures: int
    next_test_at: datetime
    overdue: bool
    quiet_since: datetime | None
    muted_until: datetime | None
    muted_by: str | None
    mute_reason: str | None


def shown(row: ChannelHealthRow, now: datetime) -> ChannelAnswer:
    """A channel as it is read."""
    values = {name: getattr(row, name) for name in ChannelAnswer.model_fields if name != "overdue"}
    return ChannelAnswer(**values, overdue=row.next_test_at < now - OVERDUE)


def here(doing: Notifying, _: str) -> Resource:
    """Channels are the deployment's own."""
    return of_deployment(doing.context.deployment)


async def held(doing: Notifying, channel: str) -> tuple[ChannelRepository, ChannelHealthRow]:
    """The channel, locked. Raises NotFound."""
    channels = ChannelRepository(doing.uow.connection, doing.uow.clock)
    row = await channels.one(channel, lock=True)
    if row is None:
        raise NotFound("not_found", "There is no such channel, or no worker has looked after it yet")
    return channels, row


def changed(doing: Notifying, row: ChannelHealthRow, what: str) -> Done[ChannelAnswer]:
    """Ends a change of a channel."""
    return Done(shown(row, doing.now), row.version, row.channel, detail={"what": what})


def channel_event(row: ChannelHealthRow, state: str, reason: str) -> ChannelStateChanged:
    """The event of a channel's change."""
    return ChannelStateChanged.model_validate(
        {"aggregate_id": row.channel, "aggregate_version": row.version, "channel": row.channel, "state": state,
         "reason": reason, "silent_since": row.quiet_since, "muted_until": row.muted_until}
    )  # fmt: skip
