"""A party makes a token for one of its programs; it is shown once (WM 3)."""

import secrets
from datetime import timedelta
from typing import Literal

from pydantic import Field

from services.notifications.actions.access_token import TokenAnswer
from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.storage.access_tokens import AccessTokens, NewToken
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Name
from shared.modalities.access import actions as a
from shared.modalities.access.scopes import SCOPES
from shared.modalities.errors import Conflict
from shared.runtime.token_format import parts, written

MOST = 20
"""Tokens of a party that hold at a time."""

Scope = Literal["read", "requests", "offers", "webhooks", "mailboxes", "inbox"]


class TokenBody(Strict):
    """A token for one program: what it is called, what it may do, for how long."""

    name: Name = Field(max_length=100, description="What uses it, e.g. Donor database, nightly")
    scopes: tuple[Scope, ...] = Field(min_length=1, max_length=len(SCOPES))
    days: int = Field(90, ge=1, le=366, description="How long it holds")


async def add_token(doing: Notifying, _: str, said: TokenBody) -> Done[TokenAnswer]:
    """Raises Conflict when the party has as many as it may."""
    tokens, by, now = AccessTokens(doing.uow.connection), doing.by, doing.now
    party = by.party or ""
    if await tokens.living(party, now) >= MOST:
        raise Conflict("too_many_tokens", f"A party has at most {MOST} that hold; revoke one first")
    token_id = doing.new_id()
    token = written(token_id, secrets.token_bytes(32))
    made = parts(token)
    assert made is not None
    row: NewToken = {
        "token_id": token_id, "party": party, "role": by.role.value, "subject": by.subject,
        "language": by.language, "name": said.name, "scopes": sorted(set(said.scopes)),
        "secret_hash": made.secret_hash, "created_at": now, "expires_at": now + timedelta(days=said.days),
    }  # fmt: skip
    await tokens.add(row)
    answer = TokenAnswer.model_validate(await tokens.one(token_id)).model_copy(update={"token": token})
    return Done(answer, 1, token_id)


ADD_TOKEN = Keep(
    a.KEEP_TOKEN, TokenBody, lambda doing, _: whose(doing, doing.by.party or ""), add_token, shown_once="token"
)
