"""What a transaction writes at its end: audit, outbox and the remembered answer, in one round trip."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.db.outbox import OutboxRow

AUDIT = (
    "at",
    "actor",
    "role",
    "party",
    "action",
    "paragraph",
    "aggregate",
    "aggregate_version",
    "correlation_id",
    "detail",
)
OUTBOX = ("event_id", "topic", "slot", "key", "type", "headers", "body")
ANSWERS = ("party", "key", "request_hash", "status", "headers", "body")
"""Columns that a service gives, in the order of the statement's arrays."""
DOCUMENTS = {"detail", "headers"}

CLOSE = """
with audited as (
    insert into audit (at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail)
    select at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail
    from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[],
        $9::text[], $10::jsonb[]) with ordinality as r(at, actor, role, party, action, paragraph, aggregate,
        aggregate_version, correlation_id, detail, place) order by place
), recorded as (
    insert into outbox (event_id, topic, slot, key, type, headers, body)
    select event_id, topic, slot, key, type, headers, body
    from unnest($11::uuid[], $12::text[], $13::smallint[], $14::text[], $15::text[], $16::jsonb[], $17::bytea[])
        with ordinality as r(event_id, topic, slot, key, type, headers, body, place) order by place
)
insert into idempotency (party, key, request_hash, status, headers, body)
select * from unnest($18::text[], $19::text[], $20::bytea[], $21::smallint[], $22::jsonb[], $23::bytea[])"""
"""Rows stand in the order in which they were said: the outbox gives its numbers in that order."""


def as_json(value: object) -> str:
    """A document as the database takes it; what JSON has no word for as its text."""
    return orjson.dumps(value, default=str).decode()


def _arrays(columns: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for name in columns:
        values = (row[name] for row in rows)
        yield [as_json(one) for one in values] if name in DOCUMENTS else list(values)


async def close(
    connection: AsyncConnection,
    audits: Sequence[Mapping[str, Any]],
    events: Sequence[OutboxRow],
    answers: Sequence[Mapping[str, Any]],
) -> None:
    """Writes them all, or nothing."""
    recorded = [{name: getattr(row, name) for name in OUTBOX} for row in events]
    given = (*_arrays(AUDIT, audits), *_arrays(OUTBOX, recorded), *_arrays(ANSWERS, answers))
    await connection.exec_driver_sql(CLOSE, given)
