"""Rows of ``allocation_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class AllocationPlanRow(Protocol):
    """A row of ``allocation_plan``."""

    plan_id: str
    region: str
    version: int
    status: str
    state: Any
    lines: bytes | None
    problem: bytes | None
    lease_by: str | None
    lease_until: datetime | None
