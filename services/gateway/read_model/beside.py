"""What stands beside a match: the requests and offers it is made of, as the policy sees them now (WM 11, 17).

A match is seen through them: what is shown of its requests decides what is shown of it, at whatever date it is read.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.read_model.places import ReadFrom
from services.gateway.read_model.rows import ItemRow
from shared.modalities.access.actor import Actor
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import stored

THROUGH_OTHERS = frozenset({"match"})
"""Kinds whose form for a reader follows from other items too: from their row alone it is not known."""
_BESIDE = """case when {0}.kind = 'match' then (
    select jsonb_agg(jsonb_build_object(
        'id', beside_it.id, 'region', beside_it.region, 'roles', to_jsonb(beside_it.roles),
        'shown_to', to_jsonb(beside_it.shown_to),
        'shown', (select jsonb_agg(name) from jsonb_object_keys(beside_it.state #> '{{shown,fields}}') as name)))
    from item as beside_it
    where beside_it.kind in ('request', 'offer') and beside_it.status <> 'handed_over' and beside_it.id in (
        select part ->> 'request_id' from jsonb_array_elements({0}.state -> 'lines') as part
        union all select part ->> 'offer_id' from jsonb_array_elements({0}.state -> 'lines') as part)) end"""


def beside(when: ReadFrom) -> sa.ColumnElement[Any]:
    """A column ``beside`` of items: of a match a list of what it is made of, of anything else null."""
    column: sa.ColumnElement[Any] = sa.literal_column(_BESIDE.format(when.source.name), JSONB)
    return column.label("beside")


def beside_of(row: ItemRow) -> dict[str, Beside]:
    """The requests and offers of a match, as far as they are known here."""
    return {
        one["id"]: Beside(stored(one["region"], one["roles"], one["shown_to"]), frozenset(one["shown"] or ()))
        for one in row.beside or ()
    }


def seen_match(actor: Actor, thing: Resource, row: ItemRow) -> dict[str, Any] | None:
    """A match that was read with what stands beside it, as the actor sees it."""
    return match(actor, thing, row.state, beside_of(row))
