"""Rows of ``ledger_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class GapRow(Protocol):
    """A row of ``gap``."""

    id: int
    region: str
    source: str
    epoch: int
    stream: str
    first: int
    last: int
    missing: Any
    cause: str
    found_at: datetime
    healed_at: datetime | None
    healed_by: str | None
    attempts: int
    next_at: datetime
    error: str | None


class ReconciliationRow(Protocol):
    """A row of ``reconciliation``."""

    region: str
    source: str
    epoch: int
    found_at: datetime
    done_at: datetime | None
    taken_over: int
    vanished: int
    attempts: int
    next_at: datetime
    error: str | None


class VanishedRow(Protocol):
    """A row of ``vanished``."""

    region: str
    kind: str
    item_id: str
    epoch: int
    version: int
    kept_version: int | None
    reference: str | None
    status: str
    parties: list[str]
    shown_to: list[str]
    state: Any
    changed_at: datetime
    found_at: datetime


class DivergenceRow(Protocol):
    """A row of ``divergence``."""

    id: int
    region: str
    kind: str
    item_id: str
    ours: int | None
    theirs: int | None
    what: str
    found_at: datetime
    repaired_at: datetime | None


class ComparisonRow(Protocol):
    """A row of ``comparison``."""

    region: str
    service: str
    kind: str
    at: datetime
    rounds: int
    compared: int
    differing: int
    repaired: int
    seconds: float
    error: str | None


class OwnerHeardRow(Protocol):
    """A row of ``owner_heard``."""

    region: str
    source: str
    epoch: int
    heard_at: datetime | None
    complete_at: datetime | None
    pending_at: datetime | None
    pending: Any | None
    clock_off_s: float | None
    measured_at: datetime | None


class ErasureRow(Protocol):
    """A row of ``erasure``."""

    region: str
    kind: str
    pointer: str
    said_at: datetime
    done_at: datetime | None
    place: Any | None
    erased: int


class AuditHeadRow(Protocol):
    """A row of ``audit_head``."""

    region: str
    source: str
    epoch: int
    sealed: int
    hash: str
    seen_at: datetime
