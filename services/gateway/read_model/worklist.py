"""What waits for whom, the earliest due first, as a reader may know it (WM 6, 8, 11, 16, 17).

The lines are rows of a table, so a page costs what it shows. Of a match that its reader sees in part a line is left out
when nobody who owes it may be named: then the list is read on, in parts that grow, so that the rounds stay few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.readable import OF_OWN_WORD, OF_STEPS, PLACE_IS_HIDDEN, READ, owed_by, steps_readable
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.rows import ItemRow, OwedRow
from services.gateway.read_model.step_tables import step
from services.gateway.read_model.views import facts, state_for
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import stored
from shared.modalities.steps.step import ANSWER_COUNTER, is_late

GROWTH = 4
"""How much more each round reads than the one before it."""


@dataclass(frozen=True)
class OwedStep:
    """One step somebody owes: who, what, on which paragraph, by when."""

    region: str | None
    kind: str
    item_id: str
    reference: str | None
    who: tuple[str, ...]
    code: str
    words: str
    details: dict[str, str]
    paragraph: str
    due_at: datetime
    late: bool
    place: str


_KEY = (step.c.due_at, step.c.item_id, step.c.kind, step.c.code, step.c.number)
"""The order of the list. It says nothing of a region, which its reader may not know."""


async def worklist(
    reader: ItemReader, now: datetime, most: int, *, mine: bool = False, after: tuple[datetime, str] | None = None
) -> list[OwedStep]:
    """Owed steps of what the reader may read; ``mine``: those that its own party owes; ``after``: a place of one.

    Raises ValueError for a place that is none.
    """
    if most < 1 or (mine and reader.actor.party is None):
        return []
    query = sa.select(step).where(steps_readable(reader.actor), *_at(now)).order_by(*_KEY)
    if mine:
        query = query.where(owed_by(reader.actor.party or ""))
    found: list[OwedStep] = []
    part = most
    place = _place_of(*after) if after is not None else None
    while True:
        on = query if place is None else query.where(sa.tuple_(*_KEY) > sa.tuple_(*map(sa.literal, place)))
        rows = await reader.rows(on.limit(part))
        found += await _seen(reader, rows, now)
        if len(rows) < part or len(found) >= most:
            return found[:most]
        place, part = tuple(getattr(rows[-1], one.name) for one in _KEY), part * GROWTH


def _place_of(due_at: datetime, place: str) -> tuple[Any, ...]:
    item_id, kind, code, number = place.split("|")
    return due_at, item_id, kind, code, int(number)


async def steps_of(
    reader: ItemReader, items: Sequence[tuple[str, str, str]]
) -> list[tuple[tuple[str, str, str], OwedStep]]:
    """Owed steps of these items (region, kind, id), which the caller has read; each with its item's key."""
    mine = sa.tuple_(step.c.region, step.c.kind, step.c.place).in_(items)
    now = reader.now
    query = sa.select(step).where(mine, steps_readable(reader.actor), *_at(now)).order_by(*_KEY)
    rows = await reader.rows(query)
    return [((row.region, row.kind, row.place), one) for row, one in await _pairs(reader, rows, now)]


def _at(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    begun = sa.or_(step.c.begins_at.is_(None), step.c.begins_at <= now)
    return begun, sa.or_(step.c.ends_at.is_(None), step.c.ends_at > now)


async def _seen(reader: ItemReader, rows: Sequence[OwedRow], now: datetime) -> list[OwedStep]:
    return [one for _, one in await _pairs(reader, rows, now)]


async def _pairs(reader: ItemReader, rows: Sequence[OwedRow], now: datetime) -> list[tuple[OwedRow, OwedStep]]:
    """Of these rows those that the reader may know, as far as it may."""
    actor = reader.actor
    open_ = [(row, who) for row in rows if (who := may_know(actor, row))]
    parts = {(r.region, r.kind, r.item_id) for r, _ in open_ if r.kind == "match" and not _whole(actor, r)}
    matches = {(r.region, r.kind, r.id): r for r in await reader.some(sorted(parts))} if parts else {}
    found = []
    for row, who in open_:
        key = (row.region, row.kind, row.item_id)
        if (
            row.kind in PLACE_IS_HIDDEN
            and not decide(actor, OF_STEPS[row.kind], stored(row.region, row.roles, (), row.serving)).allowed
        ):
            # Where it is from says which State asks.
            found.append((row, replace(_waiting(row, who, now), region=None)))
        elif key not in parts:
            found.append((row, _waiting(row, who, now)))
        elif key in matches and (one := _in_part(actor, _waiting(row, who, now), matches[key])) is not None:
            found.append((row, one))
    return found


def _waiting(row: OwedRow, who: tuple[str, ...], now: datetime) -> OwedStep:
    return OwedStep(
        row.region, row.kind, row.item_id, row.reference, who, row.code, row.words, row.details,
        row.paragraph, row.due_at, is_late(row.code, row.due_at, now),
        "|".join((row.item_id, row.kind, row.code, str(row.number))),
    )  # fmt: skip


def _in_part(actor: Actor, one: OwedStep, match: ItemRow) -> OwedStep | None:
    """A step of a match that its reader sees in part: of whom it may know that they owe it."""
    known = facts(match, state_for(actor, match))
    if known.region is not None:
        return one
    who = tuple(party for party in one.who if party in known.parties)
    return replace(one, region=None, reference=known.reference, who=who) if who else None


def may_know(actor: Actor, row: OwedRow) -> tuple[str, ...]:
    """Of a step whom the actor may know to owe it; nobody: not that it is owed.

    Of a request and an offer the steps are their parties' and officers'. Who is only asked to join knows that its own word is
    awaited; who else was asked is not told with its name (WM 15.v).
    """
    thing = stored(row.region, row.roles, (), row.serving)
    if not decide(actor, READ[row.kind], thing).allowed:
        return ()
    if row.words == ANSWER_COUNTER and not _whole(actor, row):
        return ()
    if decide(actor, OF_STEPS[row.kind], thing).allowed:
        return tuple(row.who)
    own = OF_OWN_WORD.get(row.kind)
    mine = own is not None and row.code in own[1] and actor.party in row.who
    return (str(actor.party),) if mine else ()


def _whole(actor: Actor, row: OwedRow) -> bool:
    return decide(actor, a.READ_MATCH_WHOLE, stored(row.region, row.roles, (), row.serving)).allowed
