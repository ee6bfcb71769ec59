"""Applies an event to the read model: item, version, history, cursor; then tells listeners, all in one transaction."""

from collections.abc import Mapping

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.gateway.projections.rows import Row, row_of
from services.gateway.read_model.tables import history, item, request_version, stream_cursor
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction

CHANGED = "acsg_changed"
"""Notification channel of the read model: JSON of region, kind, id, version, type."""


async def project(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Applies one event; an older version of an item than the one kept changes nothing but history and cursor."""
    row = row_of(event, envelope)
    if row is not None:
        written = insert(item).values(row)
        newer = {name: written.excluded[name] for name in row if name not in {"region", "kind", "id", "begun_at"}}
        written = written.on_conflict_do_update(
            index_elements=["region", "kind", "id"], set_=newer, where=item.c.version < written.excluded.version
        )
        await uow.connection.execute(written)
    if isinstance(event, SupportRequestEvent):
        await _keep_version(event, uow)
    await _tell(event, envelope, uow)
    await _advance(envelope, uow)
    if row is not None:
        told = {name: row[name] for name in ("region", "kind", "id", "version", "status")} | {"type": envelope.type}
        await uow.connection.execute(sa.select(sa.func.pg_notify(CHANGED, orjson.dumps(told).decode())))


async def _keep_version(event: SupportRequestEvent, uow: UnitOfWork) -> None:
    one = event.request
    state = one.model_dump(mode="json", include={"content", "findings"})
    row: Row = {"region": one.region, "request_id": one.request_id, "number": one.content_version}
    row |= {"content": state["content"], "findings": state["findings"]}
    kept = insert(request_version).values(**row, submitted_at=one.revised_at or one.submitted_at)
    kept = kept.on_conflict_do_update(
        index_elements=["region", "request_id", "number"], set_={"findings": kept.excluded.findings}
    )
    await uow.connection.execute(kept)


async def _tell(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    row: Row = {
        "event_id": envelope.id,
        "source": envelope.source,
        "region": envelope.region,
        "item_id": envelope.subject,
    }
    row |= {"version": envelope.aggregate_version, "type": envelope.type, "paragraph": event.paragraph.number}
    await uow.connection.execute(insert(history).values(**row, at=envelope.time).on_conflict_do_nothing())


async def _advance(envelope: Envelope, uow: UnitOfWork) -> None:
    table, now = stream_cursor, uow.clock.now()
    row: Row = {
        "region": envelope.region,
        "source": envelope.source,
        "epoch": envelope.epoch,
        "stream": envelope.stream,
    }
    row |= {"last_sequence": envelope.sequence, "last_event_at": envelope.time, "applied_at": now}
    moved = insert(table).values(**row, missing=envelope.sequence - 1)
    jumped = sa.func.greatest(moved.excluded.last_sequence - table.c.last_sequence - 1, 0)
    values = {
        "missing": table.c.missing + jumped,
        "last_sequence": sa.func.greatest(table.c.last_sequence, moved.excluded.last_sequence),
        "last_event_at": sa.func.greatest(table.c.last_event_at, moved.excluded.last_event_at),
        "applied_at": now,
    }
    await uow.connection.execute(
        moved.on_conflict_do_update(index_elements=["region", "source", "epoch", "stream"], set_=values)
    )


SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    event: project for event in events() if event.classification is not Classification.UNCLASSIFIED
}
