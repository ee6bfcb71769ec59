"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class EngagementRow(Protocol):
    """A row of ``engagement``."""

    engagement_id: str
    reference: str
    version: int
    match_id: str | None
    stage: str
    parties: list[str]
    word_due_at: datetime | None
    state: Any
    updated_at: datetime
    public_version: int
    published: Any | None
    said_with: int


class ReleasedContactRow(Protocol):
    """A row of ``released_contact``."""

    engagement_id: str
    party: str
    focal_point: Any
    released_at: datetime


class KnownContentRow(Protocol):
    """A row of ``known_content``."""

    item_id: str
    content_version: int
    kind: str
    version: int
    state: Any


class WaitingMatchRow(Protocol):
    """A row of ``waiting_match``."""

    match_id: str
    items: list[str]
    state: Any


class DeliveryReferenceCounterRow(Protocol):
    """A row of ``reference_counter``."""

    year: int
    last: int
