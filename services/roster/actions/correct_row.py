"""A row that could not be taken says what it should (WM 7)."""

from services.roster.actions.imported import ROW, changed, names
from services.roster.actions.offer import OfferBody, Roster
from services.roster.domain.imported import ImportedRow
from shared.application.use_case import Change, Done, Stored
from shared.modalities.access import actions as a


async def correct_row(doing: Roster, row: Stored[ImportedRow], body: OfferBody) -> Done[ImportedRow]:
    """It stays in quarantine until it is released. Raises Conflict once it is not there any more."""
    row.state.awaits("quarantined")
    after = row.state.after("corrected", doing.now, doing.by.party, **names(body))
    return await changed(doing, after, row.version)


CORRECT_ROW = Change(ROW, a.CORRECT_IMPORTED, OfferBody, correct_row)
