"""A row of a roster becomes no offer; why is kept (WM 7)."""

from pydantic import Field

from services.roster.actions.imported import ROW, changed
from services.roster.actions.offer import Roster
from services.roster.domain.imported import ImportedRow
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class RejectRowBody(Strict):
    """Why."""

    reason: Text = Field(examples=["Its line was closed in 2024"])


async def reject_row(doing: Roster, row: Stored[ImportedRow], body: RejectRowBody) -> Done[ImportedRow]:
    """A proposal is taken back by it too. Raises Conflict once the row is an offer, or rejected."""
    row.state.awaits("quarantined", "proposed")
    after = row.state.after("rejected", doing.now, doing.by.party, body.reason, status="rejected")
    return await changed(doing, after, row.version)


REJECT_ROW = Change(ROW, a.REJECT_IMPORTED, RejectRowBody, reject_row)
