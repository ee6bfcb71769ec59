"""An officer opens the next edition of a report; the one before it stays as it is (WM 21)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.editions import edition_act
from shared.modalities.access.actions import OPEN_EDITION


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "open_next_edition", {"id": case.item["itemId"]}


PAGE = edition_act(
    "edition_next", "next", "title.edition_next", "act.edition_next", OPEN_EDITION, 4, _said, "open_next_edition", ("frozen", "published"),
    versioned=False, leads_to="/reports/{edition_id}",
)  # fmt: skip
