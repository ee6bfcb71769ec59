"""Rows of ``token_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Protocol


class AccessTokenRow(Protocol):
    """A row of ``access_token``."""

    token_id: str
    party: str
    role: str
    subject: str
    language: str
    name: str
    scopes: list[str]
    secret_hash: bytes
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None
