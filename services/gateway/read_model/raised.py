"""Requests and offers, and the meeting at which each was raised (WM 4).

That it was is the word of who asks or offers. It stands on the meeting only where that party was invited to it, so that nobody puts
anything onto a meeting it has no part in; and each reader finds there what it may read whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, may_read, perhaps
from services.gateway.read_model.rows import ItemRow

MOST = 200
"""Requests, and offers, of one meeting."""
KINDS = ("request", "offer")
_SAID_BY = {"request": "requesting_states", "offer": "offering_parties"}
_AT = PRESENT.columns.state["content"]["raised_at_meeting"].astext


def invited(state: Mapping[str, Any]) -> tuple[str, ...]:
    """Parties that are invited to a meeting."""
    return tuple(sorted(one["party"] for one in state["invitations"]))


def _by_one_of(row: ItemRow, parties: Iterable[str]) -> bool:
    """Whether one of those for whom a request or an offer is said was invited."""
    return bool({*row.state["content"][_SAID_BY[row.kind]]} & {*parties})


async def raised_at(
    reader: ItemReader, meetings: Sequence[tuple[str, tuple[str, ...]]]
) -> list[tuple[tuple[str, tuple[str, ...]], ItemRow]]:
    """Requests and offers that the reader may read, the newest first, by the meeting at which each was raised. A key is a meeting that
    the reader has read, with who is invited to it.
    """
    columns, found = PRESENT.columns, []
    everyone = sorted({party for _, parties in meetings for party in parties})
    for kind in KINDS:
        newest = sa.func.row_number().over(partition_by=_AT, order_by=(columns.begun_at.desc(), columns.id))
        query = sa.select(columns.id, newest.label("place")).where(columns.kind == kind)
        query = query.where(columns.parties.overlap(everyone), _AT.in_([one for one, _ in meetings]))
        placed = query.where(perhaps(reader.actor, kind, PRESENT)).subquery()
        query = sa.select(PRESENT.source, _AT.label("raised")).where(columns.kind == kind)
        query = query.where(columns.id.in_(sa.select(placed.c.id).where(placed.c.place <= MOST)))
        rows = await reader.rows(query.order_by(columns.begun_at.desc(), columns.id))
        found += [row for row in rows if may_read(reader.actor, row)]
    return [(key, row) for key in meetings for row in found if row.raised == key[0] and _by_one_of(row, key[1])]


async def meeting_of(reader: ItemReader, ids: Sequence[str]) -> list[tuple[str, ItemRow]]:
    """The meeting of each request or offer, of those where the reader may read both."""
    columns = PRESENT.columns
    asks: list[Any] = []
    for kind in KINDS:
        query = sa.select(PRESENT.source, _AT.label("raised")).where(columns.kind == kind, columns.id.in_(list(ids)))
        rows = await reader.rows(query.where(_AT.is_not(None), perhaps(reader.actor, kind, PRESENT)).limit(MOST))
        asks += [row for row in rows if may_read(reader.actor, row)]
    if not asks:
        return []
    wanted = sorted({row.raised for row in asks})
    query = sa.select(PRESENT.source).where(columns.kind == "meeting", columns.id.in_(wanted))
    rows = await reader.rows(query.where(perhaps(reader.actor, "meeting", PRESENT)))
    meetings = {row.id: row for row in rows if may_read(reader.actor, row)}
    return [
        (row.id, meetings[row.raised])
        for row in asks
        if row.raised in meetings and _by_one_of(row, invited(meetings[row.raised].state))
    ]
