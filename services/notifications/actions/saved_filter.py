"""A saved filter as commands meet it: a subscription to one follows it when it changes (WM 6)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.notifications.audiences.table import FOLLOWED
from services.notifications.domain import filters
from services.notifications.kinds import lists
from services.notifications.storage.mail_table_rows import SavedFilterRow
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


async def _find(mailboxes: Mailboxes, filter_id: UUID) -> tuple[SavedFilterRow, int] | None:
    row = await mailboxes.filter(str(filter_id))
    return (row, row.version) if row is not None else None


FILTER: Kind[SavedFilterRow] = Kind(
    "filter",
    a.READ_PREFERENCES,
    lambda row: of_party(row.party),
    lambda connection, filter_id, _: _find(Mailboxes(connection), filter_id),
    whole,
)
Held = Stored[SavedFilterRow]


def checked(expression: Mapping[str, object]) -> Mapping[str, object]:
    """The filter itself. Raises Invalid naming every fault."""
    if found := filters.faults(expression, FOLLOWED, lists.FOLLOWED, "/filter"):
        raise Invalid(found)
    return expression


def shown(row: SavedFilterRow) -> FilterAnswer:
    """A filter as it is read."""
    return FilterAnswer(filter_id=row.filter_id, party=row.party, name=row.name, filter=row.expression,
                        version=row.version)  # fmt: skip


async def shown_now(mailboxes: Mailboxes, filter_id: str) -> FilterAnswer:
    """A filter as it stands after a change."""
    row = await mailboxes.filter(filter_id)
    assert row is not None  # it was written in this transaction
    return shown(row)
