"""A party that volunteered to moderate a meeting takes that back (WM 5)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.meetings import has_volunteered, meeting_act
from shared.modalities.access.actions import VOLUNTEER_TO_MODERATE


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_volunteering", {"id": case.item["itemId"]}


PAGE = meeting_act(
    "meeting_volunteering_end", "volunteering/end", "title.meeting_volunteer_end", "act.meeting_volunteer_end", VOLUNTEER_TO_MODERATE, 6,
    _said, "withdraw_volunteering", "Invited parties volunteer for themselves", fits_too=has_volunteered, kept=False,
)  # fmt: skip
