"""An officer chooses who moderates a meeting, and says why; what is found of the choice advises (WM 5)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Said
from services.console.http.meetings import meeting_act
from shared.modalities.access.actions import CHOOSE_MODERATORS


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MODERATORS


def _begun(case: Case) -> dict[str, Any]:
    return {"moderators": list(case.state.get("moderators") or ()), "reason": ""}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    chosen = pruned(typed["moderators"]) or []
    return "choose_moderators", {"id": case.item["itemId"], "moderators": chosen, "reason": typed["reason"]}


PAGE = meeting_act(
    "moderators", "moderators", "title.moderators", "act.moderators", CHOOSE_MODERATORS, 2, _said, "choose_moderators",
    "Officers of its region alone", parts=_parts, begun=_begun, template="moderators",
)  # fmt: skip
