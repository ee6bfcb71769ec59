"""Rows of ``import_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class RosterImportRow(Protocol):
    """A row of ``roster_import``."""

    import_id: str
    region: str
    owner: str
    actor: Any
    state: Any
    status: str
    lease_by: str | None
    lease_until: datetime | None


class ImportFileRow(Protocol):
    """A row of ``import_file``."""

    import_id: str
    piece: int
    content: bytes


class ImportedRowRow(Protocol):
    """A row of ``imported_row``."""

    entry_id: str
    region: str
    owner: str
    source: str
    row_key: bytes
    content: bytes
    version: int
    status: str
    roles: list[str]
    state: Any


class ReportedRowRow(Protocol):
    """A row of ``reported_row``."""

    import_id: str
    place: int
    outcome: str
    report: Any
