"""Events of a range, from the outbox, for as long as published rows are kept there; a reader gets those it may hold."""

from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.db.tables import RuntimeTables
from shared.runtime.federation.answers import PulledEvent, Stream
from shared.runtime.federation.leaving import Leaving


def stream_of(topic: str, slot: int) -> str:
    """The name of a stream: one topic's events of one slot."""
    return f"{topic}/{slot}"


async def streams(connection: AsyncConnection, tables: RuntimeTables, topics: Sequence[str]) -> tuple[Stream, ...]:
    """How far every stream of these topics is numbered."""
    numbered = tables.outbox_stream
    query = sa.select(numbered).where(numbered.c.topic.in_(topics)).order_by(numbered.c.topic, numbered.c.slot)
    return tuple(
        Stream(stream=stream_of(r.topic, r.slot), epoch=r.epoch, last_sequence=r.last_sequence)
        for r in await connection.execute(query)
    )


async def events(
    connection: AsyncConnection,
    tables: RuntimeTables,
    leaving: Leaving,
    topic: str,
    slot: int,
    epoch: int,
    first: int,
    last: int,
    most: int,
) -> tuple[tuple[PulledEvent, ...], int | None]:
    """Events from one number to another, both included, and where to ask on from."""
    outbox = tables.outbox
    mine = (outbox.c.topic == topic, outbox.c.slot == slot, outbox.c.epoch == epoch)
    query = sa.select(outbox).where(*mine, outbox.c.sequence.between(first, last)).order_by(outbox.c.sequence)
    rows = (await connection.execute(query.limit(most + 1))).all()
    bodies = [(row, orjson.loads(row.body)) for row in rows[:most]]
    found = tuple(_event(row, body, leaving) for row, body in bodies if leaving.holds(row.type, _version(row), body))
    return found, rows[most].sequence if len(rows) > most else None


def _version(row: Any) -> int:
    return int(dict(row.headers)["ce_dataschema"].rpartition(":")[2])


def _event(row: Any, whole: dict[str, Any], leaving: Leaving) -> PulledEvent:
    place = [
        ("ce_stream", stream_of(row.topic, row.slot)),
        ("ce_sequence", str(row.sequence)),
        ("ce_epoch", str(row.epoch)),
    ]
    headers = [*((name, value) for name, value in row.headers if name != "ce_epoch"), *place]
    body = leaving.body(row.type, whole)
    return PulledEvent(key=row.key, headers=tuple(leaving.headers(headers, row.type)), body=body)
