"""Rows of ``step_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class StepRow(Protocol):
    """A row of ``step``."""

    region: str
    kind: str
    place: str
    code: str
    number: int
    item_id: str
    reference: str | None
    words: str
    who: list[str]
    paragraph: str
    due_at: datetime
    begins_at: datetime | None
    ends_at: datetime | None
    details: Any
    roles: list[str]
    serving: list[str]


class StepRoleRow(Protocol):
    """A row of ``step_role``."""

    word: str
    region: str
    kind: str
    place: str
    code: str
    number: int


class UnreachedRow(Protocol):
    """A row of ``unreached``."""

    region: str
    delivery_id: str
    recipient: str
    changed_at: datetime


class UnreachedCountRow(Protocol):
    """A row of ``unreached_count``."""

    region: str
    recipient: str
    messages: int


class StepsMadeRow(Protocol):
    """A row of ``steps_made``."""

    region: str
    made_with: str


class ItemWordRow(Protocol):
    """A row of ``item_word``."""

    word: str
    kind: str
    region: str
    id: str
