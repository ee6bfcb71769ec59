"""What there is already beside a request: the Secretariat looks for duplication itself (WM 15.vi)."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import PRESENT, ListOrder
from services.gateway.read_model.reader import ItemReader
from shared.contracts.shapes.match import ALIVE

GIVES: Mapping[str, Any] = {
    "request": lambda status: status.not_in(("withdrawn", "not_in_line")),
    # One that is confirmed is an engagement.
    "match": lambda status: status.in_(ALIVE),
    "engagement": lambda status: status.not_in(("withdrawn", "closed_unfulfilled")),
}
"""Kind -> which statuses give somebody something, or gave it. Bilateral notices and pledges are engagements (WM 13, 19)."""


def _for_one_of(states: list[str], kind: str, columns: Any) -> sa.ColumnElement[bool]:
    """Who receives it is one of these States."""
    if kind == "request":
        return sa.or_(*(columns.state["content"]["requesting_states"].contains([one]) for one in states))
    receives = ({"sides": [{"party": one, "role": "requester"}]} for one in states)
    return sa.or_(*(columns.state.contains(side) for side in receives))


async def support_beside(reader: ItemReader, request: Any, most: int) -> list[Any]:
    """Items the reader may read that are for one of the States of a request, in one of its areas, last changed first.

    The request itself and what came of it are left out; so is what ended without giving anything.
    """
    states, columns = list(request.state["content"]["requesting_states"]), PRESENT.columns
    found: list[Any] = []
    came_of_it = sa.or_(
        columns.id == request.id,
        columns.state.contains({"request_id": request.id}),
        columns.state.contains({"lines": [{"request_id": request.id}]}),
    )
    alike = (columns.parties.overlap(states), columns.areas.overlap(list(request.areas)), sa.not_(came_of_it))
    for kind, gives in GIVES.items():
        narrowed = (*alike, gives(columns.status), _for_one_of(states, kind, columns))
        rows, _ = await reader.page(kind, narrowed, None, most, ListOrder.CHANGED_NEWEST)
        found += rows
    return sorted(found, key=lambda row: (row.changed_at, row.id), reverse=True)[:most]
