"""A row leaves quarantine: as an offer of whoever releases it, or as a proposal to the party that it names (WM 7, 18)."""

import orjson

from services.roster.actions.imported import ROW, body_of, changed, entered, names
from services.roster.actions.offer import Roster
from services.roster.domain.imported import ImportedRow
from shared.application.use_case import Change, Done, NoBody, Stored
from shared.modalities.access import actions as a


async def release_row(doing: Roster, row: Stored[ImportedRow], said: NoBody) -> Done[ImportedRow]:
    """Raises Invalid naming what is still wrong in it, Conflict as listing an offer does."""
    row.state.awaits("quarantined")
    body = body_of(doing, orjson.dumps(row.state.body))
    status, offer_id, _ = await entered(doing, row.state.owner, body)
    after = row.state.after("released", doing.now, doing.by.party, status=status, offer_id=offer_id, **names(body))
    return await changed(doing, after, row.version)


RELEASE_ROW = Change(ROW, a.RELEASE_IMPORTED, NoBody, release_row)
