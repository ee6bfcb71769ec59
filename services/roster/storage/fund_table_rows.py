"""Rows of ``fund_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol


class FundEntryRow(Protocol):
    """A row of ``fund_entry``."""

    number: int
    entry_id: str
    kind: str
    contribution_id: str
    allotment_id: str | None
    currency: str
    reverses: str | None
    by_person: str
    reason: str | None
    at: datetime


class FundPostingRow(Protocol):
    """A row of ``fund_posting``."""

    number: int
    place: int
    account: str
    debit: Decimal
    credit: Decimal
