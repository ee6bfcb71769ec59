"""A token for a program of a party, as commands meet it and as it is read (WM 3)."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.storage.access_tokens import AccessTokens
from services.notifications.storage.token_table_rows import AccessTokenRow
from shared.application.use_case import Kind, Stored, whole
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party


class TokenAnswer(BaseModel):
    """A token. ``token`` itself is shown once, when it is made; only its hash is kept."""

    model_config = ConfigDict(from_attributes=True)

    token_id: str
    party: str
    name: str
    scopes: tuple[str, ...]
    subject: str = Field(description="Who made it")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To a minute")
    revoked_at: datetime | None
    revoked_by: str | None
    token: str | None = None


async def _find(tokens: AccessTokens, token_id: UUID, lock: bool) -> tuple[AccessTokenRow, int] | None:
    row = await tokens.one(str(token_id), lock=lock)
    return (row, 1) if row is not None else None


TOKEN: Kind[AccessTokenRow] = Kind(
    "token",
    a.READ_TOKEN,
    lambda row: of_party(row.party),
    lambda connection, token_id, lock: _find(AccessTokens(connection), token_id, lock),
    whole,
)
Held = Stored[AccessTokenRow]
"""A token; it is made and revoked, never changed."""
