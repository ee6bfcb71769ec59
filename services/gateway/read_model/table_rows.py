"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol


class StoredItemRow(Protocol):
    """A row of ``item``."""

    region: str
    kind: str
    id: str
    version: int
    reference: str | None
    status: str
    areas: list[str]
    parties: list[str]
    roles: list[str]
    shown_to: list[str]
    begun_at: datetime
    changed_at: datetime
    state: Any
    epoch: int
    serving: list[str]
    figures: Any
    withheld: list[str]
    words: Any | None
    shown_words: Any | None
    seal: str | None


class ItemVersionRow(Protocol):
    """A row of ``item_version``."""

    region: str
    kind: str
    id: str
    epoch: int
    version: int
    at: datetime
    reference: str | None
    status: str
    areas: list[str]
    parties: list[str]
    roles: list[str]
    shown_to: list[str]
    serving: list[str]
    content_version: int | None
    state: Any


class GatewayRequestVersionRow(Protocol):
    """A row of ``request_version``."""

    region: str | None
    request_id: str | None
    number: int | None
    content: Any | None
    findings: Any | None
    submitted_at: datetime | None


class HistoryRow(Protocol):
    """A row of ``history``."""

    event_id: str
    source: str
    region: str
    item_id: str
    version: int
    type: str
    paragraph: str
    at: datetime
    epoch: int
    kind: str | None


class StreamCursorRow(Protocol):
    """A row of ``stream_cursor``."""

    region: str
    source: str
    epoch: int
    stream: str
    last_sequence: int
    missing: int
    last_event_at: datetime
    applied_at: datetime
    topic: str | None
    offset: int | None


class RollupRow(Protocol):
    """A row of ``rollup``."""

    region: str
    figure: str
    area: str
    unit: str
    label: str
    amount: Decimal
    items: int


class PulseItemRow(Protocol):
    """A row of ``pulse_item``."""

    region: str
    request_id: str
    figure: str
    version: int
    parts: Any
