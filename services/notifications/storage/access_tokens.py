"""Tokens of parties' programs in PostgreSQL; of a secret only its hash is kept."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.storage.token_table_rows import AccessTokenRow
from services.notifications.storage.token_tables import access_token
from shared.modalities.access.actor import Actor, Role
from shared.runtime.token_format import parts

USED_EVERY = timedelta(minutes=1)


class NewToken(TypedDict):
    """What is kept of a token that is made."""

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


class AccessTokens:
    """Tokens on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, row: NewToken) -> None:
        """Keeps a token."""
        await self._connection.execute(sa.insert(access_token).values(row))

    async def of_party(self, party: str | None, now: datetime) -> Sequence[AccessTokenRow]:
        """Tokens of a party, or of all, newest first; those that ended a month ago are not shown any more."""
        ended = sa.func.coalesce(access_token.c.revoked_at, access_token.c.expires_at)
        query = sa.select(access_token).where(ended > now - timedelta(days=30))
        if party is not None:
            query = query.where(access_token.c.party == party)
        return list(await self._connection.execute(query.order_by(access_token.c.created_at.desc()).limit(500)))

    async def living(self, party: str, now: datetime) -> int:
        """How many of a party's hold. Its tokens are held until the end of the transaction."""
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"tokens {party}", 0))
        await self._connection.execute(sa.select(lock))
        holds = (access_token.c.revoked_at.is_(None), access_token.c.expires_at > now)
        query = sa.select(sa.func.count()).where(access_token.c.party == party, *holds)
        return int((await self._connection.execute(query)).scalar_one())

    async def one(self, token_id: str, *, lock: bool = False) -> AccessTokenRow | None:
        """A token; None when there is none."""
        query = sa.select(access_token).where(access_token.c.token_id == token_id)
        asked = query.with_for_update() if lock else query
        row: AccessTokenRow | None = (await self._connection.execute(asked)).one_or_none()
        return row

    async def revoke(self, token_id: str, by: str, now: datetime) -> None:
        """Ends a token; the first end stays."""
        ended = sa.update(access_token).where(access_token.c.token_id == token_id, access_token.c.revoked_at.is_(None))
        await self._connection.execute(ended.values(revoked_at=now, revoked_by=by))

    async def used(self, token_id: str, now: datetime) -> None:
        """Notes that a token was used, to a minute."""
        last = access_token.c.last_used_at
        seldom = sa.or_(last.is_(None), last < now - USED_EVERY)
        noted = sa.update(access_token).where(access_token.c.token_id == token_id, seldom)
        await self._connection.execute(noted.values(last_used_at=now))

    async def holder(self, token: str, now: datetime) -> Actor | None:
        """Whom a token speaks for; None for one that does not hold."""
        given = parts(token)
        row = await self.one(given.token_id) if given is not None else None
        if row is None or given is None or not hmac.compare_digest(row.secret_hash, given.secret_hash):
            return None
        if row.revoked_at is not None or row.expires_at <= now:
            return None
        # Its own name beside its maker's: what it did stands apart in the audit, and so does its quota.
        subject = f"{row.subject}+{row.token_id}"
        return Actor(subject, Role(row.role), row.party, None, row.language, frozenset(row.scopes))
