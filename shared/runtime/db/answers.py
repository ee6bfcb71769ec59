"""Answers that are remembered under the caller's own key, and the round trip that a command begins with."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.modalities.access.actor import Actor
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.runtime.db.row_security.context import Context, values_of


@dataclass(frozen=True)
class Answer:
    """What was answered: status, headers, body bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Key:
    """A caller's own name for a command: whose it is (the token's subject), and what tells the command from others."""

    party: str
    key: str
    digest: bytes


BEGIN_COMMAND = """create function acsg_begin_command(service text, reach text, actor text, role text, party text, whose text, named text,
    out is_ours boolean, out request_hash bytea, out status smallint, out headers jsonb, out body bytea)
    language plpgsql volatile as $$
    begin
        perform set_config('acsg.service', service, true), set_config('acsg.reach', reach, true),
            set_config('acsg.actor', actor, true), set_config('acsg.role', role, true), set_config('acsg.party', party, true);
        is_ours := pg_try_advisory_xact_lock(hashtextextended(whose || E'\\n' || named, 0));
        if is_ours then
            select i.request_hash, i.status, i.headers, i.body into request_hash, status, headers, body
                from idempotency i where i.party = whose and i.key = named;
        end if;
    end $$"""
"""Frozen; migrations run it. Three steps, each a statement of its own: rows are read in the transaction's context, and with
the eyes of who has the lock. One SELECT of all three would look before it waits its turn, and miss what its twin committed.
"""
NO_BEGIN_COMMAND = "drop function acsg_begin_command(text, text, text, text, text, text, text)"

_BEGIN = sa.text(
    "select is_ours, request_hash, status, headers, body"
    " from acsg_begin_command(:service, :reach, :actor, :role, :party, :whose, :named)"
).columns(headers=JSONB)


def request_hash(method: str, path: str, body: bytes) -> bytes:
    """What makes two requests the same."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


def key_reused() -> Invalid:
    """The error for a key that came with another request before."""
    words = "this Idempotency-Key was used for another request"
    return Invalid((Fault("/headers/Idempotency-Key", words, "idempotency_key_reused"),), "idempotency_key_reused")


async def begin_command(connection: AsyncConnection, context: Context, cause: Actor | None, key: Key) -> Answer | None:
    """Tells an open transaction its context, as ``say`` does, and finds the answer that stands under a key; None when the key
    is new, and then it is ours until the transaction ends. One round trip.

    Raises Conflict while the same key is being worked on, Invalid when it was used for another request.
    """
    values = values_of(context, cause) | {"whose": key.party, "named": key.key}
    row = (await connection.execute(_BEGIN, values)).one()
    if not row.is_ours:
        raise Conflict("idempotency_key_in_progress", "A request with this Idempotency-Key is being worked on")
    if row.request_hash is None:
        return None
    if row.request_hash != key.digest:
        raise key_reused()
    return Answer(row.status, row.headers, row.body)
