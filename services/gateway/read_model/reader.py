"""Reads the read model as an actor sees it. SQL narrows, the policy function decides on each row."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.read_model.tables import history, item, pulse_item, request_version, stream_cursor
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

READING: dict[str, Action] = {
    "request": a.READ_REQUEST,
    "offer": a.READ_OFFER,
    "match": a.READ_MATCH,
    "need": a.READ_NEED,
    "delivery": a.READ_DELIVERY,
    "commitment": a.READ_COMMITMENT,
}


def resource(row: Any) -> Resource:
    """A row as the policy sees it."""
    return Resource(row.region, frozenset(row.parties), frozenset(row.shown_to), frozenset(row.serving))


def may_read(actor: Actor, row: Any) -> bool:
    """Whether the actor may read an item in full."""
    return decide(actor, READING[row.kind], resource(row)).allowed


def _perhaps(actor: Actor, kind: str) -> sa.ColumnElement[bool]:
    """A condition that no readable row fails; the policy decides on what it lets through."""
    if actor.role is Role.GENEVA_OFFICER or (actor.role is Role.BUREAU_OFFICER and kind == "offer"):
        return sa.true()
    if actor.role is Role.BUREAU_OFFICER:
        if kind == "match":
            return sa.or_(item.c.region == (actor.region or ""), item.c.serving.contains([actor.region or ""]))
        return sa.or_(item.c.region == (actor.region or ""), sa.func.cardinality(item.c.shown_to) > 0)
    office = (actor.party or "").removeprefix("unhcr-office:")
    mine = [actor.party or "", f"iso3166:{office}"]
    return sa.or_(item.c.parties.overlap(mine), sa.func.cardinality(item.c.shown_to) > 0)


class Reader:
    """Reads on one connection for one actor."""

    def __init__(self, connection: AsyncConnection, actor: Actor) -> None:
        self._connection, self.actor = connection, actor

    async def page(
        self, kind: str, conditions: Sequence[sa.ColumnElement[bool]], after: tuple[Any, str] | None, most: int
    ) -> tuple[list[Any], bool]:
        """Readable items, newest first, and whether more follow."""
        found: list[Any] = []
        query = sa.select(item).where(item.c.kind == kind, _perhaps(self.actor, kind), *conditions)
        query = query.order_by(item.c.begun_at.desc(), item.c.id.desc())
        while len(found) <= most:
            place = sa.tuple_(item.c.begun_at, item.c.id)
            narrowed = query if after is None else query.where(place < sa.tuple_(*map(sa.literal, after)))
            rows = (await self._connection.execute(narrowed.limit(most + 1))).all()
            found += [row for row in rows if may_read(self.actor, row)]
            if len(rows) <= most:
                break
            after = (rows[-1].begun_at, rows[-1].id)
        return found[:most], len(found) > most

    async def count(self, kind: str, conditions: Sequence[sa.ColumnElement[bool]]) -> int:
        """How many items are readable: the policy decides once for all that look alike to it."""
        alike = (item.c.kind, item.c.region, item.c.parties, item.c.shown_to, item.c.serving)
        query = sa.select(*alike, sa.func.count().label("times")).where(item.c.kind == kind)
        query = query.where(_perhaps(self.actor, kind), *conditions).group_by(*alike)
        return sum(row.times for row in await self._connection.execute(query) if may_read(self.actor, row))

    async def solicited(self, most: int) -> list[Any]:
        """Requests of others, in the form their States agreed to show (WM 17)."""
        query = sa.select(item).where(item.c.kind == "request", sa.func.cardinality(item.c.shown_to) > 0)
        rows = await self._connection.execute(query.order_by(item.c.begun_at.desc(), item.c.id.desc()).limit(1000))
        return [r for r in rows if decide(self.actor, a.READ_SHOWN_REQUEST, resource(r)).allowed][:most]

    async def one(self, key: str) -> Any:
        """An item by id or reference; None when there is none or the actor may not know of it."""
        rows = await self._connection.execute(sa.select(item).where(sa.or_(item.c.id == key, item.c.reference == key)))
        order = ["request", "offer", "match", "commitment", "delivery", "need"]
        return next((r for r in sorted(rows, key=lambda r: order.index(r.kind)) if may_read(self.actor, r)), None)

    async def versions(self, keys: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], Any]]:
        """Every version of these requests (region, id), oldest first; the caller has read the requests themselves."""
        table = request_version
        wanted = sa.tuple_(table.c.region, table.c.request_id).in_(keys)
        rows = await self._connection.execute(sa.select(table).where(wanted).order_by(table.c.number))
        return [((row.region, row.request_id), row) for row in rows]

    async def history(self, item_ids: Sequence[str]) -> list[tuple[str, Any]]:
        """What happened to these items, in order; the caller has read the items themselves."""
        query = sa.select(history).where(history.c.item_id.in_(item_ids))
        rows = await self._connection.execute(query.order_by(history.c.at, history.c.version))
        return [(row.item_id, row) for row in rows]

    async def cursors(self) -> Sequence[Any]:
        """How far each stream of events is applied."""
        table = stream_cursor
        order = (table.c.region, table.c.source, table.c.epoch, table.c.stream)
        told = (*order, table.c.last_sequence, table.c.missing, table.c.last_event_at, table.c.applied_at)
        return (await self._connection.execute(sa.select(*told).order_by(*order))).all()

    async def waiting(self) -> list[Any]:
        """Items that may wait for someone: readable ones that are alive, and the needs that say what is still open."""
        alive = sa.or_(
            sa.and_(item.c.kind == "request", item.c.status.not_in(["withdrawn", "not_in_line"])),
            sa.and_(item.c.kind == "match", item.c.status == "reserved"),
            sa.and_(item.c.kind == "delivery", item.c.status == "failed"),
            item.c.kind == "need",
        )
        rows = await self._connection.execute(sa.select(item).where(alive).order_by(item.c.begun_at).limit(5000))
        return [row for row in rows if may_read(self.actor, row)]

    async def pulse(self, figure: str) -> Sequence[Any]:
        """What each request adds to a figure."""
        query = sa.select(pulse_item).where(pulse_item.c.figure == figure)
        return (await self._connection.execute(query.order_by(pulse_item.c.region, pulse_item.c.request_id))).all()
