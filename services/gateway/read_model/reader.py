"""Reads the read model as an actor sees it. SQL narrows, the policy function decides on each row."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.kinds import BY_NAME
from services.gateway.read_model.beside import beside, seen_match
from services.gateway.read_model.named import names
from services.gateway.read_model.offers_of_others import as_seen_by
from services.gateway.read_model.places import PRESENT, ListOrder, ReadFrom, at
from services.gateway.read_model.readable import READ, reachable
from services.gateway.read_model.rows import DatedRow, EntryRow, ItemRow, LyingRow, PolicyRow
from services.gateway.read_model.tables import history, item, request_version, stream_cursor
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import Audience
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import stored

Entry = TypeVar("Entry", bound=EntryRow)
ORDER = tuple(BY_NAME)
MOST_ROUNDS = 5
"""How often a list that its condition did not narrow to what may be seen is read on."""


def resource(row: PolicyRow) -> Resource:
    """A row as the policy sees it. One read at a date is as open as the item was then and is now, whichever is less."""
    shown_to, roles, serving = frozenset(row.shown_to), row.roles, row.serving
    if hasattr(row, "roles_now"):
        now = cast("DatedRow", row)
        shown_to, roles, serving = _both(shown_to, now.shown_to_now), now.roles_now, now.serving_now
    return stored(row.region, roles, shown_to, serving)


def _both(then: Iterable[str], now: Iterable[str]) -> frozenset[str]:
    """Who is in the audience of then and in that of now."""
    return (Audience.of_words(then) & Audience.of_words(now)).words


def may_read(actor: Actor, row: PolicyRow) -> bool:
    """Whether the actor may read an item, in the form that is theirs."""
    return decide(actor, READ[row.kind], resource(row)).allowed


def perhaps(actor: Actor, kind: str, when: ReadFrom) -> sa.ColumnElement[bool]:
    """Rows of a kind that the actor may read; the policy decides on each once more."""
    return reachable(actor, when, READ[kind])


def in_order(rows: Iterable[Entry]) -> list[Entry]:
    """Entries of histories in the order of their items' versions, whatever their moments say.

    Where an item and its need share an identifier, their entries are merged by the moments they cannot have been before.
    """
    given = list(rows)
    moves: dict[tuple[str, str | None], list[int]] = {}
    for row in given:
        if row.type.endswith("-handed-over"):
            moves.setdefault((row.item_id, row.kind), []).append(row.version)

    def place(row: EntryRow) -> tuple[int, int, int, datetime]:
        # An item that moved has epochs of several deployments: those of one count between two moves alone.
        moved = sum(version < row.version for version in moves.get((row.item_id, row.kind), ()))
        return moved, row.epoch, row.version, row.at

    latest: dict[tuple[str, str | None], datetime] = {}
    placed = []
    for row in sorted(given, key=place):
        key = (row.item_id, row.kind)
        latest[key] = max(row.at, latest.get(key, row.at))
        placed.append((latest[key], row))
    return [row for _, row in sorted(placed, key=lambda one: one[0])]


def _once_of_all_alike(actor: Actor, when: ReadFrom) -> Callable[[PolicyRow], bool]:
    """``may_read``, which decides once for all rows that look alike to the policy."""
    names, decided = tuple(str(one.key) for one in when.alike), dict[Hashable, bool]()

    def may(row: PolicyRow) -> bool:
        values = (getattr(row, name) for name in names)
        key = tuple(tuple(one) if isinstance(one, list) else one for one in values)
        if (said := decided.get(key)) is None:
            said = decided[key] = may_read(actor, row)
        return said

    return may


class ItemReader:
    """Reads on one connection for one actor, at a moment: what is late then, is late in all that it reads."""

    def __init__(self, connection: AsyncConnection, actor: Actor, now: datetime) -> None:
        self._connection, self.actor, self.now = connection, actor, now

    @property
    def connection(self) -> AsyncConnection:
        """On which it reads."""
        return self._connection

    async def rows(self, query: sa.Select[Any]) -> Sequence[Any]:
        """Rows of a query that asks for what the reader may read."""
        found: Sequence[Any] = (await self._connection.execute(query)).all()
        return found

    async def page(
        self,
        kind: str,
        conditions: Sequence[sa.ColumnElement[bool]],
        after: tuple[Any, str] | None,
        most: int,
        order: ListOrder = ListOrder.BEGUN_NEWEST,
        when: ReadFrom = PRESENT,
        seen: Callable[[ItemRow], bool] | None = None,
        states: bool = True,
    ) -> tuple[list[ItemRow], bool]:
        """Readable items in an order, and whether more follow. Conditions are on the columns of ``when``; ``seen`` is
        asked of what a condition must not tell of, on the item as its reader sees it. Without ``states``: only what the
        policy asks for, the moments, and where each lies.
        """
        found: list[ItemRow] = []
        may = _once_of_all_alike(self.actor, when)
        key = (when.columns[order.column], when.columns.id)
        told = (when.source, beside(when)) if states else self._without_states(when)
        query = sa.select(*told).where(when.columns.kind == kind, perhaps(self.actor, kind, when))
        query = query.where(*conditions)
        query = query.where(when.standing)
        query = query.order_by(*(column.desc() if order.descending else column for column in key))
        while len(found) <= most:
            narrowed = query
            if after is not None:
                place, last = sa.tuple_(*key), sa.tuple_(*map(sa.literal, after))
                narrowed = query.where(place < last if order.descending else place > last)
            rows = (await self._connection.execute(narrowed.limit(most + 1))).all()
            found += [row for row in rows if may(row) and (seen is None or seen(row))]
            if len(rows) <= most:
                break
            after = (getattr(rows[-1], order.column), rows[-1].id)
        return found[:most], len(found) > most

    @staticmethod
    def _without_states(when: ReadFrom) -> list[sa.ColumnElement[Any]]:
        assert when.lying is not None
        # Lists of words come from the driver as they are: there is nothing to do to each of them.
        alike = [
            one if not isinstance(one.type, sa.ARRAY) else sa.type_coerce(one, sa.types.NullType()).label(one.key)
            for one in when.alike
        ]
        return [*alike, *(when.columns[n] for n in ("id", "begun_at", "changed_at")), when.lying.label("lying")]

    async def as_they_lie(self, rows: Sequence[LyingRow]) -> Sequence[LyingRow]:
        """The same rows with their states, of those that lie where they lay; for rows that were read without them."""
        assert PRESENT.lying is not None
        key = sa.tuple_(*(item.c[name] for name in ("region", "kind", "id")))
        query = sa.select(item, beside(PRESENT), PRESENT.lying.label("lying"))
        return await self.rows(query.where(key.in_([(one.region, one.kind, one.id) for one in rows])))

    async def count(
        self,
        kind: str,
        conditions: Sequence[sa.ColumnElement[bool]],
        when: ReadFrom = PRESENT,
        seen: Callable[[ItemRow], bool] | None = None,
    ) -> int:
        """How many items are readable: the policy decides once for all that look alike to it."""
        if seen is not None:
            whole = sa.select(when.source, beside(when)).where(when.columns.kind == kind, when.standing, *conditions)
            rows = await self._connection.execute(whole.where(perhaps(self.actor, kind, when)))
            return sum(may_read(self.actor, row) and seen(row) for row in rows)
        query = sa.select(*when.alike, sa.func.count().label("times")).where(when.columns.kind == kind)
        query = query.where(perhaps(self.actor, kind, when), *conditions, when.standing).group_by(*when.alike)
        return sum(row.times for row in await self._connection.execute(query) if may_read(self.actor, row))

    async def solicited(self, most: int, moment: datetime | None = None) -> list[ItemRow]:
        """Requests of others, in the form their States agreed to show (WM 17).

        At a date: as they were shown then, of those that are shown now, and of them the fields that are shown now.
        """
        if most < 1:
            return []
        when, key, found = at(moment, shown=True), ("begun_at", "id"), list[ItemRow]()
        order = [when.columns[name] for name in key]
        query = sa.select(when.source).where(when.columns.kind == "request", sa.func.cardinality(when.shown_to) > 0)
        # As exact as the policy at the present; at a date the rounds leave out what was not shown then.
        query = query.where(reachable(self.actor, when, a.READ_SHOWN_REQUEST))
        query = query.order_by(*(column.desc() for column in order)).limit(most)
        for _ in range(MOST_ROUNDS):
            rows = (await self._connection.execute(query)).all()
            found += [r for r in rows if decide(self.actor, a.READ_SHOWN_REQUEST, resource(r)).allowed]
            if len(rows) < most or len(found) >= most:
                break
            query = query.where(sa.tuple_(*order) < sa.tuple_(*(sa.literal(getattr(rows[-1], name)) for name in key)))
        return found[:most]

    async def one(self, key: str, moment: datetime | None = None) -> ItemRow | None:
        """An item by id or reference; None when there is none or the actor may not know of it."""
        when = as_seen_by(self.actor, at(moment))
        reference = when.columns.reference if moment is None else when.columns.reference_now
        wanted = names(key)
        named = sa.or_(when.columns.id.in_(wanted), reference.in_(wanted))
        rows = await self._connection.execute(sa.select(when.source, beside(when)).where(named, when.standing))
        found = (r for r in sorted(rows, key=lambda r: ORDER.index(r.kind)) if may_read(self.actor, r))
        return next((r for r in found if r.id in wanted or self._finds(r)), None)

    def _finds(self, row: ItemRow) -> bool:
        """Whether an item may be found by its reference: one that is hidden from the reader finds nothing."""
        seen = seen_match(self.actor, resource(row), row) if row.kind == "match" else {"reference": row.reference}
        return seen is not None and seen["reference"] is not None

    async def some(self, keys: Sequence[tuple[str, str, str]]) -> list[Any]:
        """Those of these items (region, kind, id) that the actor may read, in the order given."""
        when = as_seen_by(self.actor, PRESENT)
        query = sa.select(when.source, beside(when)).where(
            sa.tuple_(*(when.columns[n] for n in ("region", "kind", "id"))).in_(keys)
        )
        rows = {(r.region, r.kind, r.id): r for r in await self._connection.execute(query)}
        return [rows[key] for key in keys if key in rows and may_read(self.actor, rows[key])]

    async def versions(self, keys: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], Any]]:
        """Every version of these requests (region, id), oldest first; the caller has read the requests themselves."""
        table, asked = request_version, await self._with_former(keys)
        wanted = sa.tuple_(table.c.region, table.c.request_id).in_(list(asked))
        rows = (await self._connection.execute(sa.select(table).where(wanted))).all()
        found: dict[tuple[tuple[str, str], int], Any] = {}
        # What a new owner took over was told by the former one first.
        for row in sorted(rows, key=lambda one: (one.number, one.submitted_at)):
            for key in asked[row.region, row.request_id]:
                found.setdefault((key, row.number), row)
        return [(key, row) for (key, _), row in found.items()]

    async def history(self, keys: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], Any]]:
        """What happened to these items (region, id), in order; the caller has read the items themselves."""
        asked = await self._with_former(keys)
        query = sa.select(history).where(sa.tuple_(history.c.region, history.c.item_id).in_(list(asked)))
        rows = (await self._connection.execute(query)).all()
        return [(key, row) for row in in_order(rows) for key in asked[row.region, row.item_id]]

    async def _with_former(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Where something is known of these items, each with the items it belongs to: also at deployments that owned
        them before, as their present owner says (WM 6).
        """
        found = {key: [key] for key in keys}
        before = item.c.state["belonged"]
        query = sa.select(item.c.region, item.c.id, before.label("belonged"))
        query = query.where(sa.tuple_(item.c.region, item.c.id).in_(keys), sa.func.jsonb_typeof(before) == "array")
        for row in await self._connection.execute(query):
            for region in dict.fromkeys(one["region"] for one in row.belonged if one["region"] != row.region):
                places = found.setdefault((region, row.id), [])
                places += [(row.region, row.id)] if (row.region, row.id) not in places else []
        return found

    async def cursors(self) -> Sequence[Any]:
        """How far each stream of events is applied."""
        table = stream_cursor
        order = (table.c.region, table.c.source, table.c.epoch, table.c.stream)
        told = (*order, table.c.last_sequence, table.c.missing, table.c.last_event_at, table.c.applied_at)
        return (await self._connection.execute(sa.select(*told).order_by(*order))).all()
