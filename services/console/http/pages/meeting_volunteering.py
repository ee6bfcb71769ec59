"""An invited party volunteers to moderate a meeting; an officer chooses (WM 5)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.meetings import has_volunteered, meeting_act, said_in
from shared.modalities.access.actions import VOLUNTEER_TO_MODERATE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.VOLUNTEERING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    areas = typed.get("functional_areas") or []
    return "volunteer_to_moderate", {
        "id": case.item["itemId"], "role": typed["role"], "areas": areas, **said_in(typed),
    }  # fmt: skip


PAGE = meeting_act(
    "meeting_volunteering", "volunteering", "title.meeting_volunteer", "act.meeting_volunteer", VOLUNTEER_TO_MODERATE, 5, _said,
    "volunteer_to_moderate", "Invited parties volunteer for themselves", fits_too=lambda case: not has_volunteered(case), parts=_parts,
    begun=in_own_language,
)  # fmt: skip
