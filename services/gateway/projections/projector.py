"""Applies events to the read model: items, their versions, roll-ups, history, cursors, gaps; then tells listeners.

All in one transaction. A poll's events are applied together, in a handful of set-based statements: of several events of
one item the newest is kept, and an older version than the one kept changes nothing but its history.
"""

from collections.abc import Iterable, Mapping, Sequence

import orjson
import sqlalchemy as sa

from services.gateway.kinds.kind import Row
from services.gateway.projections import statements
from services.gateway.projections.erased import Erasures, erasures_of, note_erasures
from services.gateway.projections.recalled import erase_recalled
from services.gateway.projections.rows import kind_of, row_of
from services.gateway.projections.streams import keep_streams, stream_of
from services.gateway.projections.visible import keeps
from services.gateway.projections.words import keep_words
from services.gateway.projections.worklist import keep_steps, limits_of
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded

SUBSCRIPTIONS: Sequence[type[Event]] = tuple(
    event for event in events() if event.classification is not Classification.UNCLASSIFIED and not event.topic.confided
)


FOREIGN: Mapping[str, Sequence[type[Event]]] = {
    "global": tuple(event for event in SUBSCRIPTIONS if event.topic.federated),
    "regional": tuple(event for event in SUBSCRIPTIONS if event.topic.federated and event.topic.for_regions),
}
"""Events of other deployments that the read model hears of, by scope."""

_BEGUN = ("region", "kind", "id", "begun_at")
_NEWS = ("region", "kind", "id", "version", "status")


async def project(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Applies the events of a batch, in any order."""
    await lock(uow, {one.envelope.region for one in batch})
    kept = [one for one in batch if keeps(one, uow.settings.deployment)]
    made = [(one, row) for one in kept if (row := row_of(one.event, one.envelope, one.record.body)) is not None]
    late = await keep_streams(batch, uow)
    await write_states(uow, _distinct(row for _, row in made), await erasures_of(uow, kept))
    begun = [row for one, row in made if stream_of(one.envelope) in late]
    await _put(uow, statements.BEGUN, [{name: row[name] for name in _BEGUN} for row in begun])
    await _put(uow, statements.HISTORY, map(_told, kept))
    if told := [_news(one, row) for one, row in made]:
        await uow.connection.execute(statements.TELL, {"told": told})


async def lock(uow: UnitOfWork, regions: Iterable[str]) -> None:
    """One writer per region until the transaction ends."""
    await uow.connection.execute(statements.LOCK, {"regions": sorted(regions)})


async def write_states(uow: UnitOfWork, rows: Sequence[Row], erasures: Erasures, *, force: bool = False) -> None:
    """Writes states with their versions, what they add and what somebody owes of them. ``force``: also over a newer one, when its owner says so."""
    if rows:
        marked = [erasures.applied(row) for row in _marked(rows)]
        given = {"rows": orjson.dumps(marked).decode(), "force": force}
        less = (await uow.connection.execute(statements.PROJECT, given)).all()
        await note_erasures(uow, less, rows)
        keys = {(row["region"], row["kind"], row["id"]) for row in rows}
        await erase_recalled(uow, keys)
        await keep_words(uow, keys)
        await keep_steps(uow, keys, limits_of(uow))


def _distinct(rows: Iterable[Row]) -> list[Row]:
    return list({(row["region"], row["kind"], row["id"], row["epoch"], row["version"]): row for row in rows}.values())


def _marked(rows: Sequence[Row]) -> list[Row]:
    """The same rows, in the order of their keys; the newest of each item is marked, and began when its first one says."""
    newest: dict[tuple[str, str, str], Row] = {}
    begun: dict[tuple[str, str, str], object] = {}
    for row in sorted(rows, key=lambda r: (r["region"], r["kind"], r["id"], r["epoch"], r["version"])):
        key = (row["region"], row["kind"], row["id"])
        newest[key] = row
        begun.setdefault(key, row["begun_at"])
    marked = [row | {"newest": newest[row["region"], row["kind"], row["id"]] is row} for row in rows]
    return [r | {"begun_at": begun[r["region"], r["kind"], r["id"]]} if r["newest"] else r for r in marked]


async def _put(uow: UnitOfWork, statement: sa.TextClause, rows: Iterable[Row], **more: object) -> None:
    given = list(rows)
    if given:
        await uow.connection.execute(statement, {"rows": orjson.dumps(given).decode(), **more})


def _told(one: Decoded) -> Row:
    envelope = one.envelope
    return {
        "source": envelope.source, "event_id": envelope.id, "region": envelope.region, "item_id": envelope.subject,
        "epoch": envelope.epoch, "version": envelope.aggregate_version, "type": envelope.type,
        "paragraph": one.event.paragraph.number, "at": envelope.time, "kind": kind_of(type(one.event)),
    }  # fmt: skip


def _news(one: Decoded, row: Row) -> str:
    return orjson.dumps({name: row[name] for name in _NEWS} | {"type": one.envelope.type}).decode()
