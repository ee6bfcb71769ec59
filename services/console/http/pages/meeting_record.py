"""An officer records what came of a meeting; a record may be mended (WM 4, 5)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.meetings import meeting_act
from services.console.http.options import by_name
from shared.modalities.access.actions import RECORD_MEETING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.RECORD


def _begun(case: Case) -> dict[str, Any]:
    return forms.record_begun(case.state.get("record"))


def _choices(case: Case) -> Mapping[str, Any]:
    """Who can have agreed to do something: who was invited or moderated, the bureau and the Secretariat."""
    state = case.state
    known = [one["party"] for name in ("invitations", "moderators") for one in state.get(name) or ()]
    return {"took_part": by_name(case.visit.words, [*known, f"unhcr-bureau:{state['region']}", "unhcr:secretariat"])}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_meeting", {"id": case.item["itemId"], "record": forms.record_body(typed)}


PAGE = meeting_act(
    "meeting_record", "record", "title.meeting_record", "act.meeting_record", RECORD_MEETING, 3, _said, "record_meeting",
    "Officers of its region alone", parts=_parts, begun=_begun, choices=_choices,
    when=("convened", "held"), begun_only=True,
)  # fmt: skip
