"""A saved filter as commands meet it: a subscription to one follows it when it changes (WM 6)."""

from typing import Any

from pydantic import BaseModel

from services.notifications.audiences.table import FOLLOWED
from services.notifications.domain import filters
from services.notifications.kinds import lists
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Kind, Stored, whole
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.modalities.errors import Invalid


class FilterAnswer(BaseModel):
    """A saved filter."""

    filter_id: str
    party: str
    name: str
    filter: dict[str, Any]
    version: int


async def _find(connection: Any, filter_id: Any, _: bool) -> tuple[Any, int] | None:
    row = await Mailboxes(connection).filter(str(filter_id))
    return (row, row.version) if row is not None else None


FILTER: Kind[Any] = Kind("filter", a.READ_PREFERENCES, lambda row: of_party(row.party), _find, whole)
Held = Stored[Any]


def checked(expression: dict[str, Any]) -> dict[str, Any]:
    """The filter itself. Raises Invalid naming every fault."""
    if found := filters.faults(expression, FOLLOWED, lists.FOLLOWED, "/filter"):
        raise Invalid(found)
    return expression


def shown(row: Any) -> FilterAnswer:
    """A filter as it is read."""
    return FilterAnswer(filter_id=row.filter_id, party=row.party, name=row.name, filter=row.expression,
                        version=row.version)  # fmt: skip
