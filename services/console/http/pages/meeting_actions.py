"""A party says what became of what it agreed to do at a meeting (WM 4)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.meetings import ON, own_actions, said_in
from shared.modalities.access.actions import REPORT_MEETING_ACTION
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ACTION


def _may(case: Case) -> bool:
    own = of_party(case.party, case.state.get("region"))
    return bool(own_actions(case)) and decide(case.visit.actor, REPORT_MEETING_ACTION, own).allowed


def _fits(case: Case) -> bool:
    return str(case.state["status"]) == "held"


def _begun(case: Case) -> dict[str, Any]:
    """The first that is open, by its day."""
    still = sorted(
        (str(one.get("due") or "9999"), one["action_id"]) for one in own_actions(case) if one["state"] == "open"
    )
    return {"language": case.visit.words.language, "action_id": still[0][1] if still else ""}


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    return {
        "own_actions": [
            (one["action_id"], one["what"] + (f" ({words.day(one['due'])})" if one.get("due") else ""))
            for one in own_actions(case)
        ]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "report_meeting_action", {
        "id": case.item["itemId"], "action": typed["action_id"], "state": typed["state"], **said_in(typed),
    }  # fmt: skip


PAGE = ON.page(
    "meeting_actions", "actions", "title.meeting_actions", "act.meeting_actions", _said, "report_meeting_action", may=_may, fits=_fits,
    who="Parties that agreed to something at it", paragraph=REPORT_MEETING_ACTION.paragraph, order=5, fresh=False, parts=_parts,
    begun=_begun, choices=_choices,
)  # fmt: skip
