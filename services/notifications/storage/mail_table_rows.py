"""Rows of ``mail_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class MailboxRow(Protocol):
    """A row of ``mailbox``."""

    mailbox_id: str
    party: str
    label: str
    kind: str
    email: str
    language: str
    time_zone: str
    role: str
    main: bool
    version: int


class PreferenceRow(Protocol):
    """A row of ``preference``."""

    owner: str
    document: Any
    version: int


class SavedFilterRow(Protocol):
    """A row of ``saved_filter``."""

    filter_id: str
    party: str
    name: str
    expression: Any
    version: int


class SubscriptionRow(Protocol):
    """A row of ``subscription``."""

    subscription_id: str
    mailbox_id: str
    name: str
    filter_id: str | None
    expression: Any | None
    rhythm: str


class MuteRow(Protocol):
    """A row of ``mute``."""

    mute_id: str
    mailbox_id: str
    scope: str
    what: str | None
    must_act: bool
    until: datetime


class KnownItemRow(Protocol):
    """A row of ``known_item``."""

    item_id: str
    threads: list[str]
    epoch: int
    version: int
    document: Any


class DeadlineRow(Protocol):
    """A row of ``deadline``."""

    deadline_id: str
    thread: str
    item_id: str
    item_kind: str
    region: str
    owed: str
    party: str
    paragraph: str
    due_at: datetime
    round: int
    reminders: int
    levels: Any
    changed_at: datetime
    next_at: datetime | None
    closed_at: datetime | None


class ReminderRow(Protocol):
    """A row of ``reminder``."""

    deadline_id: str
    round: int
    step: str
    at: datetime


class NoticeRow(Protocol):
    """A row of ``notice``."""

    notice_id: str
    event_id: str
    event_type: str
    item_id: str
    thread: str
    party: str
    mailbox_id: str
    must_act: bool
    reason: Any
    view: str
    content: Any
    due_at: datetime | None
    status: str
    why: str
    batch: str
    ready_at: datetime | None
    told_by: str | None
    at: datetime
    step: str | None
    item_epoch: int | None
    item_version: int | None
    read_at: datetime | None
    done_at: datetime | None
    done_why: str | None


class CalendarFeedRow(Protocol):
    """A row of ``calendar_feed``."""

    feed_id: str
    mailbox_id: str
    name: str
    covers: str
    secret_hash: str
    created_at: datetime
    last_used_at: datetime | None
