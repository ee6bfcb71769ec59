"""An officer moves a meeting, or changes something of it; who is invited is told (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.meetings import meeting_act, zones_for
from shared.modalities.access.actions import CHANGE_MEETING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MEETING


def _begun(case: Case) -> dict[str, Any]:
    return forms.begun(case.state["content"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "change_meeting", {"id": case.item["itemId"], "content": forms.meeting_body(typed)}


PAGE = meeting_act(
    "meeting_change", "content", "title.meeting_change", "act.meeting_change", CHANGE_MEETING, 1, _said, "change_meeting",
    "Officers of its region alone", parts=_parts, begun=_begun, choices=zones_for,
)  # fmt: skip
