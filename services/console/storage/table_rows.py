"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class SessionRow(Protocol):
    """A row of ``session``."""

    handle_hash: bytes
    subject: str
    sid: str | None
    sealed: bytes | None
    auth_time: datetime
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None


class SignInRow(Protocol):
    """A row of ``sign_in``."""

    state_hash: bytes
    browser_hash: bytes
    sealed: bytes
    expires_at: datetime


class ConsoleDraftRow(Protocol):
    """A row of ``draft``."""

    draft_id: str
    party: str
    kind: str
    content: Any
    item_id: str | None
    base_version: int | None
    rev: int
    send_key: str
    sent_id: str | None
    saved_by: str
    saved_at: datetime


class ParkedFormRow(Protocol):
    """A row of ``parked_form``."""

    parked_id: str
    handle_hash: bytes
    subject: str
    path: str
    sealed: bytes
    parked_at: datetime
    expires_at: datetime
