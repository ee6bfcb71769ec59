"""Pages of finished parts: states are read of those rows alone of which no part is kept for this reader and selection."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from typing import Any

import orjson
from strawberry.types import Info

from services.gateway.graphql import types as t
from services.gateway.graphql.compiled.finishing import FinishedParts
from services.gateway.graphql.compiled.selected import Finished, ListPlan
from services.gateway.graphql.context import Context
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.rows import LyingRow
from shared.modalities.access.actor import Actor

LISTS = frozenset({"edges", "nodes"})
Edge = Callable[[Any], t.ItemEdge]


def plans_of(info: Info[Context, None]) -> list[ListPlan] | None:
    """How the entries of a page that this resolver is asked for are completed; None when they go the ordinary way."""
    settings = info.context.settings
    if not settings.query_compiled or not settings.query_parts_bytes:
        return None
    return info.context.finishing.plans.of(info._raw_info, LISTS)


async def finished(
    parts: FinishedParts,
    reader: ItemReader,
    plans: Sequence[ListPlan],
    rows: Sequence[LyingRow],
    edge: Edge,
    order: str,
) -> Finished | None:
    """The lists of a page, of rows without states; None when one of them went, or is not what its type promises."""
    found, keys = Finished(), [_key(reader.actor, row, order) for row in rows]
    kept = [[parts.get((key, plan.selection)) for key in keys] for plan in plans]
    lacking = [row for n, row in enumerate(rows) if any(one[n] is None for one in kept)]
    states = {(r.region, r.kind, r.id, r.lying): r for r in await reader.as_they_lie(lacking)} if lacking else {}
    # Whatever fails here fails again on the ordinary path, which says what and where.
    with suppress(Exception):
        for plan, given in zip(plans, kept, strict=True):
            entries = []
            for row, key, part in zip(rows, keys, given, strict=True):
                if part is None:
                    made = edge(states[row.region, row.kind, row.id, row.lying])
                    part = orjson.dumps(plan.mapper(made if plan.name == "edges" else made.node))
                    parts.keep((key, plan.selection), part)
                entries.append(orjson.Fragment(part))
            found.add(plan.called, entries)
        return found
    return None


def _key(actor: Actor, row: LyingRow, order: str) -> Hashable:
    """The row as it lies in the database, and who reads it, but for which person: the policy asks for no name."""
    who = (actor.role, actor.party, actor.region, actor.scopes, actor.via)
    return (row.region, row.kind, row.id, row.lying, order, *who)
