"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class MeetingRow(Protocol):
    """A row of ``meeting``."""

    meeting_id: str
    reference: str
    version: int
    status: str
    starts_at: datetime
    state: Any
    updated_at: datetime


class DialogueReferenceCounterRow(Protocol):
    """A row of ``reference_counter``."""

    year: int
    last: int


class ThreadRow(Protocol):
    """A row of ``thread``."""

    thread_id: str
    circle: str
    about_kind: str
    about_id: str
    version: int
    about_version: int
    state: Any
    updated_at: datetime
    apart_with: str


class ThreadMessageRow(Protocol):
    """A row of ``thread_message``."""

    thread_id: str
    number: int
    author: str
    body: Any


class PracticeCounterRow(Protocol):
    """A row of ``practice_counter``."""

    year: int
    last: int


class DialogueKnownEngagementRow(Protocol):
    """A row of ``known_engagement``."""

    engagement_id: str
    version: int
    region: str
    roles: list[str]
    serving: list[str]


class KnownThingRow(Protocol):
    """A row of ``known_thing``."""

    kind: str
    item_id: str
    version: int
    region: str
    roles: list[str]
    shown_to: list[str]
    serving: list[str]


class ReviewYearRow(Protocol):
    """A row of ``review_year``."""

    one: bool
    counted_from: datetime
