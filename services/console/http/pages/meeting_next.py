"""An officer convenes the next meeting of a series from the last (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.meetings import meeting_act
from shared.modalities.access.actions import CONVENE_MEETING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.NEXT


def _begun(case: Case) -> dict[str, Any]:
    """At the same hours, on a day that one says."""
    last = forms.begun(case.state["content"])
    return {name: last[name] for name in ("title", "starts_at", "ends_at")}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    zone = case.state["content"]["time_zone"]
    return "convene_next_meeting", {"id": case.item["itemId"], "content": forms.next_body(typed, zone)}


PAGE = meeting_act(
    "meeting_next", "next", "title.meeting_next", "act.meeting_next", CONVENE_MEETING, 7, _said, "convene_next_meeting",
    "Officers of its region alone", parts=_parts, begun=_begun, when=("convened", "held", "cancelled"),
    leads_to="/meetings/{meeting_id}",
)  # fmt: skip
