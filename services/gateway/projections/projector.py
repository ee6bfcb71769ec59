"""Applies events to the read model: items, versions, history, cursors; then tells listeners, all in one transaction.

A poll's events are applied together, in a handful of set-based statements: of several events of one item the newest is
kept, and an older version than the one kept changes nothing but history and cursor.
"""

from collections.abc import Iterable, Mapping, Sequence

import orjson
import sqlalchemy as sa

from services.gateway.projections import statements
from services.gateway.projections.rows import Row, row_of
from services.gateway.projections.visible import keeps
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded

SUBSCRIPTIONS: Sequence[type[Event]] = tuple(
    event for event in events() if event.classification is not Classification.UNCLASSIFIED
)


FOREIGN: Mapping[str, Sequence[type[Event]]] = {
    "global": tuple(event for event in SUBSCRIPTIONS if event.topic.federated),
    "regional": tuple(event for event in SUBSCRIPTIONS if event.topic.federated and event.topic.for_regions),
}
"""Events of other deployments that the read model hears of, by scope."""


async def project(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Applies the events of a batch, in their order."""
    items: dict[tuple[str, str, str], Row] = {}
    told: list[str] = []
    kept = [one for one in batch if keeps(one, uow.settings.deployment)]
    for one in kept:
        row = row_of(one.event, one.envelope)
        if row is None:
            continue
        key = (row["region"], row["kind"], row["id"])
        if key not in items or items[key]["version"] < row["version"]:
            # The item began when its first event said so, however many follow it here.
            items[key] = row | {"begun_at": items[key]["begun_at"]} if key in items else row
        news = {name: row[name] for name in ("region", "kind", "id", "version", "status")} | {"type": one.envelope.type}
        told.append(orjson.dumps(news).decode())
    await _put(uow, statements.ITEMS, items.values())
    await _put(uow, statements.VERSIONS, _versions(kept).values())
    await _put(uow, statements.HISTORY, [_told(one.event, one.envelope) for one in kept])
    await _put(uow, statements.CURSORS, _moves(one.envelope for one in batch), now=uow.clock.now())
    if told:
        await uow.connection.execute(statements.TELL, {"told": told})


async def _put(uow: UnitOfWork, statement: sa.TextClause, rows: Iterable[Row], **more: object) -> None:
    # Sorted by what is unique, so that two batches that meet take their locks in the same order.
    given = sorted(rows, key=lambda row: [str(value) for value in list(row.values())[:4]])
    if given:
        await uow.connection.execute(statement, {"rows": orjson.dumps(given).decode(), **more})


def _versions(batch: Sequence[Decoded]) -> dict[tuple[str, str, int], Row]:
    found: dict[tuple[str, str, int], Row] = {}
    for one in batch:
        if not isinstance(one.event, SupportRequestEvent):
            continue
        state = one.event.request
        said = orjson.loads(state.__pydantic_serializer__.to_json(state, include={"content", "findings"}))
        row: Row = {"region": state.region, "request_id": state.request_id, "number": state.content_version}
        row |= {"submitted_at": state.revised_at or state.submitted_at, **said}
        found[state.region, state.request_id, state.content_version] = row
    return found


def _told(event: Event, envelope: Envelope) -> Row:
    return {
        "source": envelope.source, "event_id": envelope.id, "region": envelope.region, "item_id": envelope.subject,
        "version": envelope.aggregate_version, "type": envelope.type, "paragraph": event.paragraph.number,
        "at": envelope.time,
    }  # fmt: skip


def _moves(envelopes: Iterable[Envelope]) -> list[Row]:
    """How far each stream moves, and how many numbers are missing inside the batch."""
    found: dict[tuple[str, str, int, str], Row] = {}
    for one in envelopes:
        key = (one.region, one.source, one.epoch, one.stream)
        move = found.setdefault(
            key,
            {
                "region": one.region, "source": one.source, "epoch": one.epoch, "stream": one.stream,
                "first": one.sequence, "last": one.sequence, "seen": set(), "last_event_at": one.time,
            },
        )  # fmt: skip
        move["first"], move["last"] = min(move["first"], one.sequence), max(move["last"], one.sequence)
        move["last_event_at"] = max(move["last_event_at"], one.time)
        move["seen"].add(one.sequence)
    for move in found.values():
        move["inside"] = move["last"] - move["first"] + 1 - len(move.pop("seen"))
    return list(found.values())
