"""Rows of ``announcement_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class AnnouncementRow(Protocol):
    """A row of ``announcement``."""

    position: int
    event_id: str
    source: str
    type: str
    subject: str
    region: str
    time: datetime
    epoch: int
    aggregate_version: int
    classification: str
    paragraph: str
    areas: list[str]
    data_schema: str
    data: Any | None
    announced_at: datetime


class StreamPositionRow(Protocol):
    """A row of ``stream_position``."""

    stream: str
    last_position: int


class ChannelHealthRow(Protocol):
    """A row of ``channel_health``."""

    channel: str
    next_test_at: datetime
    last_test_at: datetime | None
    last_passed_at: datetime | None
    last_code: str | None
    failures: int
    quiet_since: datetime | None
    muted_until: datetime | None
    muted_by: str | None
    mute_reason: str | None
    secret: str
    received_at: datetime | None
    since: datetime
    version: int
