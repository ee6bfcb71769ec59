"""An officer cancels a meeting, with the reason; who is invited reads it (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.meetings import meeting_act
from shared.modalities.access.actions import CHANGE_MEETING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CANCELLATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "cancel_meeting", {"id": case.item["itemId"], "reason": typed["reason"]}


PAGE = meeting_act(
    "meeting_cancellation", "cancellation", "title.meeting_cancellation", "act.meeting_cancellation", CHANGE_MEETING, 4, _said, "cancel_meeting",
    "Officers of its region alone", parts=_parts, kept=False,
)  # fmt: skip
