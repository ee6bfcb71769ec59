"""The one hot statement of intake: a request with everything that belongs to it, stored in one round trip.

Two steps. The first looks the Idempotency-Key up and, when it is new, takes the next reference number; it does not wait for
the disk, because the second step's commit comes later in the same log and waits for both. The second is one statement: the
idempotency record, and only if that is new the request, its first version, the audit row and the outbox row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson

from shared.modalities.access.actor import Actor
from shared.modalities.errors import Retryable
from shared.modalities.paragraphs import P8
from shared.runtime import failpoints
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.idempotency import Answer, key_reused
from shared.runtime.db.outbox import OutboxRow

LOOK = """
with known as (
    select request_hash, status, headers, body from idempotency where party = $1 and key = $2
), next as (
    insert into reference_counter (year, country, last) select $3, $4, 1 where not exists (select from known)
    on conflict (year, country) do update set last = reference_counter.last + 1
    returning last
)
select known.*, next.last from next full join known on true"""

_STORE = """
with fresh as (
    insert into idempotency (party, key, request_hash, status, headers, body)
    values ($1, $2, $3, 201, $4::text::jsonb, $5) on conflict do nothing returning 1
), request as (
    insert into support_request (request_id, reference, version, status, requesting_states, state)
    select $6::uuid, $7, 1, 'submitted', $8::text[], $9::text::jsonb from fresh returning 1
), first_version as (
    insert into request_version (request_id, content_version, content, findings, rule_set, submitted_at)
    select $6::uuid, 1, $9::text::jsonb -> 'content', $9::text::jsonb -> 'findings', $10, $11 from fresh returning 1
), audited as (
    insert into audit (at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail)
    select $11, $12, $13, $14, 'request.submit', '@paragraph', $6::text, 1, $15, '{}' from fresh returning 1
), outgoing as (
    insert into outbox (event_id, topic, slot, key, type, headers, body)
    select $16::uuid, $17, $18, $6::text, $19, $20::text::jsonb, $21 from fresh returning 1
)
select (select count(*) from fresh), (select count(*) from outgoing)"""
STORE = _STORE.replace("@paragraph", P8.number)


@dataclass(frozen=True, slots=True)
class Submission:
    """A request ready to be stored: its state as JSON text, and its event."""

    request_id: str
    reference: str
    requesting_states: tuple[str, ...]
    rule_set: str
    at: datetime
    state: bytes
    event: OutboxRow
    headers: dict[str, str]


class Submissions:
    """Stores submissions. Raises Retryable when the database is away, Invalid when a key was used otherwise."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unsynced: asyncpg.Pool | None = None

    async def _look_pool(self) -> "asyncpg.Pool":
        if self._unsynced is None:
            self._unsynced = await self._database.hot(unsynced=True)
        return self._unsynced

    async def submit(
        self,
        actor: Actor,
        key: str,
        digest: bytes,
        country: str,
        year: int,
        correlation_id: str,
        prepare: Callable[[int], Submission],
    ) -> tuple[Answer, bool]:
        """Stores what ``prepare`` makes of the reference number; answers it, or the stored answer and True."""
        try:
            return await self._submit(actor, key, digest, country, year, correlation_id, prepare)
        except (
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
            OSError,
            TimeoutError,
        ) as error:
            if is_away(error):
                raise Retryable("database_away", "The database is away for a moment; nothing was changed") from error
            raise

    async def _submit(
        self,
        actor: Actor,
        key: str,
        digest: bytes,
        country: str,
        year: int,
        correlation_id: str,
        prepare: Callable[[int], Submission],
    ) -> tuple[Answer, bool]:
        looking, storing = await self._look_pool(), await self._database.hot()
        while True:
            found = await looking.fetchrow(LOOK, actor.subject, key, year, country)
            if found["status"] is not None:
                if bytes(found["request_hash"]) != digest:
                    raise key_reused()
                return Answer(found["status"], orjson.loads(found["headers"]), bytes(found["body"])), True
            s = prepare(found["last"])
            failpoints.hit("before_commit")
            stored = await storing.fetchrow(
                STORE, actor.subject, key, digest, orjson.dumps(s.headers).decode(), s.state, s.request_id, s.reference,
                list(s.requesting_states), s.state.decode(), s.rule_set, s.at, actor.subject, actor.role.value,
                actor.party, correlation_id, s.event.event_id, s.event.topic, s.event.slot, s.event.type,
                orjson.dumps(s.event.headers).decode(), s.event.body,
            )  # fmt: skip
            if stored[0]:
                failpoints.hit("after_commit")
                self._database.wake_relay()
                return Answer(201, s.headers, s.state), False
