"""What an owner keeps: one declaration per kind of aggregate, in the owner's ``storage/kept.py``."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

Row = Any


@dataclass(frozen=True)
class KeptAggregate:
    """One kind of aggregate and where it stands.

    ``rows`` selects columns ``id`` (text), ``version`` and whatever ``state`` needs; ``key`` is the column behind
    ``id``. ``wire_type`` is an event that carries this kind, under ``field`` of its data (None: the data is the state).
    ``state`` gives the JSON that an event carries: the same to the letter, or every reader would see a difference.
    """

    kind: str
    wire_type: str
    field: str | None
    rows: sa.Select[Any]
    key: sa.ColumnElement[Any]
    state: Callable[[Row], dict[str, Any]] = lambda row: row.state

    def body(self, row: Row) -> dict[str, Any]:
        """The data of an event that would carry this aggregate as it is now."""
        place: dict[str, Any] = {"aggregate_id": row.id, "aggregate_version": row.version}
        return place | (self.state(row) if self.field is None else {self.field: self.state(row)})

    def inside(self, body: dict[str, Any]) -> dict[str, Any]:
        """The state in an event's data: what a reader keeps, and what digests are taken of."""
        found: dict[str, Any] = body if self.field is None else body[self.field]
        return found

    def chosen(self, ids: Sequence[str]) -> sa.Select[Any]:
        """The rows of some aggregates; what can be no identifier here names nothing."""
        known = [one for one in ids if _is_uuid(one)] if isinstance(self.key.type, sa.Uuid) else list(ids)
        return self.rows.where(self.key.in_(known))


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
